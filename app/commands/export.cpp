#include "views/paper/export.h"
#include "app/commands/command.h"
#include "app/commands/figure_file.h"
#include "app/commands/result_table.h"
#include "app/lab/anonymity.h"
#include "views/figures/views.h"
#include "views/paper/checks.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace agon::app {
namespace {

struct ExportOptions : FigureRequest
{
    std::string store, experiment, out;
    bool json = false;
};

int exportCommand(const ExportOptions &options)
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
    const auto file = makeFigureFile(*source, options);
    if (!file)
        return complain(file.error());
    const auto &[figure, style, attachments] = *file;
    const auto report =
        views::exportFigure(figure, style, QString::fromStdString(options.out), attachments);
    if (!report)
        return complain(report.error(), report.error().file.empty() ? exitBadUse : exitFailure);
    if (const std::string sentence = views::unequalSeeds(figure); !sentence.empty())
        say(sentence);
    if (!options.named)
        for (const std::string &name : namesOfThisPlaceIn(attachments.experiment))
            say(fmt::format("not anonymous: the experiment in the file holds \"{}\".", name));
    for (const QString &warning : report->warnings)
        say(warning.toStdString());
    if (options.json)
        printJson(Json{{"file", options.out},
                       {"width", style.width},
                       {"height", style.height},
                       {"font", report->family.toStdString()},
                       {"smallestText", report->smallestText},
                       {"caption", figure.caption},
                       {"altText", figure.altText}});
    else
        print(fmt::format("{}: {} × {} pt{}\n{}", options.out, style.width, style.height,
                          report->family.isEmpty() // the document's own, or no letters at all
                              ? ""
                              : fmt::format(", {}, smallest text {} pt",
                                            report->family.toStdString(), report->smallestText),
                          figure.caption));
    return exitSuccess;
}

} // namespace

void addExport(CLI::App &app, Action &action)
{
    auto *command = app.add_subcommand(
        "export", "A figure at a venue's exact size: .pdf, .svg, .png, .tikz, .csv, or "
                  ".txt: described in words");
    auto options = std::make_shared<ExportOptions>();
    command->add_option("store", options->store, "A .agon file")->required();
    command->add_option("experiment", options->experiment, "Id or name (default: the newest)");
    std::string known;
    for (const views::View &view : views::allViews())
        known += fmt::format("{}{}", known.empty() ? "" : ", ", view.key);
    known += ". Several make one figure: convergence+distribution, each with channel and number of "
             "a contestant: heatmap:arm_pulls@0, or tradeoff:accuracy~bytes";
    command->add_option("--view", options->view, known)->capture_default_str();
    command->add_option("--metric", options->metric,
                        "Key of the channel (default: the view's first)");
    command->add_option("--preset", options->preset, "Venue: neurips, icml, ieee, acm, …")
        ->capture_default_str();
    command->add_flag("--full", options->full, "The width of the text instead of a column");
    command->add_option("--aspect", options->aspect, "Height over width")
        ->check(CLI::Range(0.1, 3.0))
        ->capture_default_str();
    command->add_option("--width", options->width,
                        "Instead of the preset's: a number with mm, in or pt");
    command->add_option("--height", options->height,
                        "Instead of width times aspect: a number with mm, in or pt");
    command->add_flag("--notes", options->notes, "The figure's notes in small print below it");
    command->add_option("--dpi", options->dotsPerInch, "PNG: dots per inch")
        ->check(CLI::Range(30, 2400))
        ->capture_default_str();
    command->add_flag("--outlines", options->outlines,
                      "SVG: letters as outlines, which need no font to be installed");
    command->add_flag("--named", options->named,
                      "Keep the folders of files in the experiment that travels along");
    command->add_option("--options", options->options,
                        "Further view options as JSON: '{\"slope\": true}' fits lines");
    command->add_option("--out", options->out, "The file to write")->required();
    command->add_flag("--json", options->json, "For machines");
    command->callback(
        [&action, options] { action = [options] { return exportCommand(*options); }; });
}

} // namespace agon::app
