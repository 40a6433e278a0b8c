#include "app/commands/command.h"
#include "app/commands/comparison_printers.h"
#include "app/commands/result_table.h"
#include "views/figures/comparison_input.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace agon::app {
namespace {

struct CompareOptions
{
    std::string store, experiment, metric, against;
    std::string centre = "mean";
    std::optional<std::int64_t> step;
    std::optional<double> rope, gap;
    double alpha = 0.05;
    bool tasksToo = false;
    bool json = false, csv = false, latex = false;
};

Expected<ComparisonReport> report(const std::string &experiment, views::SeriesCache &series,
                                  const CompareOptions &options)
{
    views::ViewOptions viewOptions;
    viewOptions.channel = options.metric;
    viewOptions.step = options.step;
    viewOptions.centre = options.centre == "median" ? views::Centre::median
                         : options.centre == "iqm"  ? views::Centre::interquartileMean
                                                    : views::Centre::mean;
    auto source = views::comparisonSource(series, viewOptions);
    if (!source)
        return source.error();
    ComparisonReport report;
    report.experiment = experiment;
    report.metric = series.channel(source->channel);
    report.summary = views::summaryLabel(report.metric);
    report.input = std::move(source->input);
    report.input.alpha = options.alpha;
    report.input.rope = options.rope;
    report.input.gap = options.gap;
    report.input.tasksToo = options.tasksToo;
    if (!options.against.empty()) {
        const auto &names = report.input.contestants;
        const auto found = std::find(names.begin(), names.end(), options.against);
        if (found == names.end())
            return Error(fmt::format("This experiment has no contestant \"{}\".", options.against),
                         fmt::format("It has {}.", fmt::join(names, ", ")));
        report.input.control = static_cast<int>(found - names.begin());
    }
    report.result = statistics::compare(report.input);
    return report;
}

int compare(const CompareOptions &options)
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
    views::SeriesCache series(*source);
    series.refresh();
    const auto compared = report(entry->name, series, options);
    if (!compared)
        return complain(compared.error());
    if (options.json)
        printJson(comparisonJson(*compared));
    else if (options.csv)
        print(comparisonCsv(*compared));
    else if (options.latex)
        print(comparisonLatex(*compared));
    else
        print(comparisonText(*compared));
    return exitSuccess;
}

} // namespace

void addCompare(CLI::App &app, Action &action)
{
    auto *command = app.add_subcommand(
        "compare", "Contestants of an experiment side by side: centres and intervals, exact tests "
                   "with correction, effect sizes, ranks across problems");
    auto options = std::make_shared<CompareOptions>();
    command->add_option("store", options->store, "A .agon file")->required();
    command->add_option("experiment", options->experiment, "Id or name (default: the newest)");
    command->add_option("--metric", options->metric, "Key of the metric (default: the main one)");
    command->add_option("--centre", options->centre, "mean, median or iqm (interquartile mean)")
        ->check(CLI::IsMember({"mean", "median", "iqm"}))
        ->capture_default_str();
    command->add_option("--step", options->step, "As of this step (default: the end)");
    command->add_option("--against", options->against,
                        "Compare everyone with this contestant only (default: all pairs)");
    command
        ->add_option("--rope", options->rope,
                     "Differences up to this count as equivalent; adds the Bayesian signed-rank "
                     "test. Choose it before looking")
        ->check(CLI::NonNegativeNumber);
    command
        ->add_option("--gap", options->gap,
                     "Difference for planning seeds (default: 2 % of the best)")
        ->check(CLI::PositiveNumber);
    command->add_option("--alpha", options->alpha, "Level of all tests together")
        ->check(CLI::Range(1e-6, 0.5))
        ->capture_default_str();
    command->add_flag("--draw-tasks", options->tasksToo,
                      "The bootstrap across problems draws problems as well as runs");
    auto *json = command->add_flag("--json", options->json, "For machines");
    auto *csv = command->add_flag("--csv", options->csv, "For spreadsheets");
    auto *latex =
        command->add_flag("--latex", options->latex, "A table for a paper (booktabs, siunitx)");
    json->excludes(csv)->excludes(latex);
    csv->excludes(latex);
    command->callback([&action, options] { action = [options] { return compare(*options); }; });
}

} // namespace agon::app
