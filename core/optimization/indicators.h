#pragma once

#include "core/export.h"
#include "core/optimization/dominance.h"

#include <span>
#include <vector>

namespace agon::optimization {

/** Volume of the region that @p points dominate and @p reference bounds, in the product of the
 *  objectives' units. Points that are not strictly better than the reference in every objective add
 *  nothing. Exact: sweeps in two and three objectives, O(n log n); beyond, the exclusive volumes of
 *  While, Bradstreet and Barone (2012) with slicing. Throws std::invalid_argument on NaN. */
AGON_CORE_EXPORT double hypervolume(const PointSet &points, std::span<const double> reference);

/** For every point the volume that would be lost without it; 0 for dominated and duplicate points.
 */
AGON_CORE_EXPORT std::vector<double> exclusiveHypervolumes(const PointSet &points,
                                                           std::span<const double> reference);

/** IGD+ of Ishibuchi, Masuda, Tanigaki and Nojima (2015): over the points z of @p reference the
 * mean of the smallest |max(a - z, 0)| among @p points a. Infinite when there are no points; the
 *  reference has at least one. */
AGON_CORE_EXPORT double invertedGenerationalDistancePlus(const PointSet &points,
                                                         const PointSet &reference);

/** Additive epsilon of Zitzler et al. (2003): by how much every point would have to improve in all
 *  objectives until the set weakly dominates @p reference. Infinite when there are no points. */
AGON_CORE_EXPORT double additiveEpsilon(const PointSet &points, const PointSet &reference);

} // namespace agon::optimization
