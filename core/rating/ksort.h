#pragma once

#include "core/export.h"
#include "core/rating/gaussian.h"

#include <cstdint>
#include <span>

namespace agon::rating {

/** Which pairs of a K-wise vote the update of K-Sort Arena sums over. With two competitors the
 * three coincide. */
enum class KSortPairs {
    adjacent, ///< neighbours in the vote's order: reproduces the reported number of comparisons
    full,     ///< all pairs, as printed in P182
    scaled    ///< all pairs, both sums divided by K - 1
};

struct KSortSettings
{
    double performanceDeviation = 25.0 / 6; ///< beta: noise of one performance
    double varianceFloor = 1e-4; ///< kappa: least factor by which one vote shrinks a variance
    double drawMargin = 0;       ///< difference of performances below which a vote ties
    KSortPairs pairs = KSortPairs::adjacent;
};

/** Plays one K-wise vote (P182, equations of the mean and variance update). @p competitors indexes
 *  @p beliefs, best first; @p ranks has the same size, equal ranks are ties, which use the draw
 *  functions. All right-hand sides are taken before the vote. With @p winnerOnly (Best Mode) the
 *  winner beats each of the others, who are not compared. */
AGON_CORE_EXPORT void updateKSort(std::span<Belief> beliefs,
                                  std::span<const std::int32_t> competitors,
                                  std::span<const std::int32_t> ranks,
                                  const KSortSettings &settings, bool winnerOnly = false);

/** Leaderboard score mean - eta × deviation. */
inline double conservativeScore(const Belief &belief, double eta = 3)
{
    return belief.mean - eta * belief.deviation;
}

} // namespace agon::rating
