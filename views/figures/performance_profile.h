#pragma once

#include "core/expected.h"
#include "views/figures/figure.h"
#include "views/figures/options.h"
#include "views/figures/series_cache.h"

namespace agon::views {

/** Costs (positive metrics that are better when smaller): Dolan and Moré's performance profile, the
 *  share of problem instances on which a contestant's cost is within a factor of the best; an
 *  instance is one seed of one problem that every contestant has, failures are infinitely dear.
 *  Scores: the share of runs above a threshold, with a pointwise bootstrap band (rliable). */
Expected<Figure> performanceProfile(SeriesCache &cache, const ViewOptions &options);

} // namespace agon::views
