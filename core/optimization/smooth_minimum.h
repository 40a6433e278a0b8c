#pragma once

#include "core/export.h"

#include <functional>
#include <span>
#include <vector>

namespace agon::optimization {

/** A smooth function of several variables: returns its value at @p x, a finite number, and writes
 *  its gradient, of the same size. It must not throw. */
using SmoothFunction = std::function<double(std::span<const double> x, std::span<double> gradient)>;

/** When a search ends: whichever comes first. */
struct SearchLimits
{
    double relativeChange = 1e-10; ///< of the value from one step to the next
    int evaluations = 1000;        ///< >= 1
};

struct SmoothMinimum
{
    std::vector<double> point; ///< the best that was seen
    double value = 0;
};

/** A local minimum of @p function within the box, from @p start on: limited-memory BFGS of NLopt.
 *  All three spans have the same size >= 1, lower <= start <= upper; bounds may be infinite. A
 *  function of the bits of its arguments; calls may run at the same time. */
AGON_CORE_EXPORT SmoothMinimum minimize(const SmoothFunction &function,
                                        std::span<const double> start,
                                        std::span<const double> lower,
                                        std::span<const double> upper, SearchLimits limits = {});

} // namespace agon::optimization
