#include "app/commands/command.h"
#include "app/commands/interrupt.h"
#include "app/commands/result_table.h"
#include "app/lab/store_session.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <unistd.h>

#include <chrono>
#include <thread>

namespace agon::app {
namespace {

struct RunOptions
{
    std::string experiment;
    std::string store;
    int seeds = 0;
    int threads = 0;
    std::vector<std::string> overrides;
    std::string shard;
    bool json = false;
    bool progress = false;
};

/** "3/8": keeps every eighth run beginning with the third. */
Expected<void> applyShard(Grid &grid, const std::string &shard)
{
    int index = 0;
    int count = 0;
    char rest = 0;
    if (std::sscanf(shard.c_str(), "%d/%d%c", &index, &count, &rest) != 2 || count < 1 ||
        index < 1 || index > count)
        return Error(
            fmt::format("--shard takes i/n with 1 <= i <= n, but \"{}\" was given.", shard));
    std::vector<RunPlan> kept;
    for (std::size_t i = 0; i < grid.runs.size(); ++i)
        if (static_cast<int>(i % static_cast<std::size_t>(count)) == index - 1)
            kept.push_back(std::move(grid.runs[i]));
    grid.runs = std::move(kept);
    return {};
}

std::string progressLine(const RunnerProgress &progress)
{
    std::string line = fmt::format("{:3.0f} %  {} of {} runs", 100 * progress.fraction,
                                   progress.finished, progress.total);
    if (progress.failed > 0)
        line += fmt::format(", {} failed", progress.failed);
    if (progress.secondsLeft && !progress.done)
        line += fmt::format(", about {:.0f} s left", *progress.secondsLeft);
    for (const std::string &name : progress.stuck)
        line += fmt::format(", {} takes unusually long", name);
    return line;
}

/** Rewrites one line on a terminal, writes a line a second elsewhere. */
void follow(Runner &runner, bool shown)
{
    const bool terminal = isatty(STDERR_FILENO) == 1;
    using Clock = std::chrono::steady_clock;
    Clock::time_point next = Clock::now();
    for (;;) {
        const RunnerProgress progress = runner.progress();
        if (interrupted())
            runner.cancel();
        const bool due = Clock::now() >= next || progress.done;
        if (due && (terminal || shown)) {
            const std::string line = progressLine(progress);
            std::fputs((terminal ? "\r\033[K" + line : line + "\n").c_str(), stderr);
            next = Clock::now() + std::chrono::milliseconds(terminal ? 100 : 1000);
        }
        if (progress.done)
            break;
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    if (terminal)
        std::fputs("\n", stderr);
}

int run(const RunOptions &options)
{
    const auto lab = openLab(options.threads);
    if (!lab)
        return exitFailure;
    auto experiment = lab->readExperimentOrExample(options.experiment);
    if (!experiment)
        return complain(experiment.error());
    if (options.seeds > 0) {
        experiment->seeds.clear();
        for (int seed = 1; seed <= options.seeds; ++seed)
            experiment->seeds.push_back(static_cast<std::uint64_t>(seed));
    }
    for (const std::string &assignment : options.overrides)
        if (const auto applied = applyOverride(*experiment, assignment); !applied)
            return complain(applied.error());
    auto grid = expand(*experiment, lab->families(), lab->data());
    if (!grid)
        return complain(grid.error());
    if (!options.shard.empty())
        if (const auto applied = applyShard(*grid, options.shard); !applied)
            return complain(applied.error());

    auto session = StoreSession::open(options.store);
    if (!session)
        return complain(session.error(), exitFailure);
    const auto shared = std::make_shared<const Grid>(std::move(*grid));
    auto log = std::make_shared<LiveLog>(*shared);
    RunnerOptions runnerOptions;
    runnerOptions.reuse = (*session)->reuse(shared);
    catchInterrupt();
    RunnerProgress progress;
    {
        Runner runner(lab->executor(), lab->data(), shared, log, runnerOptions);
        if (const auto kept = (*session)->keep(*shared, log); !kept)
            return complain(kept.error(), exitFailure);
        runner.start();
        follow(runner, options.progress);
        runner.wait();
        progress = runner.progress();
    }
    if (const auto flushed = (*session)->flush(); !flushed)
        return complain(flushed.error(), exitFailure);

    const ExperimentView view = log->experiment();
    const auto metric = chooseMetric(view, {});
    if (!metric)
        return complain(metric.error(), exitFailure);
    const auto runs = entriesOf(*log, *metric);
    const auto results = cellResults(view, runs, *metric);
    if (options.json) {
        Json cells = Json::array();
        for (const CellResult &result : results)
            cells.push_back(toJson(result));
        Json failures = Json::array();
        for (const storage::RunEntry &entry : runs)
            if (entry.view.status == RunStatus::failed)
                failures.push_back(
                    {{"seed", entry.view.seed},
                     {"contestant", results[static_cast<std::size_t>(entry.view.cell)].contestant},
                     {"reason", entry.view.reason}});
        printJson(Json{{"experiment", view.name},
                       {"metric", view.channels[static_cast<std::size_t>(*metric)].key},
                       {"runs", progress.total},
                       {"finished", progress.finished},
                       {"reused", progress.reused},
                       {"failed", progress.failed},
                       {"seconds", progress.secondsElapsed},
                       {"store", options.store},
                       {"cells", cells},
                       {"failures", failures}});
    } else {
        print(fmt::format("{}: {}", view.name,
                          resultHeading(view.channels[static_cast<std::size_t>(*metric)])));
        print(resultTable(results, view.channels[static_cast<std::size_t>(*metric)],
                          view.problems.size() > 1));
        print(fmt::format(
            "{} runs finished in {:.1f} s{}{}{}", progress.finished, progress.secondsElapsed,
            progress.reused > 0 ? fmt::format(", {} of them taken from the store", progress.reused)
                                : "",
            progress.failed > 0 ? fmt::format(", {} failed", progress.failed) : "",
            options.store.empty() ? "" : fmt::format("; kept in {}", options.store)));
        for (const storage::RunEntry &entry : runs)
            if (entry.view.status == RunStatus::failed)
                say(fmt::format("{}, seed {}: {}",
                                results[static_cast<std::size_t>(entry.view.cell)].contestant,
                                entry.view.seed, entry.view.reason));
    }
    if (progress.cancelled > 0)
        say(fmt::format("stopped: {} runs did not end.{}", progress.cancelled,
                        options.store.empty() ? ""
                                              : " The same command goes on where it stopped."));
    return progress.failed > 0 || progress.cancelled > 0 ? exitFailure : exitSuccess;
}

} // namespace

void addRun(CLI::App &app, Action &action)
{
    auto *command = app.add_subcommand("run", "Run an experiment file or a shipped example");
    auto options = std::make_shared<RunOptions>();
    command
        ->add_option("experiment", options->experiment,
                     "EXPERIMENT.toml, or the name of an example")
        ->required();
    command->add_option("--store", options->store,
                        "Keep the runs in this .agon file; what it has is not computed again");
    command->add_option("--seeds", options->seeds, "Seeds 1 to N instead of the file's")
        ->check(CLI::Range(1, 1'000'000));
    command->add_option("--threads", options->threads, "Worker threads (default: one per core)")
        ->check(CLI::Range(1, 1024));
    command->add_option("--set", options->overrides, "Change a key: problem.clients=50")
        ->take_all()
        ->allow_extra_args(false);
    command->add_option("--shard", options->shard,
                        "i/n: only every n-th run, for clusters; merge the stores afterwards");
    command->add_flag("--json", options->json, "For machines");
    command->add_flag("--progress", options->progress,
                      "Progress also when standard error is no terminal");
    command->callback([&action, options] { action = [options] { return run(*options); }; });
}

} // namespace agon::app
