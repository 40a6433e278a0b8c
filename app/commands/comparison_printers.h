#pragma once

#include "core/experiment/declarations.h"
#include "core/json.h"
#include "core/statistics/comparison.h"

#include <string>

namespace agon::app {

/** A comparison with everything that names it: what every printer reads. Printers only lay out
 *  numbers; they compute none. */
struct ComparisonReport
{
    std::string experiment;
    ChannelDeclaration metric;
    std::string summary; ///< "Cumulative regret", "Best accuracy"
    statistics::ComparisonInput input;
    statistics::Comparison result;
};

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
