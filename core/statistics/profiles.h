#pragma once

#include "core/export.h"
#include "core/statistics/stratified.h"

#include <cstdint>
#include <span>
#include <vector>

namespace agon::statistics {

/** Dolan and Moré 2002: every cost divided by the least of its problem. @p costs: problems ×
 *  @p solvers, row by row, >= 0, infinite for failures; ratios in the same order. A least cost of 0
 *  gives ratio 1 to those that reach it and infinity to the others; a problem nobody solves gives
 *  infinity to all. */
AGON_CORE_EXPORT std::vector<double> performanceRatios(std::span<const double> costs, int solvers);

/** Share of one solver's ratios that are at most @p tau >= 1. */
AGON_CORE_EXPORT double profileAt(std::span<const double> ratios, double tau);

/** Share of all runs of all tasks whose score is strictly above @p tau (Agarwal et al. 2021). Each
 *  run counts the same. */
AGON_CORE_EXPORT double scoreDistributionAt(const TaskScores &scores, double tau);
/** Share of tasks whose mean score is strictly above @p tau; hides the variance over seeds. */
AGON_CORE_EXPORT double averageScoreDistributionAt(const TaskScores &scores, double tau);

/** The score distribution at several thresholds with a pointwise percentile band, runs resampled
 *  within each task. */
struct ScoreProfile
{
    std::vector<double> share, lower, upper; ///< size of the thresholds
};
AGON_CORE_EXPORT ScoreProfile scoreProfile(const TaskScores &scores,
                                           std::span<const double> thresholds, int resamples = 2000,
                                           std::uint64_t seed = 1, double confidence = 0.95);

} // namespace agon::statistics
