#include "core/random/stream.h"

#include <Random123/philox.h>

namespace agon::random {
namespace {

// Not the exported function: calls of that one go through the dynamic linker's table.
inline r123::Philox4x32::ctr_type block(const std::array<std::uint32_t, 4> &counter,
                                        const std::array<std::uint32_t, 2> &key)
{
    const r123::Philox4x32::ctr_type c = {{counter[0], counter[1], counter[2], counter[3]}};
    const r123::Philox4x32::key_type k = {{key[0], key[1]}};
    return r123::Philox4x32()(c, k);
}

} // namespace

std::array<std::uint32_t, 4> philoxBlock(std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key)
{
    const auto result = block(counter, key);
    return {result[0], result[1], result[2], result[3]};
}

std::uint64_t Stream::below(std::uint64_t n)
{
    __extension__ using Wide = unsigned __int128;
    Wide product = static_cast<Wide>(next()) * n;
    auto low = static_cast<std::uint64_t>(product);
    if (low < n) {
        const std::uint64_t threshold = (0 - n) % n;
        while (low < threshold) {
            product = static_cast<Wide>(next()) * n;
            low = static_cast<std::uint64_t>(product);
        }
    }
    return static_cast<std::uint64_t>(product >> 64);
}

void Stream::refill()
{
    const auto words = block(m_counter, m_key);
    m_buffer[0] = words[0] | (static_cast<std::uint64_t>(words[1]) << 32);
    m_buffer[1] = words[2] | (static_cast<std::uint64_t>(words[3]) << 32);
    ++m_counter[0];
    m_used = 0;
}

} // namespace agon::random
