#pragma once

#include "core/expected.h"
#include "views/figures/figure.h"
#include "views/figures/options.h"
#include "views/figures/series_cache.h"

namespace agon::views {

/** One line a cell through the settings in which cells differ, and through the metric at the right.
 *  Every axis runs from its least to its greatest value, in the order of its values when they are
 *  not numbers; the caption says which. */
Expected<Figure> parallelCoordinates(SeriesCache &cache, const ViewOptions &options);

} // namespace agon::views
