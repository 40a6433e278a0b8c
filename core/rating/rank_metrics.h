#pragma once

#include "core/export.h"

#include <cstdint>
#include <span>
#include <vector>

namespace agon::rating {

/** Ranks of scores, higher is better: 1 = best, equal scores share the average of their places. */
AGON_CORE_EXPORT std::vector<double> ranksOf(std::span<const double> scores);
/** The same into @p ranks (size of scores), with @p order (size of scores) as working space. */
AGON_CORE_EXPORT void ranksOf(std::span<const double> scores, std::span<double> ranks,
                              std::span<std::int32_t> order);

/** Mean of the squared rank differences: P182's measure of convergence. Both of one size >= 1. */
AGON_CORE_EXPORT double meanSquaredRankError(std::span<const double> ranks,
                                             std::span<const double> trueRanks);
/** Kendall's tau-b of two rankings, -1 to 1; 0 when either is one tie. */
AGON_CORE_EXPORT double kendallTau(std::span<const double> a, std::span<const double> b);
/** Share of the truly k best among the k best: |top_k ∩ trueTop_k| / k. Ties at the border count
 *  by the share of them that fits. 1 <= k <= size. */
AGON_CORE_EXPORT double topAccuracy(std::span<const double> ranks,
                                    std::span<const double> trueRanks, int k);

/** An interval of a rating. */
struct Interval
{
    double lower = 0, upper = 0;
};
/** The ranks that a competitor's interval leaves open. */
struct RankSpan
{
    int best = 1;  ///< 1 + the number of competitors whose interval lies wholly above
    int worst = 1; ///< size - the number of competitors whose interval lies wholly below
    bool operator==(const RankSpan &) const = default;
};
AGON_CORE_EXPORT std::vector<RankSpan> rankSpans(std::span<const Interval> intervals);

} // namespace agon::rating
