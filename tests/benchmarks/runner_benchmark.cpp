#include "core/experiment/run_recorder.h"
#include "tests/core/experiment/walk_family.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <limits>

#include <time.h>

using namespace agon;

namespace {

/** Processor time of all threads: other programs do not count. */
double processorSeconds()
{
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

RecordingSchedule everyStep()
{
    RecordingSchedule schedule;
    schedule.spacing = RecordingSchedule::Spacing::every;
    return schedule;
}

/** Records a metric at every step, publishing as a runner does. */
void recordEvery(benchmark::State &state)
{
    const std::int64_t points = state.range(0);
    walk::Counters counters;
    const auto grid =
        walk::makeGrid(walk::makeFamily(counters), {Json::object()}, 1, points, everyStep());
    for (auto _ : state) {
        LiveLog log(*grid);
        RunRecorder::Setup setup;
        setup.due = std::make_shared<DueSteps>(everyStep(), points);
        setup.channels = grid->cells[0].family->catalogue().channels;
        setup.lanes.push_back({0, true, "Walk"});
        RunRecorder recorder(setup, log);
        Recorder &interface = recorder;
        for (std::int64_t step = 0; step < points; ++step) {
            if (interface.due(step))
                interface.metric(walk::position, 0, step, static_cast<double>(step) * 0.5);
            if (step % 4096 == 4095)
                recorder.publish(false);
        }
        recorder.closeBuckets(0);
        recorder.publish(true);
        benchmark::DoNotOptimize(log.revision());
    }
    state.counters["points/s"] = benchmark::Counter(
        static_cast<double>(points * state.iterations()), benchmark::Counter::kIsRate);
    state.counters["ns/point"] =
        benchmark::Counter(static_cast<double>(points * state.iterations()) * 1e-9,
                           benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}
BENCHMARK(recordEvery)
    ->Name("core/record_every")
    ->Arg(100'000)
    ->Arg(1'000'000)
    ->Unit(benchmark::kMillisecond);

/** A recorder that wants nothing: what the loop itself costs. */
class SilentRecorder final : public Recorder
{
public:
    std::int64_t nextDue(std::int64_t) const override
    {
        return std::numeric_limits<std::int64_t>::max();
    }
    std::int64_t nextFrameDue(std::int64_t) const override
    {
        return std::numeric_limits<std::int64_t>::max();
    }
    bool framesWanted(int) const override { return false; }
    bool improvementsWanted() const override { return false; }
    void metric(int, int, std::int64_t, double) override {}
    void points(int, int, std::int64_t, PointsFrame) override {}
    void field(int, int, std::int64_t, FieldFrame) override {}
    void match(int, int, std::int64_t, MatchOutcome) override {}
    void graph(int, int, std::int64_t, GraphFrame) override {}
    void event(int, std::int64_t, std::string) override {}
    void labels(int, int, std::vector<std::string>) override {}
    void fail(int, std::string) override {}
    bool cancelled() const override { return false; }
};

/** A run of 10⁶ steps with the default schedule through the runner against its plain loop. */
void runnerOverhead(benchmark::State &state)
{
    constexpr std::int64_t budget = 1'000'000;
    walk::Counters counters;
    const auto family = walk::makeFamily(counters);
    RecordingSchedule schedule;
    schedule.improvements = false;
    const auto grid =
        walk::makeGrid(family, {{{"unit", 50'000}, {"match-every", 10'000}}}, 1, budget, schedule);
    const walk::NoData data;
    const auto executor = makeExecutor(1);
    // The fastest of each: what disturbs a measurement only adds.
    double fastestPlain = std::numeric_limits<double>::infinity();
    double fastest = fastestPlain;
    for (auto _ : state) {
        state.PauseTiming();
        const double plainBegun = processorSeconds();
        SilentRecorder silent;
        const auto instance = family->prepare({"walk/line", Json::object(), 1, &data});
        const auto trial = family->start({"walk/line",
                                          Json::object(),
                                          {*instance},
                                          "walk/random",
                                          grid->cells[0].algorithmSettings,
                                          {1},
                                          budget});
        while ((*trial)->advance(silent)) {
        }
        const double plain = processorSeconds() - plainBegun;
        state.ResumeTiming();
        const double begun = processorSeconds();
        const auto log = std::make_shared<LiveLog>(*grid);
        Runner runner(*executor, data, grid, log);
        runner.start();
        runner.wait();
        fastest = std::min(fastest, processorSeconds() - begun);
        fastestPlain = std::min(fastestPlain, plain);
    }
    state.counters["ratio to plain loop"] = fastest / fastestPlain;
    state.counters["steps/s"] = benchmark::Counter(static_cast<double>(budget * state.iterations()),
                                                   benchmark::Counter::kIsRate);
}
BENCHMARK(runnerOverhead)
    ->Name("runner/overhead")
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime()
    ->MinTime(2);

/** Many tiny runs: what one run costs beside its computing. */
void runnerStart(benchmark::State &state)
{
    walk::Counters counters;
    const auto family = walk::makeFamily(counters);
    const auto grid = walk::makeGrid(family, {Json::object()}, 1000, 10);
    const walk::NoData data;
    const auto executor = makeExecutor(2);
    for (auto _ : state) {
        const auto log = std::make_shared<LiveLog>(*grid);
        Runner runner(*executor, data, grid, log);
        runner.start();
        runner.wait();
    }
    state.counters["runs/s"] = benchmark::Counter(1000.0 * static_cast<double>(state.iterations()),
                                                  benchmark::Counter::kIsRate);
}
BENCHMARK(runnerStart)->Name("runner/start")->Unit(benchmark::kMillisecond)->UseRealTime();

} // namespace
