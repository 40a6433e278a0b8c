#pragma once

#include "core/expected.h"
#include "views/figures/figure.h"
#include "views/figures/options.h"
#include "views/figures/series_cache.h"

namespace agon::views {

/** Mean ranks of contestants over problems (one problem: over its seeds) with bars that join who is
 *  not separated: by Wilcoxon's test with Holm's correction, or by Nemenyi's (options.nemenyi),
 * whose critical difference is then drawn above. A bar has a mark at each of its members. Best rank
 * left; without an omnibus difference the title says so. */
Expected<Figure> criticalDifference(SeriesCache &cache, const ViewOptions &options);

} // namespace agon::views
