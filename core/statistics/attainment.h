#pragma once

#include "core/export.h"

#include <span>
#include <vector>

namespace agon::statistics {

/** A point of two objectives, both minimised: callers negate what they maximise. */
struct ObjectivePair
{
    double x = 0, y = 0;
    bool operator==(const ObjectivePair &) const = default;
};
using PlaneFront = std::vector<ObjectivePair>; ///< one run's points; dominated ones do no harm

/** Share of runs with a point that is nowhere worse than @p place (Grunert da Fonseca, Fonseca and
 *  Hall 2001). */
AGON_CORE_EXPORT double attainmentAt(std::span<const PlaneFront> runs, ObjectivePair place);

/** The surface that at least @p level runs attain, 1 <= level <= runs: its minimal points, x
 *  ascending and y descending. 1 is the best, (n + 1)/2 the median, n the worst surface. Empty when
 *  fewer runs have points. NaN points are left out. */
AGON_CORE_EXPORT PlaneFront attainmentSurface(std::span<const PlaneFront> runs, int level);

} // namespace agon::statistics
