#include "app/commands/command.h"
#include "app/commands/result_table.h"
#include "app/reports/comparison.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace agon::app {
namespace {

struct CompareOptions : ComparisonRequest
{
    std::string store, experiment, summary;
    bool json = false, csv = false, latex = false;
};

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
    ComparisonRequest request = options;
    if (!options.summary.empty()) {
        const auto by = views::runSummaryFromText(options.summary);
        if (!by)
            return complain(by.error());
        request.by = *by;
    }
    const auto compared = makeComparison(entry->name, series, request);
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
    command->add_option(
        "--by", options->summary,
        "What of each run is compared: last, best, mean (of the last 5 % of the steps), mean:10 "
        "(of the last 10 records), area (under the curve, divided by the range of steps), "
        "steps:0.8 "
        "(until the metric reaches 0.8; runs that do not rank last, and expected running times "
        "count their steps) or at:1000 (the value at step 1000); default: as the metric suggests");
    command->add_option("--centre", options->centre, "mean, median or iqm (interquartile mean)")
        ->check(CLI::IsMember({"mean", "median", "iqm"}))
        ->capture_default_str();
    command->add_option("--step", options->step, "As of this step (default: the end)")
        ->check(CLI::NonNegativeNumber);
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
    command
        ->add_option("--zeros", options->zeros,
                     "Differences of 0 in the signed-rank tests: dropped, pratt (ranked, then "
                     "dropped) or split (half of their ranks to either side)")
        ->check(CLI::IsMember({"dropped", "pratt", "split"}))
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
