#pragma once

#include "core/expected.h"
#include "views/figures/figure.h"
#include "views/figures/options.h"
#include "views/figures/series_cache.h"

namespace agon::views {

/** A metric's summary against a swept parameter: centre and interval over seeds at each value of
 * the axis that options.x names (default: the experiment's first), one line for each combination of
 *  contestant and the other axes. Values that are not numbers, or not in order, become categories.
 */
Expected<Figure> response(SeriesCache &cache, const ViewOptions &options);

} // namespace agon::views
