#pragma once

#include "core/expected.h"
#include "core/experiment/declarations.h"
#include "core/json.h"
#include "core/statistics/comparison.h"
#include "core/statistics/runtimes.h"
#include "views/figures/run_summary.h"
#include "views/figures/series_cache.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace agon::app {

/** A comparison with everything that names it: what every printer reads. Printers only lay out
 *  numbers; they compute none. */
struct ComparisonReport
{
    std::string experiment;
    ChannelDeclaration metric; ///< with the unit of what is compared
    std::string summary;       ///< "Cumulative regret", "Best accuracy"
    std::string asOf;          ///< "after 3,000 rounds": what the numbers are as of
    std::vector<std::int64_t> steps; ///< the same, by task; no run goes beyond its budget
    /** Of steps to a level: how long the runs of each cell took, as input.cells; else empty. */
    std::vector<statistics::RuntimeSummary> runtimes;
    statistics::ComparisonInput input;
    statistics::Comparison result;
};

/** What a comparison is asked for. */
struct ComparisonRequest
{
    std::string metric;                  ///< key; empty: the experiment's main one
    std::optional<views::RunSummary> by; ///< a run's number; empty: as the metric suggests
    std::vector<int> cells;              ///< indices; empty: all
    std::string against;                 ///< label; empty: all pairs
    std::string centre = "mean";         ///< or "median", "iqm"
    std::optional<std::int64_t> step;
    std::optional<double> rope, gap;
    double alpha = 0.05;
    std::string zeros = "dropped"; ///< or "pratt", "split": differences of 0 in signed-rank tests
    bool tasksToo = false;
};
/** Errors: an unknown metric or contestant, or a metric that is neither better larger nor smaller.
 */
Expected<ComparisonReport> makeComparison(const std::string &experiment, views::SeriesCache &series,
                                          const ComparisonRequest &request);

/** "lower is better", "higher is better". */
std::string directionText(const ComparisonReport &report);
/** "A is better", "not separated", "too few runs". */
std::string verdictText(const ComparisonReport &report, const statistics::PairComparison &pair);
/** What testing found, beyond which test it was: the sentence on the smallest gap that shows. */
std::string detectionText(const ComparisonReport &report, const statistics::Detection &detection);

/** For reading in a terminal. */
std::string comparisonText(const ComparisonReport &report);
/** Everything, for machines. Numbers that do not exist are null. */
Json comparisonJson(const ComparisonReport &report);
/** One line a cell, a pair, a contestant across tasks and a pair across tasks, told apart by the
 *  first column. Text that a spreadsheet would take for a formula is made harmless. */
std::string comparisonCsv(const ComparisonReport &report);
/** A table for a paper (booktabs, siunitx): tasks in rows, contestants in columns, the best in
 *  bold, those not separated from it marked, rows for better / same / worse and mean ranks, and a
 *  caption that names metric, n, interval, test and correction. User text is escaped. */
std::string comparisonLatex(const ComparisonReport &report);

} // namespace agon::app
