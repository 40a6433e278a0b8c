#include "core/experiment/runner.h"
#include "core/formats/data_directory.h"
#include "plugins/bandits/bandits.h"

#include <benchmark/benchmark.h>

#include <chrono>
#include <memory>
#include <string>

#include <time.h>

// What a second core is worth: the same runs through the runner on one thread and on two.

namespace {

using namespace agon;

double seconds(clockid_t clock)
{
    timespec time{};
    clock_gettime(clock, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

struct Time
{
    double wall = 0;
    double processor = 0; ///< of all threads: more than on one thread is what sharing costs
};

Time play(Executor &executor, const DataSource &data, const std::shared_ptr<const Grid> &grid)
{
    const double wall = seconds(CLOCK_MONOTONIC);
    const double processor = seconds(CLOCK_PROCESS_CPUTIME_ID);
    Runner runner(executor, data, grid, std::make_shared<LiveLog>(*grid));
    runner.start();
    runner.wait();
    return {seconds(CLOCK_MONOTONIC) - wall, seconds(CLOCK_PROCESS_CPUTIME_ID) - processor};
}

void scaling(benchmark::State &state)
{
    FamilySet families;
    families.add(bandits::makeFamily());
    const DirectoryDataSource data(AGON_SOURCE_DIR "/resources/data");
    Experiment experiment;
    experiment.name = "Benchmark";
    experiment.problems.push_back({"bandits/bernoulli", {}, {{"means", "ladder"}}});
    for (const char *policy :
         {"bandits/epsilon-greedy", "bandits/ucb1", "bandits/moss", "bandits/imed",
          "bandits/thompson-sampling", "bandits/kl-ucb", "bandits/exp3", "bandits/tsallis-inf"})
        experiment.contestants.push_back({policy, {}, Json::object(), {}, {}});
    for (std::uint64_t seed = 1; seed <= 100; ++seed)
        experiment.seeds.push_back(seed);
    experiment.budget = 10'000;
    auto expanded = expand(experiment, families, data);
    if (!expanded) {
        state.SkipWithError(expanded.error().text().c_str());
        return;
    }
    const auto grid = std::make_shared<const Grid>(std::move(*expanded));
    const auto one = makeExecutor(1);
    const auto two = makeExecutor(2);
    Time alone;
    Time shared;
    for (auto _ : state) {
        const Time first = play(*one, data, grid);
        const Time second = play(*two, data, grid);
        state.SetIterationTime(second.wall);
        alone.wall += first.wall;
        alone.processor += first.processor;
        shared.wall += second.wall;
        shared.processor += second.processor;
    }
    state.counters["speed-up"] = alone.wall / shared.wall;
    state.counters["processor time/one thread"] = shared.processor / alone.processor;
    state.counters["cores had, one thread"] = alone.processor / alone.wall;
    state.counters["cores had, two threads"] = shared.processor / shared.wall;
}
BENCHMARK(scaling)
    ->Name("bandits/scaling_2_threads")
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond)
    ->MinTime(2);

} // namespace
