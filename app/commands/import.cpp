#include "app/commands/command.h"
#include "storage/import/import_files.h"
#include "storage/store.h"
#include "views/figures/text.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace agon::app {
namespace {

struct ImportOptions
{
    std::string path;
    std::string store;
    std::string name;
    std::string contestant, problem, seed, step, metric;
    std::vector<std::string> values;
    std::string mainMetric;
    std::vector<std::string> minimize, maximize;
    bool preview = false;
    bool json = false;
};

/** Puts a column that was named into the mapping. */
Expected<void> choose(const storage::ImportSource &source, const std::string &name, int &column)
{
    if (name.empty())
        return {};
    const auto found = source.table->requiredColumn(name);
    if (!found)
        return found.error();
    column = static_cast<int>(*found);
    return {};
}

Expected<storage::ImportMapping> mappingOf(const storage::ImportSource &source,
                                           const ImportOptions &options)
{
    storage::ImportMapping mapping = source.mapping;
    const bool named = !options.values.empty() || !options.metric.empty() || !options.step.empty();
    if (!source.mappingProblem.empty() && !named)
        return Error(source.mappingProblem);
    for (const auto &[name, column] :
         {std::pair{&options.contestant, &mapping.contestant},
          std::pair{&options.problem, &mapping.problem}, std::pair{&options.seed, &mapping.seed},
          std::pair{&options.step, &mapping.step}, std::pair{&options.metric, &mapping.metric}})
        if (const auto chosen = choose(source, *name, *column); !chosen)
            return chosen.error();
    if (!options.values.empty()) {
        mapping.curves.clear();
        mapping.values.clear();
        for (const std::string &name : options.values)
            if (const auto chosen = choose(source, name, mapping.values.emplace_back(-1)); !chosen)
                return chosen.error();
    }
    if (mapping.step < 0)
        return Error("No column says at which step a value was measured.",
                     "Say which it is with --step COLUMN.");
    if (mapping.values.empty() && !mapping.wide())
        return Error("No column says what was measured.", "Say which it is with --value COLUMN.");
    return mapping;
}

int import(const ImportOptions &options)
{
    auto source = storage::openImport(options.path);
    if (!source)
        return complain(source.error());
    if (source->table) {
        const auto mapping = mappingOf(*source, options);
        if (!mapping)
            return complain(mapping.error());
        source->mapping = *mapping;
    }
    const auto result = storage::readRuns(*source);
    if (!result)
        return complain(result.error());

    storage::ImportDescription description;
    description.origin = source->path.filename().string();
    description.name = options.name.empty() ? source->path.stem().string() : options.name;
    if (source->table)
        description.stepUnit =
            source->table->names()[static_cast<std::size_t>(source->mapping.step)];
    description.mainMetric = options.mainMetric;
    for (const std::string &metric : options.minimize)
        description.directions[metric] = Direction::minimize;
    for (const std::string &metric : options.maximize)
        description.directions[metric] = Direction::maximize;
    for (const auto &[metric, direction] : description.directions)
        if (std::find(result->runs.metrics().begin(), result->runs.metrics().end(), metric) ==
            result->runs.metrics().end())
            return complain(Error(fmt::format("There is no metric \"{}\"; the metrics are: {}.",
                                              metric, fmt::join(result->runs.metrics(), ", "))));
    const auto experiment = result->runs.asExperiment(description);
    if (!experiment)
        return complain(experiment.error());
    const ExperimentView view = (*experiment)->experiment();

    std::vector<std::string> sentences;
    if (source->table)
        sentences.push_back(storage::description(source->mapping, *source->table));
    sentences.insert(sentences.end(), result->notes.begin(), result->notes.end());
    for (const ChannelDeclaration &channel : view.channels)
        if (channel.direction == Direction::none)
            sentences.push_back(fmt::format("Nothing says whether more or less of \"{0}\" is "
                                            "better: --minimize \"{0}\" or --maximize \"{0}\".",
                                            channel.title));
    Json summary{{"store", options.store},
                 {"experiment", view.name},
                 {"contestants", result->runs.contestants()},
                 {"problems", result->runs.problems()},
                 {"metrics", result->runs.metrics()},
                 {"runs", result->runs.runs()},
                 {"points", result->runs.points()},
                 {"notes", sentences}};
    if (!options.preview) {
        if (options.store.empty())
            return complain(Error("Say which store receives the runs: --store FILE.agon",
                                  "or look first with --preview."));
        auto store = storage::Store::open(
            options.store, storage::OpenMode::create,
            storage::Machine{fmt::format("recorded in {}", description.origin), {}, {}});
        if (!store)
            return complain(store.error(), exitFailure);
        const auto id = storage::storeRecorded(**store, *experiment);
        if (!id)
            return complain(id.error(), exitFailure);
        summary["id"] = *id;
    }
    if (options.json) {
        printJson(summary);
        return exitSuccess;
    }
    for (const std::string &sentence : sentences)
        say(sentence);
    print(fmt::format("{}: {} of {} ({}) with {} of {}.",
                      options.preview ? fmt::format("{} holds", description.origin)
                                      : fmt::format("\"{}\" is in {}", view.name, options.store),
                      views::counted(static_cast<std::int64_t>(result->runs.runs()), "run", "runs"),
                      fmt::join(result->runs.contestants(), ", "),
                      fmt::join(result->runs.problems(), ", "),
                      views::counted(result->runs.points(), "point", "points"),
                      fmt::join(result->runs.metrics(), ", ")));
    return exitSuccess;
}

} // namespace

void addImport(CLI::App &app, Action &action)
{
    auto *command =
        app.add_subcommand("import", "Take in runs that other programs recorded: CSV with a line a "
                                     "point, W&B chart exports, TensorBoard folders");
    auto options = std::make_shared<ImportOptions>();
    command->add_option("path", options->path, "A .csv or .tsv file, or a folder of event files")
        ->required();
    command->add_option("--store", options->store, "The .agon file that receives the runs");
    command->add_option("--name", options->name, "The experiment's name (default: the file's)");
    command->add_option("--contestant", options->contestant, "Column: who");
    command->add_option("--problem", options->problem, "Column: on what");
    command->add_option("--seed", options->seed, "Column: which repetition");
    command->add_option("--step", options->step, "Column: when");
    command->add_option("--metric", options->metric, "Column: name of what was measured");
    command->add_option("--value", options->values, "Columns: what was measured");
    command->add_option("--main", options->mainMetric, "The metric that figures show first");
    command->add_option("--minimize", options->minimize, "Metrics of which less is better");
    command->add_option("--maximize", options->maximize, "Metrics of which more is better");
    command->add_flag("--preview", options->preview,
                      "Say what would be imported, and write nothing");
    command->add_flag("--json", options->json, "For machines");
    command->callback([&action, options] { action = [options] { return import(*options); }; });
}

} // namespace agon::app
