#include "app/commands/command.h"
#include "app/commands/interrupt.h"
#include "app/commands/result_table.h"
#include "app/lab/figure_record.h"
#include "app/lab/verification.h"
#include "core/formats/data_directory.h"
#include "storage/import/recorded_runs.h"
#include "views/paper/export.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <array>
#include <chrono>
#include <filesystem>
#include <map>
#include <thread>
#include <utility>

namespace agon::app {
namespace {

struct VerifyOptions
{
    std::string store, experiment;
    int threads = 0;
    int sample = 0;
    bool json = false;
};

/** Recomputes the runs that a figure was drawn from. */
int verifyFigure(Lab &lab, const VerifyOptions &options)
{
    const auto content = readFile(options.store);
    if (!content)
        return complain(content.error(), exitFailure);
    views::Attachments attachments = views::attachmentsOf(QByteArray::fromStdString(*content));
    auto record = parseFigureRecord(std::move(attachments.experiment), attachments.view);
    if (!record) {
        Error error = record.error();
        error.file = options.store;
        return complain(error, exitFailure);
    }
    catchInterrupt();
    FigureCheck check(lab, std::move(*record),
                      std::filesystem::path(options.store).filename().string());
    if (!check.obstacle().empty())
        return complain(Error(check.obstacle()), exitFailure);
    check.start();
    while (!check.progress().done) {
        if (interrupted())
            check.cancel();
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    const FigureVerdict verdict = check.verdict();
    constexpr std::array<std::string_view, 3> words{"equal", "different", "incomparable"};
    if (options.json)
        printJson(Json{{"figure", options.store},
                       {"build", AGON_VERSION},
                       {"verdict", words[static_cast<std::size_t>(verdict.kind)]},
                       {"sentence", verdict.sentence}});
    else
        print(verdict.sentence);
    return verdict.kind == FigureVerdict::Kind::differ ? exitFailure : exitSuccess;
}

int verify(const VerifyOptions &options)
{
    const auto lab = openLab(options.threads);
    if (!lab)
        return exitFailure;
    if (views::formatOf(QString::fromStdString(options.store)))
        return verifyFigure(*lab, options);
    const auto store = storage::Store::open(options.store, storage::OpenMode::readOnly);
    if (!store)
        return complain(store.error(), exitFailure);
    std::vector<storage::ExperimentEntry> chosen;
    if (options.experiment.empty()) {
        auto entries = (*store)->experiments();
        if (!entries)
            return complain(entries.error(), exitFailure);
        chosen = std::move(*entries);
    } else {
        auto entry = chooseExperiment(**store, options.experiment);
        if (!entry)
            return complain(entry.error());
        chosen.push_back(std::move(*entry));
    }
    catchInterrupt();
    Json json = Json::array();
    std::map<Agreement, int> totals;
    for (const storage::ExperimentEntry &entry : chosen) {
        const auto source = (*store)->source(entry.id);
        if (source && storage::isRecorded((*source)->experiment()) && chosen.size() > 1) {
            say(fmt::format("{}: recorded elsewhere, there is nothing to recompute.", entry.name));
            continue;
        }
        const auto verified =
            verifyExperiment(*lab, **store, entry.id, options.sample, [](Runner &runner) {
                if (interrupted())
                    runner.cancel();
            });
        if (!verified)
            return complain(verified.error(), exitFailure);
        std::map<Agreement, int> counts;
        for (const RunVerification &run : *verified) {
            ++counts[run.agreement];
            ++totals[run.agreement];
            json.push_back({{"experiment", entry.name},
                            {"problem", run.problem},
                            {"contestant", run.contestant},
                            {"seed", run.seed},
                            {"agreement", std::string(key(run.agreement))},
                            {"largestDifference", run.largestDifference},
                            {"detail", run.detail}});
            if (run.agreement != Agreement::identical)
                say(fmt::format("{}, {}, seed {}: {} ({})", entry.name, run.contestant, run.seed,
                                key(run.agreement), run.detail));
        }
        if (!options.json) {
            std::string text;
            for (const auto &[agreement, count] : counts)
                text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, key(agreement));
            print(fmt::format("{}: {}", entry.name, text.empty() ? "no finished run" : text));
        }
    }
    if (options.json)
        printJson(Json{{"store", options.store}, {"build", AGON_VERSION}, {"runs", json}});
    return totals[Agreement::different] > 0 ? exitFailure : exitSuccess;
}

} // namespace

void addVerify(CLI::App &app, Action &action)
{
    auto *command = app.add_subcommand(
        "verify", "Recompute a store's or an exported figure's runs and compare every bit");
    auto options = std::make_shared<VerifyOptions>();
    command
        ->add_option("store", options->store,
                     "A .agon file, or a figure that export wrote; it is only read")
        ->required();
    command->add_option("experiment", options->experiment, "Id or name (default: all)");
    command->add_option("--threads", options->threads, "Worker threads (default: one per core)")
        ->check(CLI::Range(1, 1024));
    command
        ->add_option("--sample", options->sample,
                     "So many runs an experiment, evenly spread (default: all)")
        ->check(CLI::Range(1, 1'000'000));
    command->add_flag("--json", options->json, "For machines");
    command->callback([&action, options] { action = [options] { return verify(*options); }; });
}

} // namespace agon::app
