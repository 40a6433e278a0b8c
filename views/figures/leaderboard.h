#pragma once

#include "core/expected.h"
#include "views/figures/figure.h"
#include "views/figures/options.h"
#include "views/figures/series_cache.h"

#include <string>
#include <vector>

namespace agon::views {

/** Somebody with a strength. */
struct Standing
{
    Key key;
    double rating = 0, lower = 0, upper = 0; ///< larger is better
};
/** Ranks that the intervals allow: 1 + those wholly above, to all but those wholly below. */
struct RankSpan
{
    int best = 1, worst = 1;
};
std::vector<RankSpan> rankSpans(const std::vector<Standing> &standings);

/** Who is best, with intervals and the span of ranks they allow, as of a step. From a points
 * channel with one column to maximize and "lower"/"upper" or "deviation" beside it: rows are
 * competitors, one panel a contestant. From a match channel: Bradley–Terry strengths on the Elo
 * scale of all outcomes so far. From a metric: the contestants themselves with centre and interval
 * over seeds. Without a channel: the first of these that the experiment records. */
Expected<Figure> leaderboard(SeriesCache &cache, const ViewOptions &options);

/** Whether a channel of points is a list of ratings. */
bool isRatings(const ChannelDeclaration &channel);

} // namespace agon::views
