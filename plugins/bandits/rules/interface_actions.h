#pragma once

#include <cstddef>
#include <vector>

namespace agon::bandits {

/** The actions that an interface bandit chooses from: components in [0, 1] of each, one action
 *  after the other. */
struct InterfaceActions
{
    std::size_t count = 0;
    std::size_t components = 1;
    std::vector<double> values;

    /** Actions without structure: two of them are equal or different as a whole. */
    static InterfaceActions unstructured(int count)
    {
        InterfaceActions actions{static_cast<std::size_t>(count), 1, {}};
        for (int action = 0; action < count; ++action)
            actions.values.push_back(action);
        return actions;
    }
};

} // namespace agon::bandits
