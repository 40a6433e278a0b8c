#pragma once

#include "core/expected.h"
#include "core/statistics/comparison.h"
#include "views/figures/options.h"
#include "views/figures/selection.h"
#include "views/figures/series_cache.h"

#include <optional>
#include <vector>

namespace agon::views {

/** What a comparison is about: one value a run of one metric, as of a step. */
struct ComparisonSource
{
    int channel = 0;
    statistics::ComparisonInput input;
    std::vector<int> cells;          ///< of the experiment; tasks × contestants, -1: none
    std::vector<int> contestants;    ///< of the experiment
    std::vector<Key> keys;           ///< of the contestants
    std::vector<std::int64_t> steps; ///< each task is as of
    std::string label; ///< of the values: "Best accuracy", "Steps until Accuracy is at least 0.8"
    std::string unit;
    /** Of steps to a level: how long the runs of each cell took; else empty. */
    std::vector<statistics::RuntimeSummary> runtimes;
    bool atStep = false;             ///< an asked step, rather than the end of the budgets
};

/** Selected contestants and problems as tasks × contestants, by the number of a run that the options
 *  ask for. A problem on which a contestant has several budgets is one task a budget; settings of
 *  one algorithm, as many as the whole experiment has, are what was tried of it. Finished runs, and
 *  others that have come to the asked step, give one value; failed runs and values that are not
 *  numbers count as failed, unless the channel may be missing: then they count as unfinished. Of
 *  steps to a level fewer are better, and runs that do not reach it are censored. Errors: an
 *  unknown metric, one without a better direction, or two different steps. */
Expected<ComparisonSource> comparisonSource(SeriesCache &cache, const ViewOptions &options);

/** "after 3,000 rounds": the step that the numbers of a comparison, of a distribution or of a
 *  leaderboard are as of; "after 100 to 400 rounds" where budgets differ. */
std::string asOfText(SeriesCache &cache, const ViewOptions &options);

/** What makes comparing the selected contestants unequal or incomplete, in whichever metric:
 * unequal budgets, unequal numbers of settings tried, failed and unfinished runs. Reads no series.
 */
std::vector<statistics::Advice> fairnessOf(const SeriesCache &cache, const ViewOptions &options);

/** What every figure of a comparison says besides: its advice as notes, and n. */
void noteComparison(const statistics::Comparison &comparison, Figure &figure);

} // namespace agon::views
