#pragma once

#include "core/expected.h"
#include "views/figures/figure.h"
#include "views/figures/options.h"
#include "views/figures/series_cache.h"

namespace agon::views {

/** Empirical distribution of runtimes (COCO): share of runs × targets reached within so many steps
 *  (or so much of the cost options.x). One target (options.target), or 51 per problem between the
 *  level that every run starts from and the best that any run reaches. A mark on a curve is the
 *  median length of its runs that miss their target: right of it the curve rests on the others.
 *  Notes name expected running times with successes, when there is one target. */
Expected<Figure> runtimes(SeriesCache &cache, const ViewOptions &options);

} // namespace agon::views
