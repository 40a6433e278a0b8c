#include "app/window/compare/compare_figure.h"
#include "app/window/compare_page.h"
#include "app/window/widgets/query_edit.h"
#include "tests/app/window/window_fixture.h"
#include "tests/benchmarks/application.h"
#include "tests/support/memory_source.h"
#include "tests/support/stored_source.h"

#include <benchmark/benchmark.h>

#include <QTreeView>

#include <chrono>
#include <memory>
#include <string>

using namespace agon;
using namespace agon::app;
using agon::test::MemorySource;

namespace {

constexpr int contestantCount = 100;
constexpr int seedCount = 100;

/** Ten thousand finished runs of one metric, a hundred contestants that differ in one parameter. */
std::shared_ptr<MemorySource> tenThousandRuns()
{
    auto source = std::make_shared<MemorySource>();
    source->view().name = "Ten thousand runs";
    source->view().stepUnit = "step";
    source->view().budgetUnit = "steps";
    const int loss = source->addChannel(agon::test::metricChannel("loss", "Loss"));
    for (int c = 0; c < contestantCount; ++c) {
        const int cell = source->addContestant("Method " + std::to_string(c), 100);
        source->view().contestants.back().settings = {{"rate", 0.01 * c}};
        for (std::uint64_t seed = 1; seed <= seedCount; ++seed)
            source->addMetric(source->addRun(cell, seed), loss, {1, 10, 100},
                              {3.0, 2.0, 1.0 / (c + 1.0) + 0.001 * static_cast<double>(seed)});
    }
    return source;
}

/** The path of a store that holds them, written once. */
const std::string &storeOfTenThousandRuns()
{
    static const QTemporaryDir folder;
    static const std::string path =
        storeOf(folder.filePath("runs.agon").toStdString(), tenThousandRuns());
    return path;
}

/** From "open this store" to the table of its runs, the curves and the legend on the page; "table
 * ms" is to the table alone, which is when the window is free again. */
void openTenThousand(benchmark::State &state)
{
    benchmarkApplication();
    const QString path = QString::fromStdString(storeOfTenThousandRuns());
    double table = 0;
    for (auto _ : state) {
        WindowFixture fixture;
        fixture.window->showPage(1);
        QApplication::processEvents();
        auto *figure = fixture.window->findChild<CompareFigure *>();
        bool shown = false;
        QObject::connect(figure, &CompareFigure::figureShown, figure,
                         [&] { shown = shown || !figure->shown().metric.empty(); });
        const auto begun = std::chrono::steady_clock::now();
        const auto seconds = [&begun] {
            return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
        };
        fixture.window->openFile(path);
        fixture.window->repaint();
        QApplication::processEvents();
        table += seconds();
        while (!shown && seconds() < 10)
            QApplication::processEvents(QEventLoop::WaitForMoreEvents);
        fixture.window->repaint();
        state.SetIterationTime(seconds());
        if (fixture.named<QTreeView>("Runs")->model()->rowCount() != contestantCount || !shown)
            state.SkipWithError("the runs are not shown");
    }
    state.counters["table ms"] = 1000 * table / static_cast<double>(state.iterations());
}
BENCHMARK(openTenThousand)
    ->Name("compare/open_10000_runs")
    ->Unit(benchmark::kMillisecond)
    ->UseManualTime()
    ->Iterations(3);

/** A keystroke in the filter line over ten thousand runs, until the narrowed table is painted. */
void filterTenThousand(benchmark::State &state)
{
    benchmarkApplication();
    WindowFixture fixture;
    fixture.window->showPage(1);
    fixture.window->openFile(QString::fromStdString(storeOfTenThousandRuns()));
    auto *filter = fixture.named<QueryEdit>("Filter runs");
    filter->setFocus();
    QApplication::processEvents();
    const QString typed = "rate>=0.5 seeds>=10 final.loss<0.9 ";
    double longest = 0;
    int position = 0;
    for (auto _ : state) {
        if (position == typed.size()) {
            filter->clear();
            position = 0;
        }
        const auto begun = std::chrono::steady_clock::now();
        QTest::keyClick(filter, typed[position++].toLatin1());
        QApplication::processEvents();
        const double seconds =
            std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
        state.SetIterationTime(seconds);
        longest = std::max(longest, seconds);
    }
    state.counters["longest ms"] = 1000 * longest;
}
BENCHMARK(filterTenThousand)
    ->Name("compare/filter_keystroke")
    ->Unit(benchmark::kMillisecond)
    ->UseManualTime()
    ->Iterations(35);

} // namespace
