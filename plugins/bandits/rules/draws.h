#pragma once

#include "core/random/stream.h"

#include <span>

namespace agon::bandits {

/** A position drawn with probability weight/sum; @p weights >= 0 add up to about @p sum > 0. */
inline int drawWeighted(std::span<const double> weights, double sum, random::Stream &stream)
{
    double left = stream.uniform() * sum;
    std::size_t last = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        if (weights[i] <= 0)
            continue;
        last = i;
        left -= weights[i];
        if (left < 0)
            break;
    }
    return static_cast<int>(last);
}

} // namespace agon::bandits
