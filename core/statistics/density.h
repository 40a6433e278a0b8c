#pragma once

#include "core/export.h"

#include <span>
#include <vector>

namespace agon::statistics {

/** A smooth picture of how values are spread. */
struct Density
{
    std::vector<double> at;    ///< ascending, from three bandwidths below to three above the values
    std::vector<double> share; ///< density there divided by its greatest value, in (0, 1]
    double bandwidth = 0;
};
/** Gaussian kernel density at @p points >= 2 places with Silverman's bandwidth 0.9 min(s, IQR/1.34)
 *  n^(-1/5). Empty for fewer than two finite values or when all are equal. For drawing only. */
AGON_CORE_EXPORT Density kernelDensity(std::span<const double> values, int points = 128);

} // namespace agon::statistics
