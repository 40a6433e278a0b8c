#pragma once

#include "core/export.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace agon::statistics {

/** How long a run took to a target; without success: how long it was looked at (right-censored). */
struct RunLength
{
    double length = 0; ///< in the unit of the cost: evaluations, rounds, seconds; > 0
    bool successful = false;
};

/** Runtimes to one target over several runs. */
struct RuntimeSummary
{
    int runs = 0, successes = 0;
    double successRate = 0;
    /** Expected running time (ERT, also aRT): the sum over all runs divided by the number of
     *  successes (Hansen et al., COCO); infinite without a success. */
    double expected = 0;
    double meanSuccess = 0;        ///< mean of successful runs only; NaN without one
    double successPerformance = 0; ///< SP1: meanSuccess / successRate; infinite without a success
};
AGON_CORE_EXPORT RuntimeSummary summariseRuntimes(std::span<const RunLength> runs);

/** PAR-k: mean length with unsuccessful runs counted @p factor times; NaN for no runs. */
AGON_CORE_EXPORT double penalisedAverage(std::span<const RunLength> runs, double factor);

/** Lengths of simulated restarts, ascending: runs drawn with replacement and added up until a
 *  successful one. Infinite without any success. Streams (seed, "restarts", 0, draw). */
AGON_CORE_EXPORT std::vector<double> simulatedRestarts(std::span<const RunLength> runs,
                                                       int draws = 1000, std::uint64_t seed = 1);

/** Position of the first value that reaches @p target (at most it; at least it when
 *  @p higherIsBetter); NaN never does. */
AGON_CORE_EXPORT std::optional<std::size_t> firstHit(std::span<const double> values, double target,
                                                     bool higherIsBetter);

/** Empirical distribution of runtimes over runs × targets: share of lengths that are successful and
 *  at most each of @p budgets. 0 for no lengths. */
AGON_CORE_EXPORT std::vector<double> runtimeDistribution(std::span<const RunLength> lengths,
                                                         std::span<const double> budgets);

/** Area under the same from 1 to @p budget > 1 over log10 of the length, divided by log10(budget):
 *  one number in [0, 1] for the whole course. Lengths below 1 count as 1. */
AGON_CORE_EXPORT double runtimeArea(std::span<const RunLength> lengths, double budget);

/** Integral from 1 to @p budget of a step function over log10 of its positions (ascending, the
 *  first at most 1 or the function undefined before it and then skipped): anytime performance. */
AGON_CORE_EXPORT double logTimeIntegral(std::span<const double> positions,
                                        std::span<const double> values, double budget);

/** @p count targets between two levels, even in the logarithm when both are positive, else even. */
AGON_CORE_EXPORT std::vector<double> spacedTargets(double from, double to, int count);

} // namespace agon::statistics
