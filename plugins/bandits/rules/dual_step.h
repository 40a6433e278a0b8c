#pragma once

#include <algorithm>

namespace agon::bandits {

/** One step of projected gradient descent on the price of a constraint: it falls while there is
 *  @p slack and rises when the constraint is broken; clipped to [0, @p highest]. */
inline double dualStep(double price, double rate, double slack, double highest)
{
    return std::clamp(price - rate * slack, 0.0, highest);
}

} // namespace agon::bandits
