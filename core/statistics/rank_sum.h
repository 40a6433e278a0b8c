#pragma once

#include "core/export.h"
#include "core/statistics/summaries.h"

#include <span>
#include <vector>

namespace agon::statistics {

/** Two unpaired samples compared by ranks. "Greater": the first tends to have larger values. */
struct RankSumResult
{
    double statistic = 0; ///< U: pairs in which the first is larger, ties count half
    double twoSided = 1, greater = 1, less = 1; ///< p-values
    int first = 0, second = 0;                  ///< sizes of the samples
    bool exact = true;                          ///< false: normal approximation
    double smallest = 1; ///< the least two-sided p that these sizes and ties allow
};

/** Mann, Whitney and Wilcoxon's rank-sum test. Values are compared at 12 significant digits, ties
 *  share average ranks, infinite values are the greatest or least. Exact for up to 64 values in
 *  total, also with ties (the distribution of the actual ranks over all groupings; two-sided: at
 *  least as far from nm/2), else normal with variance nm/12 [(N + 1) - sum(t^3 - t)/(N (N - 1))]
 *  and continuity correction 0.5. p = 1 when a sample is empty or all values are equal. */
AGON_CORE_EXPORT RankSumResult rankSum(std::span<const double> first,
                                       std::span<const double> second);

/** The least two-sided p of rankSum for samples of these sizes without ties: 2 / C(n + m, n). */
AGON_CORE_EXPORT double smallestRankSumP(int first, int second);

/** Interval of hodgesLehmannShift() that belongs to the rank-sum test: order statistics of all
 *  differences x_i - y_j (Moses). The ranks come from the exact null distribution without ties for
 *  up to 64 values, else from its normal approximation. With too few values for the confidence it
 *  is the whole range; NaN limits when a sample is empty. */
AGON_CORE_EXPORT Interval hodgesLehmannShiftInterval(std::span<const double> first,
                                                     std::span<const double> second,
                                                     double confidence = 0.95);

/** Several unpaired samples: Kruskal and Wallis 1952, corrected for ties, p by the chi-square
 *  distribution with (samples - 1) degrees of freedom. */
struct KruskalWallis
{
    double statistic = 0; ///< H
    double p = 1;
};
AGON_CORE_EXPORT KruskalWallis kruskalWallis(const std::vector<std::vector<double>> &samples);

} // namespace agon::statistics
