#include "app/commands/command.h"
#include "app/commands/result_table.h"
#include "app/commands/run_rows.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <optional>

namespace agon::app {
namespace {

struct ShowOptions
{
    std::string store, experiment, metric;
    std::optional<double> target;
    bool json = false, csv = false;
};

Json entryToJson(const storage::ExperimentEntry &entry)
{
    return {{"id", entry.id},
            {"name", entry.name},
            {"family", entry.family},
            {"created", entry.created},
            {"tags", entry.tags},
            {"notes", entry.notes},
            {"runs",
             {{"total", entry.runs.total()},
              {"finished", entry.runs.finished},
              {"failed", entry.runs.failed},
              {"unfinished", entry.runs.queued + entry.runs.running + entry.runs.cancelled}}}};
}

int showExperiment(const storage::Store &store, const storage::ExperimentEntry &entry,
                   const ShowOptions &options)
{
    const auto source = store.source(entry.id);
    if (!source)
        return complain(source.error(), exitFailure);
    const auto runs = store.runs(entry.id);
    if (!runs)
        return complain(runs.error(), exitFailure);
    const ExperimentView view = (*source)->experiment();
    const auto metric = chooseMetric(view, options.metric);
    if (!metric)
        return complain(metric.error());
    if (options.csv) {
        const auto channels =
            options.metric.empty() ? recordedMetrics(view) : std::vector<int>{*metric};
        print(runCsv(runRows(*source, channels, options.target), options.target));
        return exitSuccess;
    }
    const auto results = cellResults(view, *runs, *metric);
    Json failures = Json::array();
    std::string failureText;
    for (const storage::RunEntry &run : *runs) {
        if (run.view.status != RunStatus::failed)
            continue;
        const CellResult &cell = results[static_cast<std::size_t>(run.view.cell)];
        failures.push_back({{"contestant", cell.contestant},
                            {"problem", cell.problem},
                            {"seed", run.view.seed},
                            {"step", run.view.step},
                            {"reason", run.view.reason}});
        failureText +=
            fmt::format("  {}, seed {}: {}\n", cell.contestant, run.view.seed, run.view.reason);
    }
    if (options.json) {
        Json json = entryToJson(entry);
        json["metric"] = view.channels[static_cast<std::size_t>(*metric)].key;
        json["cells"] = Json::array();
        for (const CellResult &result : results) {
            json["cells"].push_back(toJson(result));
            json["cells"].back()["runs"] = Json::array();
        }
        for (const RunRow &row : runRows(*source, {*metric}, options.target))
            json["cells"][static_cast<std::size_t>(row.cell)]["runs"].push_back(toJson(row));
        if (options.target)
            json["target"] = *options.target;
        json["failures"] = failures;
        json["toml"] = view.toml;
        printJson(json);
        return exitSuccess;
    }
    print(fmt::format("{} ({}, {}): {}", entry.name, entry.family, entry.created,
                      resultHeading(view.channels[static_cast<std::size_t>(*metric)])));
    print(resultTable(results, view.channels[static_cast<std::size_t>(*metric)],
                      view.problems.size() > 1));
    if (!failureText.empty())
        print("Failed runs:\n" + failureText);
    return exitSuccess;
}

int show(const ShowOptions &options)
{
    const auto store = storage::Store::open(options.store, storage::OpenMode::readOnly);
    if (!store)
        return complain(store.error(), exitFailure);
    const auto entries = (*store)->experiments();
    if (!entries)
        return complain(entries.error(), exitFailure);
    if (options.experiment.empty() && entries->size() != 1 && !options.csv) {
        Json json = Json::array();
        std::vector<std::vector<std::string>> rows;
        for (const storage::ExperimentEntry &entry : *entries) {
            json.push_back(entryToJson(entry));
            rows.push_back({std::to_string(entry.id), entry.name, entry.family, entry.created,
                            std::to_string(entry.runs.finished), std::to_string(entry.runs.failed),
                            std::to_string(entry.runs.total())});
        }
        if (options.json)
            printJson(json);
        else
            print(textTable({"id", "name", "family", "created", "finished", "failed", "runs"}, rows,
                            {true, false, false, false, true, true, true}));
        return exitSuccess;
    }
    const auto entry = chooseExperiment(**store, options.experiment);
    if (!entry)
        return complain(entry.error());
    return showExperiment(**store, *entry, options);
}

} // namespace

void addShow(CLI::App &app, Action &action)
{
    auto *command = app.add_subcommand(
        "show", "Experiments of a store, contestants, final values with intervals, failures");
    auto options = std::make_shared<ShowOptions>();
    command->add_option("store", options->store, "A .agon file")->required();
    command->add_option("experiment", options->experiment,
                        "Id or name; without it the list, or the only one (--csv: the newest)");
    command->add_option("--metric", options->metric, "Key of the metric (default: the main one)");
    command->add_option("--target", options->target,
                        "Level of the metric: --json and --csv say how many steps each run took");
    auto *json = command->add_flag("--json", options->json, "For machines");
    command
        ->add_flag("--csv", options->csv,
                   "One line a finished run and metric: last, best, mean of the last 5 %, area "
                   "under the curve "
                   "(divided by the range of steps), steps to the target")
        ->excludes(json);
    command->callback([&action, options] { action = [options] { return show(*options); }; });
}

} // namespace agon::app
