#pragma once

#include "core/expected.h"
#include "views/figures/figure.h"
#include "views/figures/options.h"
#include "views/figures/series_cache.h"

namespace agon::views {

/** Differences seed by seed with the Hodges–Lehmann estimate and the interval that belongs to the
 *  signed-rank test: of the pair that the options name, else of everyone against the best. Tests
 *  are corrected over all pairs of the selected contestants, as in the head-to-head matrix. */
Expected<Figure> pairedDifferences(SeriesCache &cache, const ViewOptions &options);

} // namespace agon::views
