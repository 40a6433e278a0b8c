#include "app/commands/run_rows.h"

#include "app/commands/command.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>

namespace agon::app {
namespace {

/** As short as it can be read back exactly; nothing for no number. */
std::string exactNumber(double value)
{
    return std::isnan(value) ? std::string() : fmt::format("{}", value);
}

} // namespace

std::vector<int> recordedMetrics(const ExperimentView &view)
{
    std::vector<int> metrics;
    for (const int channel : view.mainChannels)
        if (view.channels[static_cast<std::size_t>(channel)].kind == ObservationKind::metric)
            metrics.push_back(channel);
    return metrics;
}

std::vector<RunRow> runRows(const std::shared_ptr<const ObservationSource> &source,
                            const std::vector<int> &channels, std::optional<double> target)
{
    views::SeriesCache series(source);
    const ExperimentView &view = series.experiment();
    std::vector<RunRow> rows;
    for (std::size_t i = 0; i < series.runs().size(); ++i) {
        const RunView &run = series.runs()[i];
        if (run.status != RunStatus::finished)
            continue;
        const CellView &cell = view.cells[static_cast<std::size_t>(run.cell)];
        for (const int channel : channels) {
            const views::MetricSeries &own = series.metric(static_cast<int>(i), channel);
            if (own.steps.empty())
                continue;
            RunRow row;
            row.cell = run.cell;
            row.problem = view.problems[static_cast<std::size_t>(cell.problem)].label;
            row.contestant = view.contestants[static_cast<std::size_t>(cell.contestant)].label;
            row.metric = series.channel(channel).key;
            row.seed = run.seed;
            row.lastStep = own.steps.back();
            row.numbers =
                views::numbersOf(own, series.channel(channel).direction,
                                 std::numeric_limits<std::int64_t>::max(), run.step, target);
            rows.push_back(std::move(row));
        }
    }
    return rows;
}

std::string runCsv(const std::vector<RunRow> &rows, std::optional<double> target)
{
    std::vector<std::string> head{"problem", "contestant",   "seed",
                                  "metric",  "last_step",    "last",
                                  "best",    "mean_of_tail", "area_under_curve"};
    if (target)
        head.push_back("steps_to_" + exactNumber(*target));
    std::string text = csvLine(head) + "\n";
    for (const RunRow &row : rows) {
        std::vector<std::string> cells{row.problem,
                                       row.contestant,
                                       std::to_string(row.seed),
                                       row.metric,
                                       std::to_string(row.lastStep),
                                       exactNumber(row.numbers.last),
                                       exactNumber(row.numbers.best),
                                       exactNumber(row.numbers.tail),
                                       exactNumber(row.numbers.area)};
        if (target)
            cells.push_back(row.numbers.toTarget && row.numbers.toTarget->successful
                                ? exactNumber(row.numbers.toTarget->length)
                                : std::string());
        text += csvLine(cells) + "\n";
    }
    return text;
}

Json toJson(const RunRow &row)
{
    Json json{{"seed", row.seed},
              {"last", finiteOrNull(row.numbers.last)},
              {"best", finiteOrNull(row.numbers.best)},
              {"meanOfTail", finiteOrNull(row.numbers.tail)},
              {"areaUnderCurve", finiteOrNull(row.numbers.area)}};
    if (row.numbers.toTarget)
        json[row.numbers.toTarget->successful ? "stepsToTarget" : "notReachedWithin"] =
            row.numbers.toTarget->length;
    return json;
}

} // namespace agon::app
