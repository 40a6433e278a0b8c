#pragma once

#include "core/expected.h"
#include "views/figures/figure.h"
#include "views/figures/options.h"
#include "views/figures/series_cache.h"

#include <cstddef>
#include <span>
#include <vector>

namespace agon::views {

/** Points of a channel as of a step: for each contestant the rows of one run (see
 * ViewOptions::seed) and, when both columns are objectives, the staircase of those that nothing
 * dominates. A points channel that is a reference of this one is drawn neutral. With
 * options.hypervolume a second panel a problem shows the dominated area over steps against a
 * reference point that lies 10 % of the range beyond the worst value seen in the experiment. One
 * panel a problem. */
Expected<Figure> front(SeriesCache &cache, const ViewOptions &options);

/** Positions of the nondominated points of a plane, in ascending order of x; duplicates count once.
 *  Each direction is maximize or minimize. Points with a NaN are never on the front. */
std::vector<std::size_t> nondominated(std::span<const double> x, std::span<const double> y,
                                      Direction xDirection, Direction yDirection);

} // namespace agon::views
