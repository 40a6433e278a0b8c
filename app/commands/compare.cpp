#include "app/commands/command.h"
#include "app/commands/result_table.h"
#include "core/statistics/summaries.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace agon::app {
namespace {

struct Options
{
    std::string store, experiment, metric;
    bool json = false;
    bool csv = false;
};

/** The difference to the best cell of the same problem, paired by seed. */
struct Difference
{
    int pairs = 0;
    double mean = std::nan(""), lower = std::nan(""), upper = std::nan("");
};

Difference pairedDifference(const CellResult &result, const CellResult &best)
{
    std::map<std::uint64_t, double> bySeed;
    for (std::size_t i = 0; i < best.values.size(); ++i)
        bySeed[best.seeds[i]] = best.values[i];
    std::vector<double> differences;
    for (std::size_t i = 0; i < result.values.size(); ++i)
        if (const auto found = bySeed.find(result.seeds[i]); found != bySeed.end())
            differences.push_back(result.values[i] - found->second);
    Difference difference;
    difference.pairs = static_cast<int>(differences.size());
    if (!differences.empty())
        difference.mean = statistics::mean(differences);
    if (differences.size() >= 2) {
        const auto interval = statistics::studentInterval(differences);
        difference.lower = interval.lower;
        difference.upper = interval.upper;
    }
    return difference;
}

/** Index of the best cell with values among those of the same problem. */
std::size_t bestOf(const std::vector<CellResult> &results, const std::string &problem,
                   Direction direction)
{
    std::size_t best = results.size();
    for (std::size_t i = 0; i < results.size(); ++i) {
        if (results[i].problem != problem || results[i].values.empty())
            continue;
        if (best == results.size() ||
            (direction == Direction::maximize ? results[i].mean > results[best].mean
                                              : results[i].mean < results[best].mean))
            best = i;
    }
    return best;
}

std::string intervalText(double lower, double upper)
{
    return std::isfinite(lower) ? fmt::format("{} to {}", shortNumber(lower), shortNumber(upper))
                                : "-";
}

int compare(const Options &options)
{
    const auto store = storage::Store::open(options.store, storage::OpenMode::readOnly);
    if (!store)
        return complain(store.error(), exitFailure);
    const auto entry = chooseExperiment(**store, options.experiment);
    if (!entry)
        return complain(entry.error());
    const auto source = (*store)->source(entry->id);
    if (!source)
        return complain(source.error(), exitFailure);
    const auto runs = (*store)->runs(entry->id);
    if (!runs)
        return complain(runs.error(), exitFailure);
    const ExperimentView view = (*source)->experiment();
    const auto metric = chooseMetric(view, options.metric);
    if (!metric)
        return complain(metric.error());
    const ChannelDeclaration &channel = view.channels[static_cast<std::size_t>(*metric)];
    const auto results = cellResults(view, *runs, *metric);
    const bool ordered = channel.direction != Direction::none;

    Json json = Json::array();
    const std::vector<std::string> head{"problem",       "contestant",    "n",
                                        "mean",          "95 % interval", "minus best",
                                        "95 % interval", "pairs",         "failed"};
    std::vector<std::vector<std::string>> rows;
    for (const CellResult &result : results) {
        const std::size_t best =
            ordered ? bestOf(results, result.problem, channel.direction) : results.size();
        const bool isBest = best < results.size() && &results[best] == &result;
        const Difference difference = best < results.size() && !isBest
                                          ? pairedDifference(result, results[best])
                                          : Difference{};
        Json cell = toJson(result);
        cell["best"] = isBest;
        if (!isBest && best < results.size())
            cell["minusBest"] = {
                {"mean", std::isfinite(difference.mean) ? Json(difference.mean) : Json()},
                {"lower", std::isfinite(difference.lower) ? Json(difference.lower) : Json()},
                {"upper", std::isfinite(difference.upper) ? Json(difference.upper) : Json()},
                {"pairs", difference.pairs}};
        json.push_back(std::move(cell));
        rows.push_back({result.problem, result.contestant, std::to_string(result.values.size()),
                        shortNumber(result.mean), intervalText(result.lower, result.upper),
                        isBest ? "best" : shortNumber(difference.mean),
                        intervalText(difference.lower, difference.upper),
                        isBest ? "" : std::to_string(difference.pairs),
                        std::to_string(result.failed)});
    }
    if (options.json) {
        printJson(Json{{"experiment", entry->name},
                       {"metric", channel.key},
                       {"interval", "95 % t interval of the mean; differences paired by seed"},
                       {"cells", json}});
        return exitSuccess;
    }
    if (options.csv) {
        print(csvLine({"problem", "contestant", "n", "mean", "lower", "upper", "failed"}));
        for (const CellResult &result : results)
            print(csvLine({result.problem, result.contestant, std::to_string(result.values.size()),
                           fmt::format("{}", result.mean), fmt::format("{}", result.lower),
                           fmt::format("{}", result.upper), std::to_string(result.failed)}));
        return exitSuccess;
    }
    print(fmt::format("{}: {}{}", entry->name, channel.title,
                      channel.unit.empty() ? "" : ", " + channel.unit));
    print(textTable(head, rows, {false, false, true, true, false, true, false, true, true}));
    print("Intervals: 95 % t interval of the mean; differences are paired by seed and not "
          "corrected for multiple comparisons.");
    return exitSuccess;
}

} // namespace

void addCompare(CLI::App &app, Action &action)
{
    auto *command = app.add_subcommand(
        "compare",
        "Means and intervals of an experiment's contestants, and their distance from the best");
    auto options = std::make_shared<Options>();
    command->add_option("store", options->store, "A .agon file")->required();
    command->add_option("experiment", options->experiment, "Id or name (default: the newest)");
    command->add_option("--metric", options->metric, "Key of the metric (default: the main one)");
    command->add_flag("--json", options->json, "For machines");
    command->add_flag("--csv", options->csv, "For spreadsheets");
    command->callback([&action, options] { action = [options] { return compare(*options); }; });
}

} // namespace agon::app
