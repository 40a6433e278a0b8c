#pragma once

#include <cassert>
#include <cstdint>
#include <string>

namespace agon::nas {

/** An architecture as a mixed-radix number: its digits, most significant first, say which operation
 *  stands in which slot. */
using Architecture = std::int64_t;

/** All assignments of one of several operations to each of several slots. */
struct SearchSpace
{
    int slotCount = 0;  ///< >= 1
    int operations = 0; ///< per slot, 2 to 10

    std::int64_t size() const
    {
        std::int64_t count = 1;
        for (int slot = 0; slot < slotCount; ++slot)
            count *= operations;
        return count;
    }
    int operation(Architecture architecture, int slot) const
    {
        return static_cast<int>(architecture / place(slot) % operations);
    }
    Architecture withOperation(Architecture architecture, int slot, int operation_) const
    {
        return architecture + (operation_ - operation(architecture, slot)) * place(slot);
    }
    /** One digit a slot: "421211". */
    std::string code(Architecture architecture) const
    {
        std::string text;
        for (int slot = 0; slot < slotCount; ++slot)
            text += static_cast<char>('0' + operation(architecture, slot));
        return text;
    }

private:
    std::int64_t place(int slot) const
    {
        assert(slot >= 0 && slot < slotCount);
        std::int64_t value = 1;
        for (int right = slot + 1; right < slotCount; ++right)
            value *= operations;
        return value;
    }
};

} // namespace agon::nas
