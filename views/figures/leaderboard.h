#pragma once

#include "core/expected.h"
#include "views/figures/figure.h"
#include "views/figures/options.h"
#include "views/figures/series_cache.h"

namespace agon::views {

/** Who is best, with intervals and the span of ranks they allow, as of a step. From a points
 * channel with one column to maximize and "lower"/"upper" or "deviation" beside it: rows are
 * competitors, one panel a contestant. From a match channel: Bradley–Terry strengths on the Elo
 * scale of all outcomes so far. From a metric: the contestants themselves with centre and interval
 * over seeds. Without a channel: the first of these that the experiment records. */
Expected<Figure> leaderboard(SeriesCache &cache, const ViewOptions &options);

/** Whether a channel of points is a list of ratings. */
bool isRatings(const ChannelDeclaration &channel);

} // namespace agon::views
