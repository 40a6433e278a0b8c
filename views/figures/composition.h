#pragma once

#include "core/expected.h"
#include "views/figures/figure.h"
#include "views/figures/options.h"
#include "views/figures/series_cache.h"

namespace agon::views {

/** What a field is made of over time: stacked areas of the entities' shares in their sum, mean over
 *  the seeds that have frames, one panel a contestant, at most six. Beyond twelve entities the
 *  smallest are one area, the same in all panels. Reads channel, problems, contestants, seed, step,
 *  xScale. */
Expected<Figure> composition(SeriesCache &cache, const ViewOptions &options);

} // namespace agon::views
