#pragma once

#include "core/export.h"

namespace agon::rating {

/** A skill believed to be normally distributed. */
struct Belief
{
    double mean = 25;
    double deviation = 25.0 / 3;
    bool operator==(const Belief &) const = default;
};

/** Standard normal density. */
AGON_CORE_EXPORT double normalDensity(double x);
/** Standard normal distribution function, accurate in both tails. */
AGON_CORE_EXPORT double normalDistribution(double x);
/** Its inverse, for 0 < p < 1. */
AGON_CORE_EXPORT double normalQuantile(double p);

/** How much an outcome moves the difference of two performances of variance 1. */
struct Truncation
{
    double mean = 0;     ///< v: shift of the mean
    double variance = 0; ///< w in [0, 1]: share of the variance removed
};
/** The difference, believed N(t, 1), turned out above the draw margin e >= 0:
 *  v = phi(t-e)/Phi(t-e), w = v (v+t-e). Herbrich et al. 2006. */
AGON_CORE_EXPORT Truncation truncateWin(double t, double e = 0);
/** The difference, believed N(t, 1), turned out within ±e, e >= 0. */
AGON_CORE_EXPORT Truncation truncateDraw(double t, double e);

} // namespace agon::rating
