#pragma once

#include "core/experiment/observation_source.h"
#include "core/json.h"
#include "views/figures/run_numbers.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace agon::app {

/** One finished run and one metric of it, as numbers. */
struct RunRow
{
    int cell = 0;
    std::string problem, contestant, metric;
    std::uint64_t seed = 0;
    std::int64_t lastStep = 0; ///< recorded
    views::RunNumbers numbers;
};

/** Indices of all metrics that an experiment records, main one first. */
std::vector<int> recordedMetrics(const ExperimentView &view);

/** Finished runs in the source's order, each with those of the metrics @p channels (indices) that
 * it recorded; steps to @p target where one is given. */
std::vector<RunRow> runRows(const std::shared_ptr<const ObservationSource> &source,
                            const std::vector<int> &channels, std::optional<double> target = {});

/** A line a run and metric under a line of names: what statistics elsewhere start from. Without a
 *  target there is no column of steps to it; with one, runs that do not get there leave it empty.
 */
std::string runCsv(const std::vector<RunRow> &rows, std::optional<double> target = {});
/** The same for machines: seed and numbers, null where there is none. */
Json toJson(const RunRow &row);

} // namespace agon::app
