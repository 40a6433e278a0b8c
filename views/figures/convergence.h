#pragma once

#include "core/expected.h"
#include "views/figures/figure.h"
#include "views/figures/options.h"
#include "views/figures/series_cache.h"

namespace agon::views {

/** A metric over steps or over a cost: one line a contestant with its interval over seeds, one
 * panel a problem. Series are step functions on the union of recorded steps; a run counts as far as
 * it has come, and a line ends where fewer than half of the started runs remain. At most
 *  options.maximumPoints columns are kept, the extremes of the centre among them. Reads channel, x,
 *  centre, interval, seeds, problems, contestants, step, scales, smoothing. */
Expected<Figure> convergence(SeriesCache &cache, const ViewOptions &options);

} // namespace agon::views
