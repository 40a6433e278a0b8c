#pragma once

#include "core/export.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace agon::statistics {

/** k methods on N blocks (tasks, or paired seeds of one task): ranks within each block. */
struct Friedman
{
    int blocks = 0, methods = 0;
    std::vector<double> meanRanks; ///< size methods; 1 is best, ties share average ranks
    bool ties = false;
    double chiSquare = 0, chiSquareP = 1;          ///< as Demšar 2006, without tie correction
    double correctedChiSquare = 0, correctedP = 1; ///< corrected for ties (as scipy and R)
    /** Iman and Davenport's F of the uncorrected and the corrected statistic, degrees k - 1 and
     *  (k - 1)(N - 1). Infinite when all blocks agree: then fP is the permutation p. */
    double f = 0, fP = 1;
    double correctedF = 0;
    double concordance = 0; ///< Kendall's W, corrected for ties
    /** p of permuting ranks within blocks, for small tables (N k <= 30). */
    std::optional<double> permutationP;
    bool permutationExact = true; ///< false: 100,000 draws, stream (seed, "friedman")

    /** The p to report: the permutation's where there is one, else Iman and Davenport's. */
    double p() const { return permutationP.value_or(fP); }
};

/** @p values: blocks × @p methods, row by row, compared at 12 significant digits; no NaN. At least
 *  two methods; no blocks give p = 1. */
AGON_CORE_EXPORT Friedman friedman(std::span<const double> values, int methods, bool higherIsBetter,
                                   std::uint64_t seed = 1);

/** P(Q > @p q) of the studentised range of @p groups >= 2 normal values, infinite degrees. */
AGON_CORE_EXPORT double studentisedRangeTail(double q, int groups);
/** The 1 - @p alpha quantile of the same. */
AGON_CORE_EXPORT double studentisedRangeQuantile(double alpha, int groups);

/** Nemenyi's critical difference of mean ranks of @p methods on @p blocks. */
AGON_CORE_EXPORT double nemenyiDifference(double alpha, int methods, int blocks);
/** Adjusted p-values of all pairs, methods × methods, 1 on the diagonal. */
AGON_CORE_EXPORT std::vector<double> nemenyiP(std::span<const double> meanRanks, int blocks);

/** Critical difference to one control: Bonferroni and Dunn. */
AGON_CORE_EXPORT double bonferroniDunnDifference(double alpha, int methods, int blocks);
/** z = (R_control - R_j)/sqrt(k(k+1)/(6N)) of every method but the control, in order. */
AGON_CORE_EXPORT std::vector<double> controlScores(std::span<const double> meanRanks, int control,
                                                   int blocks);
/** Two-sided p of a standard normal score. */
AGON_CORE_EXPORT double normalTwoSided(double z);

/** All maximal sets of at least two of 0, …, methods - 1 without a separated pair: what the bars of
 *  a critical-difference diagram join. Each ascending, in lexicographic order. */
AGON_CORE_EXPORT std::vector<std::vector<int>>
inseparableSets(int methods, const std::function<bool(int, int)> &separated);

} // namespace agon::statistics
