#pragma once

#include "core/expected.h"
#include "core/statistics/summaries.h"
#include "views/figures/figure.h"
#include "views/figures/options.h"
#include "views/figures/series_cache.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace agon::views {

/** Who leads a contest, in words and as data. */
struct Leader
{
    enum class State {
        nothing, ///< no comparison: one contestant, no seed has come far enough, no better
                 ///< direction
        open,    ///< somebody is ahead, but not for sure
        settled  ///< one contestant is better than each other one
    };
    State state = State::nothing;
    std::string
        sentence; ///< "Thompson sampling leads KL-UCB by 40 (95 % interval 22 to 58, n = 32)."
    std::string detail; ///< what the sentence rests on, what would settle it, what was left out

    int leaderCell = -1, rivalCell = -1; ///< who is ahead, and the one closest to it
    Key leader, rival;
    std::string metric, unit;
    std::int64_t step = 0;
    double effect = 0;             ///< how much better on average, >= 0 in the metric's unit
    statistics::Interval interval; ///< anytime-valid, simultaneous over all pairs
    int n = 0;                     ///< paired seeds
    int wins = 0;                  ///< seeds in which the leader was better than the rival
    double alpha = 0.05;           ///< of the whole contest
    int pairs = 0;                 ///< comparisons the level is shared by
    std::optional<std::int64_t> projected; ///< seeds that may settle it
};

/** Compares the contestants of one problem by a metric as of a step (options: channel, problems,
 *  contestants, step), seed by seed. The interval is a confidence sequence that may be looked at
 * after every seed (statistics::confidenceSequence), at level 0.05 shared equally by all pairs of
 *  contestants: a contest of a setting with itself ever names a leader with probability at most
 * 0.05. While runs are on their way, seeds count in order up to the first unfinished one, so that
 * which seeds count does not depend on their values. */
Expected<Leader> leaderOf(SeriesCache &cache, const ViewOptions &options);

} // namespace agon::views
