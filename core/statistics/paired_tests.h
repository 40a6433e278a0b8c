#pragma once

#include "core/export.h"
#include "core/statistics/summaries.h"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace agon::statistics {

/** The outcome of a test of paired differences against 0. "Greater": the differences tend to be
 *  positive. */
struct TestResult
{
    double statistic = 0;
    double twoSided = 1, greater = 1, less = 1; ///< p-values
    int n = 0;                                  ///< differences that count
    int zeros = 0;                              ///< differences that were 0
    bool exact = true;                          ///< false: an approximation or random draws
    double smallest = 1;                        ///< the least two-sided p that this n allows
};

/** Exact sign test; the statistic is the number of positive differences. */
AGON_CORE_EXPORT TestResult signTest(std::span<const double> differences);

/** What becomes of differences that are 0 in Wilcoxon's test. */
enum class ZeroDifferences {
    dropped, ///< before ranking (Wilcoxon 1945)
    ranked,  ///< with the others, then their ranks are dropped (Pratt 1959)
    split    ///< with the others, and half of their ranks is counted on either side
};
AGON_CORE_EXPORT std::string_view key(ZeroDifferences zeros); ///< "dropped", "pratt", "split"
/** "zero differences dropped", "zero differences ranked, then dropped (Pratt)", … */
AGON_CORE_EXPORT std::string_view label(ZeroDifferences zeros);

/** Up to so many differences the test is exact. */
inline constexpr int largestExactRanks = 50;

/** Wilcoxon's signed-rank test: average ranks of |d| rounded to 12 significant digits; the
 * statistic is the rank sum of positive differences. Exact for up to @p exactUpTo differences that
 * are not 0 (also with ties, by the distribution of the actual ranks), else normal with continuity
 * correction. It tests symmetry about 0. */
AGON_CORE_EXPORT TestResult wilcoxonSignedRank(std::span<const double> differences,
                                               ZeroDifferences zeros = ZeroDifferences::dropped,
                                               int exactUpTo = largestExactRanks);
/** Mean of its statistic under the null, for so many differences that are not 0 and that are. */
AGON_CORE_EXPORT double signedRankCentre(int others, int zeros, ZeroDifferences rule);

/** Permutation of signs of the mean: all 2^n patterns for up to 20 differences, else 100,000 draws
 * of stream (seed, "sign flip") and p = (1 + hits)/(1 + draws). The statistic is the mean. */
AGON_CORE_EXPORT TestResult signFlip(std::span<const double> differences, std::uint64_t seed = 1);

/** Student's paired t test; the statistic is t. Exact only for Gaussian differences. */
AGON_CORE_EXPORT TestResult pairedStudent(std::span<const double> differences);

/** Median of all (d_i + d_j)/2, i <= j (Hodges and Lehmann 1963); NaN for none. */
AGON_CORE_EXPORT double hodgesLehmann(std::span<const double> differences);
/** (W+ - W-)/(W+ + W-): -1 to 1; 0 when all differences are 0. */
AGON_CORE_EXPORT double rankBiserial(std::span<const double> differences);

/** Ranks from 1, ties share the average; values are compared as they are. */
AGON_CORE_EXPORT std::vector<double> averageRanks(std::span<const double> values);
/** Rounded to 12 significant digits, so that binary noise does not split ties. */
AGON_CORE_EXPORT double roundedForTies(double value);

} // namespace agon::statistics
