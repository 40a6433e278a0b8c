#include "core/random/distributions.h"
#include "core/statistics/bootstrap.h"
#include "core/statistics/stratified.h"

#include <benchmark/benchmark.h>

using namespace agon;
using namespace agon::statistics;

namespace {

/** A figure's band: 32 seeds × 1,800 columns × 2,000 resamples. */
void band(benchmark::State &state, Statistic statistic)
{
    constexpr int seeds = 32;
    constexpr int columns = 1800;
    constexpr int resamples = 2000;
    random::Stream stream(1, random::Purpose("benchmark"));
    std::vector<double> values(seeds * columns);
    random::fillNormal(stream, values, 1);
    std::vector<double> lower(columns);
    std::vector<double> upper(columns);
    for (auto _ : state) {
        const BootstrapWeights weights(seeds, resamples, 1);
        bootstrapBand(weights, statistic, values, columns, 0.95, lower, upper);
        benchmark::DoNotOptimize(lower.data());
    }
    state.counters["replicates/s"] = benchmark::Counter(static_cast<double>(columns) * resamples *
                                                            static_cast<double>(state.iterations()),
                                                        benchmark::Counter::kIsRate);
}
BENCHMARK_CAPTURE(band, mean, Statistic::mean)
    ->Name("statistics/band_mean")
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(band, median, Statistic::median)
    ->Name("statistics/band_median")
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(band, interquartileMean, Statistic::interquartileMean)
    ->Name("statistics/band_interquartile_mean")
    ->Unit(benchmark::kMillisecond);

/** 20 methods × 10 tasks × 30 seeds: an interquartile mean with its interval for each method, and
 *  the probability of improvement of all 190 pairs. */
void acrossTasks(benchmark::State &state)
{
    constexpr std::size_t methods = 20;
    std::vector<TaskScores> scores(methods, TaskScores(10, std::vector<double>(30)));
    random::Stream stream(1, random::Purpose("benchmark"));
    for (TaskScores &own : scores)
        for (std::vector<double> &runs : own)
            random::fillNormal(stream, runs, 1);
    for (auto _ : state) {
        for (const TaskScores &own : scores)
            benchmark::DoNotOptimize(
                stratifiedBootstrap(TaskAggregate::interquartileMean, own).estimate);
        for (std::size_t a = 0; a < methods; ++a)
            for (std::size_t b = 0; b < a; ++b)
                benchmark::DoNotOptimize(probabilityOfImprovement(scores[a], scores[b]).estimate);
    }
}
BENCHMARK(acrossTasks)->Name("statistics/across_tasks_20_methods")->Unit(benchmark::kMillisecond);

} // namespace
