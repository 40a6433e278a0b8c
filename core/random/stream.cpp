#include "core/random/stream.h"

#include <Random123/philox.h>

namespace agon::random {

std::array<std::uint32_t, 4> philoxBlock(std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key)
{
    const r123::Philox4x32::ctr_type c = {{counter[0], counter[1], counter[2], counter[3]}};
    const r123::Philox4x32::key_type k = {{key[0], key[1]}};
    const auto result = r123::Philox4x32()(c, k);
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
    const auto block = philoxBlock(m_counter, m_key);
    m_buffer[0] = block[0] | (static_cast<std::uint64_t>(block[1]) << 32);
    m_buffer[1] = block[2] | (static_cast<std::uint64_t>(block[3]) << 32);
    ++m_counter[0];
    m_used = 0;
}

} // namespace agon::random
