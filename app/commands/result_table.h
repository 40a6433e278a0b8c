#pragma once

#include "core/experiment/observation_source.h"
#include "core/json.h"
#include "storage/store.h"

#include <optional>
#include <string>
#include <vector>

namespace agon::app {

/** Final values of one cell and one metric over its finished runs. */
struct CellResult
{
    std::string problem, contestant;
    std::int64_t budget = 0;
    int finished = 0, failed = 0, other = 0;
    std::vector<std::uint64_t> seeds;      ///< of the values
    std::vector<double> values;            ///< by the channel's summary, finite
    double mean = 0, lower = 0, upper = 0; ///< with its 95 % interval; NaN limits below two values
    double median = 0, lowDecile = 0, highDecile = 0; ///< NaN without a value
};

/** What "show" and "compare" print: every cell's values of metric @p channel. */
std::vector<CellResult> cellResults(const ExperimentView &view,
                                    const std::vector<storage::RunEntry> &runs, int channel);

/** Index of the metric with key @p metric, or the main one when empty. Errors name the metrics
 * there are. */
Expected<int> chooseMetric(const ExperimentView &view, const std::string &metric);

/** The experiment meant by @p wanted (an id or a name, or the newest when empty). */
Expected<storage::ExperimentEntry> chooseExperiment(const storage::Store &store,
                                                    const std::string &wanted);

/** "Best accuracy, mean over seeds": what the numbers of the table are. */
std::string resultHeading(const ChannelDeclaration &channel);
/** A row a cell. Where few seeds carry the mean, median and deciles stand beside it. */
std::string resultTable(const std::vector<CellResult> &results, const ChannelDeclaration &channel,
                        bool severalProblems);
Json toJson(const CellResult &result);

} // namespace agon::app
