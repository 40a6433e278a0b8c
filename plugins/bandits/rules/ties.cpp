#include "plugins/bandits/rules/ties.h"

#include <algorithm>

namespace agon::bandits {

int anyLargest(std::span<const double> values, random::Stream &stream)
{
    const auto best = std::max_element(values.begin(), values.end());
    const auto count = static_cast<std::uint64_t>(std::count(best, values.end(), *best));
    std::uint64_t remaining = count > 1 ? stream.below(count) : 0;
    for (auto value = best;; ++value)
        if (*value == *best && remaining-- == 0)
            return static_cast<int>(value - values.begin());
}

} // namespace agon::bandits
