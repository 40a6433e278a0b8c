#pragma once

#include "core/expected.h"
#include "views/figures/figure.h"
#include "views/figures/options.h"
#include "views/figures/series_cache.h"

namespace agon::views {

/** Fronts of several seeds: the median attainment surface (attained by at least half of the runs)
 *  with a band from the best to the worst one; below each the hypervolume over steps with its
 *  interval over seeds, against a point 10 % beyond the worst value of the whole runs. */
Expected<Figure> attainment(SeriesCache &cache, const ViewOptions &options);

} // namespace agon::views
