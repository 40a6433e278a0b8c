#include "app/commands/result_table.h"

#include "app/commands/command.h"
#include "core/numbers.h"
#include "core/statistics/summaries.h"
#include "views/figures/selection.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace agon::app {
namespace {

double summaryValue(const storage::ChannelSummary &summary, const ChannelDeclaration &channel)
{
    switch (channel.summary) {
    case Summary::best:
        return summary.best;
    case Summary::meanOfLast:
        return summary.meanOfTail;
    case Summary::end:
        break;
    }
    return summary.last;
}

std::string rangeText(double lower, double upper)
{
    return std::isfinite(lower) ? fmt::format("{} to {}", shortNumber(lower), shortNumber(upper))
                                : std::string("-");
}

} // namespace

std::vector<CellResult> cellResults(const ExperimentView &view,
                                    const std::vector<storage::RunEntry> &runs, int channel)
{
    std::vector<CellResult> results;
    for (const CellView &cell : view.cells) {
        CellResult result;
        result.problem = view.problems[static_cast<std::size_t>(cell.problem)].label;
        result.contestant = view.contestants[static_cast<std::size_t>(cell.contestant)].label;
        result.budget = cell.budget;
        results.push_back(std::move(result));
    }
    for (const storage::RunEntry &run : runs) {
        CellResult &result = results[static_cast<std::size_t>(run.view.cell)];
        if (run.view.status == RunStatus::failed)
            ++result.failed;
        else if (run.view.status != RunStatus::finished)
            ++result.other;
        if (run.view.status != RunStatus::finished)
            continue;
        ++result.finished;
        for (const storage::ChannelSummary &summary : run.summaries) {
            if (summary.channel != channel)
                continue;
            const double value =
                summaryValue(summary, view.channels[static_cast<std::size_t>(channel)]);
            if (std::isfinite(value)) {
                result.values.push_back(value);
                result.seeds.push_back(run.view.seed);
            }
        }
    }
    for (CellResult &result : results) {
        result.mean = statistics::mean(result.values);
        const auto interval = statistics::meanInterval(
            result.values, view.channels[static_cast<std::size_t>(channel)].binary);
        result.lower = interval.lower;
        result.upper = interval.upper;
        const bool any = !result.values.empty();
        result.median = any ? statistics::median(result.values) : nan;
        result.lowDecile = any ? statistics::quantile(result.values, 0.1) : nan;
        result.highDecile = any ? statistics::quantile(result.values, 0.9) : nan;
    }
    return results;
}

Expected<int> chooseMetric(const ExperimentView &view, const std::string &metric)
{
    std::vector<std::string> known;
    for (const int index : view.mainChannels) {
        const ChannelDeclaration &channel = view.channels[static_cast<std::size_t>(index)];
        if (channel.kind != ObservationKind::metric)
            continue;
        if (metric.empty() || channel.key == metric)
            return index;
        known.push_back(channel.key);
    }
    const std::string nearest = nearestWord(metric, known);
    return Error(fmt::format("This experiment has no metric \"{}\".", metric),
                 nearest.empty() ? fmt::format("It has {}.", fmt::join(known, ", "))
                                 : fmt::format("Did you mean \"{}\"?", nearest));
}

Expected<storage::ExperimentEntry> chooseExperiment(const storage::Store &store,
                                                    const std::string &wanted)
{
    auto entries = store.experiments();
    if (!entries)
        return entries.error();
    if (entries->empty())
        return Error(fmt::format("{} holds no experiment.", store.path()));
    if (wanted.empty())
        return entries->front();
    std::string known;
    for (const storage::ExperimentEntry &entry : *entries) {
        if (std::to_string(entry.id) == wanted || entry.name == wanted)
            return entry;
        known += fmt::format("{}{} \"{}\"", known.empty() ? "" : ", ", entry.id, entry.name);
    }
    return Error(fmt::format("{} has no experiment \"{}\".", store.path(), wanted),
                 fmt::format("It has {}.", known));
}

std::string resultHeading(const ChannelDeclaration &channel)
{
    return fmt::format("{}, {} over seeds", views::summaryLabel(channel),
                       channel.heavyTailed ? "median and mean"
                       : channel.binary    ? "rate"
                                           : "mean");
}

std::string resultTable(const std::vector<CellResult> &results, const ChannelDeclaration &channel,
                        bool severalProblems)
{
    std::vector<std::string> head{"contestant", "n", channel.binary ? "rate" : "mean",
                                  channel.binary ? "95 % Wilson interval" : "95 % interval",
                                  "failed"};
    std::vector<bool> right{false, true, true, false, true};
    if (channel.heavyTailed) {
        head.insert(head.begin() + 2, {"median", "10 % to 90 %"});
        right.insert(right.begin() + 2, {true, false});
    }
    const bool severalBudgets =
        std::any_of(results.begin(), results.end(), [&results](const CellResult &result) {
            return result.budget != results.front().budget;
        });
    if (severalBudgets) {
        head.insert(head.begin(), "budget");
        right.insert(right.begin(), true);
    }
    if (severalProblems) {
        head.insert(head.begin(), "problem");
        right.insert(right.begin(), false);
    }
    std::vector<std::vector<std::string>> rows;
    for (const CellResult &result : results) {
        std::vector<std::string> row{
            result.contestant, std::to_string(result.values.size()), shortNumber(result.mean),
            rangeText(result.lower, result.upper), std::to_string(result.failed)};
        if (channel.heavyTailed)
            row.insert(row.begin() + 2, {shortNumber(result.median),
                                         rangeText(result.lowDecile, result.highDecile)});
        if (severalBudgets)
            row.insert(row.begin(), std::to_string(result.budget));
        if (severalProblems)
            row.insert(row.begin(), result.problem);
        rows.push_back(std::move(row));
    }
    return textTable(head, rows, right);
}

Json toJson(const CellResult &result)
{
    return {{"problem", result.problem},
            {"contestant", result.contestant},
            {"budget", result.budget},
            {"finished", result.finished},
            {"failed", result.failed},
            {"unfinished", result.other},
            {"seeds", result.seeds},
            {"values", result.values},
            {"mean", finiteOrNull(result.mean)},
            {"lower", finiteOrNull(result.lower)},
            {"upper", finiteOrNull(result.upper)},
            {"median", finiteOrNull(result.median)},
            {"lowDecile", finiteOrNull(result.lowDecile)},
            {"highDecile", finiteOrNull(result.highDecile)}};
}

} // namespace agon::app
