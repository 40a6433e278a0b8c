#pragma once

#include "core/export.h"
#include "core/statistics/summaries.h"

#include <optional>
#include <span>

namespace agon::statistics {

/** Interval of the Hodges–Lehmann estimate that belongs to Wilcoxon's signed-rank test: order
 *  statistics of all (d_i + d_j)/2, i <= j. The limits' ranks come from the exact null distribution
 *  without ties for up to 50 differences, else from its normal approximation. With too few
 *  differences for the confidence it is the whole range. NaN limits for no differences. */
AGON_CORE_EXPORT Interval hodgesLehmannInterval(std::span<const double> differences,
                                                double confidence = 0.95);

/** How many pairs without ties give a two-sided exact sign test at @p alpha the @p power, when one
 *  side wins each with @p winProbability. Empty above 10,000. */
AGON_CORE_EXPORT std::optional<int> pairsForSignTest(double winProbability, double alpha = 0.05,
                                                     double power = 0.8);

/** How many pairs give a two-sided test of a mean difference of @p effect with standard deviation
 *  @p deviation the @p power, by the normal approximation; at least 2. Empty above 10,000. */
AGON_CORE_EXPORT std::optional<int> pairsForMean(double effect, double deviation,
                                                 double alpha = 0.05, double power = 0.8);

/** Power of the two-sided paired t test of @p pairs differences, normal with mean @p effect and
 *  standard deviation @p deviation, by the noncentral t distribution; 0 below two pairs. */
AGON_CORE_EXPORT double pairedStudentPower(double effect, double deviation, int pairs,
                                           double alpha = 0.05);

/** The least number of pairs that gives that test the @p power: "19 seeds for 90 %". At least 2;
 *  empty above 10,000. */
AGON_CORE_EXPORT std::optional<int> pairsForStudent(double effect, double deviation,
                                                    double alpha = 0.05, double power = 0.9);

/** The least number of pairs with which a two-sided sign, signed-rank or sign-flip test can reach
 *  @p alpha at all after a first Holm step over @p comparisons: 2^(1 - n) × comparisons <= alpha.
 */
AGON_CORE_EXPORT int leastPairs(double alpha = 0.05, int comparisons = 1);

/** The same for the rank-sum test of two samples of n each: 2 / C(2n, n) × comparisons <= alpha. */
AGON_CORE_EXPORT int leastPerSample(double alpha = 0.05, int comparisons = 1);

/** How many trials make the interval of a rate that is @p rate exclude @p threshold; at least 1.
 *  Empty above 10,000. */
AGON_CORE_EXPORT std::optional<int> trialsForRate(double rate, double threshold,
                                                  double confidence = 0.95);

} // namespace agon::statistics
