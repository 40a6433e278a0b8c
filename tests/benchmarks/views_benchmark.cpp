#include "core/random/distributions.h"
#include "core/statistics/bootstrap.h"
#include "tests/benchmarks/application.h"
#include "tests/support/sample_contest.h"
#include "views/figures/leader.h"
#include "views/figures/views.h"
#include "views/paper/export.h"

#include <benchmark/benchmark.h>

#include <memory>
#include <string>

using namespace agon;
using namespace agon::views;

namespace {

/** A contest of 4 contestants × 25 seeds × 100,000 steps in chunks of 4,096, as a store gives it.
 */
std::shared_ptr<test::MemorySource> largeContest()
{
    static const std::shared_ptr<test::MemorySource> source = [] {
        auto made = std::make_shared<test::MemorySource>();
        made->view().stepUnit = "step";
        made->view().budgetUnit = "steps";
        const int channel = made->addChannel(test::metricChannel("loss", "Loss"));
        constexpr std::int64_t budget = 100'000;
        for (int contestant = 0; contestant < 4; ++contestant) {
            const int cell =
                made->addContestant("Contestant " + std::to_string(contestant), budget);
            for (std::uint64_t seed = 1; seed <= 25; ++seed) {
                const int run = made->addRun(cell, seed);
                random::Stream stream(seed, random::Purpose("benchmark"),
                                      static_cast<std::uint64_t>(contestant));
                for (std::int64_t first = 0; first < budget; first += 4096) {
                    std::vector<std::int64_t> steps;
                    std::vector<double> values;
                    for (std::int64_t step = first; step < std::min(budget, first + 4096); ++step) {
                        steps.push_back(step);
                        values.push_back(1 / (1.0 + static_cast<double>(step)) + stream.uniform());
                    }
                    made->addMetric(run, channel, std::move(steps), std::move(values));
                }
            }
        }
        return made;
    }();
    return source;
}

/** From chunks to a figure of 2,000 points a curve. */
void open100Runs(benchmark::State &state)
{
    const auto source = largeContest();
    for (auto _ : state) {
        SeriesCache cache(source);
        const auto figure = makeFigure("convergence", cache, ViewOptions{});
        benchmark::DoNotOptimize(figure->panels.size());
    }
    state.counters["points/s"] = benchmark::Counter(1e7 * static_cast<double>(state.iterations()),
                                                    benchmark::Counter::kIsRate);
}
BENCHMARK(open100Runs)->Name("views/open_100_runs_100000_points")->Unit(benchmark::kMillisecond);

/** 32 seeds × 1,800 columns × 2,000 resamples. */
void bootstrapBandOfMean(benchmark::State &state)
{
    constexpr int seeds = 32;
    constexpr int columns = 1800;
    const auto statistic = static_cast<statistics::Statistic>(state.range(0));
    random::Stream stream(1, random::Purpose("benchmark"));
    std::vector<double> values(seeds * columns);
    random::fillNormal(stream, values, 1);
    std::vector<double> lower(columns);
    std::vector<double> upper(columns);
    for (auto _ : state) {
        const statistics::BootstrapWeights weights(seeds, 2000, 1);
        statistics::bootstrapBand(weights, statistic, values, columns, 0.95, lower, upper);
        benchmark::DoNotOptimize(lower.data());
    }
}
BENCHMARK(bootstrapBandOfMean)
    ->Name("views/bootstrap_band")
    ->ArgName("mean_median_iqm")
    ->DenseRange(0, 2)
    ->Unit(benchmark::kMillisecond);

/** One frame of a live page: 6 contestants × 32 seeds × 400 points with t intervals, and the
 * sentence. */
void liveFrame(benchmark::State &state)
{
    const auto source = test::sampleContest(48, 400);
    SeriesCache cache(source);
    for (auto _ : state) {
        source->touch();
        cache.refresh();
        const auto figure = makeFigure("convergence", cache, ViewOptions{});
        benchmark::DoNotOptimize(figure->panels.size());
        const auto leader = leaderOf(cache, {});
        benchmark::DoNotOptimize(leader->n);
    }
}
BENCHMARK(liveFrame)->Name("views/live_frame_192_runs")->Unit(benchmark::kMillisecond);

void exportFigureAs(benchmark::State &state, PaperFormat format)
{
    benchmarkApplication();
    SeriesCache cache(test::sampleContest(32, 400));
    const auto figure = makeFigure("convergence", cache, ViewOptions{});
    const PaperStyle style = styleOf(*findVenue("icml"));
    for (auto _ : state) {
        const auto bytes = renderToBytes(*figure, style, format);
        benchmark::DoNotOptimize(bytes->size());
    }
}
/** From runs in memory to a PDF: budget 200 ms. */
void exportView(benchmark::State &state, const char *view)
{
    benchmarkApplication();
    SeriesCache cache(test::sampleContest(32, 400));
    const PaperStyle style = styleOf(*findVenue("icml"));
    for (auto _ : state) {
        const auto figure = makeFigure(view, cache, ViewOptions{});
        const auto bytes = renderToBytes(*figure, style, PaperFormat::pdf);
        benchmark::DoNotOptimize(bytes->size());
    }
}
[[maybe_unused]] const bool exportsRegistered = [] {
    for (const View &view : allViews())
        if (!view.needsSweep && view.key != "runtimes") // regret only grows
            benchmark::RegisterBenchmark(("views/export/" + std::string(view.key)).c_str(),
                                         exportView, view.key.data())
                ->Unit(benchmark::kMillisecond);
    return true;
}();

/** All figures of a board, twelve of them, to PDF: budget 2 s. */
void exportBoard(benchmark::State &state)
{
    benchmarkApplication();
    const auto source = test::sampleContest(32, 400);
    const PaperStyle style = styleOf(*findVenue("icml"));
    for (auto _ : state) {
        SeriesCache cache(source);
        int figures = 0;
        while (figures < 12)
            for (const View &view : allViews()) {
                if (view.needsSweep || figures == 12)
                    continue;
                const auto figure = makeFigure(view.key, cache, ViewOptions{});
                const auto bytes = renderToBytes(*figure, style, PaperFormat::pdf);
                benchmark::DoNotOptimize(bytes->size());
                ++figures;
            }
    }
}
BENCHMARK(exportBoard)->Name("views/board12")->Unit(benchmark::kMillisecond);

BENCHMARK_CAPTURE(exportFigureAs, pdf, PaperFormat::pdf)
    ->Name("views/export_pdf")
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(exportFigureAs, svg, PaperFormat::svg)
    ->Name("views/export_svg")
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(exportFigureAs, png, PaperFormat::png)
    ->Name("views/export_png")
    ->Unit(benchmark::kMillisecond);

} // namespace
