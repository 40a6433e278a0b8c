#pragma once

#include "core/expected.h"
#include "views/figures/figure.h"
#include "views/figures/options.h"
#include "views/figures/series_cache.h"

namespace agon::views {

/** Three shares as a path within a triangle: one a contestant, mean over the seeds that have
 * frames, with single seeds where they are few or asked for; one panel a problem. Fields of other
 * than three entities are not drawn. Reads channel, problems, contestants, seed, seeds, step. */
Expected<Figure> simplex(SeriesCache &cache, const ViewOptions &options);

} // namespace agon::views
