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

/** How many trials make the interval of a rate that is @p rate exclude @p threshold; at least 1.
 *  Empty above 10,000. */
AGON_CORE_EXPORT std::optional<int> trialsForRate(double rate, double threshold,
                                                  double confidence = 0.95);

} // namespace agon::statistics
