#pragma once

#include <span>
#include <vector>

namespace agon::bandits {

/** The non-decreasing numbers nearest to @p values in weighted squares (pool adjacent violators).
 *  Values without weight take the one before, or after at the beginning; all weightless: 0. */
std::vector<double> isotonic(std::span<const double> values, std::span<const double> weights);

} // namespace agon::bandits
