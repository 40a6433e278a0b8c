#pragma once

#include "core/expected.h"
#include "views/figures/figure.h"
#include "views/figures/options.h"
#include "views/figures/series_cache.h"

namespace agon::views {

/** Everyone against everyone, a panel a problem and one across five problems or more. Below the
 *  diagonal the effect size A12, above it the signed log2(1/p) after Holm's correction. A cell is
 *  about its row against its column: blue when the row is better. Colours show Cliff's delta below
 *  and the evidence divided by 10 above, both within ±1; the numbers stand in the cells. */
Expected<Figure> headToHead(SeriesCache &cache, const ViewOptions &options);

} // namespace agon::views
