#pragma once

#include "core/export.h"
#include "core/statistics/summaries.h"

#include <span>
#include <vector>

namespace agon::statistics {

/** A value of a bootstrap distribution and how many equally likely resamples give it. */
struct Atom
{
    double value = 0;
    double ways = 1;
};

/** Type 7 quantile of a multiset given by atoms in ascending order, @p total ways in all. */
AGON_CORE_EXPORT double atomQuantile(std::span<const Atom> atoms, double total, double p);

/** The two limits of Efron's bias-corrected and accelerated interval (1987): quantiles of the atoms
 *  (ascending) at levels shifted by the bias, the share of replicates below @p estimate (ties
 *  half), and by @p acceleration. The percentile interval when all replicates lie on one side. */
AGON_CORE_EXPORT Interval acceleratedInterval(std::span<const Atom> atoms, double total,
                                              double estimate, double acceleration,
                                              double confidence);

/** Every composition of n draws from n values: how often each value occurs, and how many of the n^n
 *  ordered draws give it. */
struct Composition
{
    std::vector<int> counts;
    double ways = 1;
};
/** All C(2n - 1, n) of them; 1 <= n <= 8. */
AGON_CORE_EXPORT std::vector<Composition> compositions(int n);

} // namespace agon::statistics
