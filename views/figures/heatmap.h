#pragma once

#include "core/expected.h"
#include "views/figures/figure.h"
#include "views/figures/options.h"
#include "views/figures/series_cache.h"

namespace agon::views {

/** A field of one run a contestant (see ViewOptions::seed) as of a step: rank-2 fields as they are,
 *  rank-1 fields over time (position × frame). All panels share one colour scale; at most six are
 *  drawn. */
Expected<Figure> heatmap(SeriesCache &cache, const ViewOptions &options);

} // namespace agon::views
