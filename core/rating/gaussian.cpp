#include "core/rating/gaussian.h"

#include <boost/math/special_functions/erf.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace agon::rating {

double normalDensity(double x) { return std::exp(-0.5 * x * x) / std::sqrt(2 * std::numbers::pi); }

double normalDistribution(double x) { return 0.5 * std::erfc(-x / std::numbers::sqrt2); }

double normalQuantile(double p) { return -std::numbers::sqrt2 * boost::math::erfc_inv(2 * p); }

Truncation truncateWin(double t, double e)
{
    const double x = t - e;
    // Below this the distribution function underflows; the ratio tends to -x and w to 1.
    if (x < -37)
        return {-x, 1};
    const double v = normalDensity(x) / normalDistribution(x);
    return {v, v * (v + x)};
}

Truncation truncateDraw(double t, double e)
{
    const double z = normalDistribution(e - t) - normalDistribution(-e - t);
    // As the margin vanishes (0/0 in the formulas below) a draw says that the difference is zero:
    // v = -t, w = 1. Where t is so far out that the mass underflows, the nearest edge remains.
    if (z < 1e-12)
        return {std::clamp(t, -e, e) - t, 1};
    const double upper = normalDensity(e - t);
    const double lower = normalDensity(-e - t);
    const double v = (lower - upper) / z;
    return {v, v * v + ((e - t) * upper + (e + t) * lower) / z};
}

} // namespace agon::rating
