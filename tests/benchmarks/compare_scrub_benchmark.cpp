#include "app/window/compare_page.h"
#include "core/random/distributions.h"
#include "tests/app/window/window_fixture.h"
#include "tests/benchmarks/application.h"
#include "tests/support/memory_source.h"
#include "tests/support/stored_source.h"
#include "views/screen/chart_panel.h"
#include "views/screen/figure_view.h"
#include "views/screen/painted_panel.h"

#include <benchmark/benchmark.h>

#include <QComboBox>
#include <QSlider>
#include <QTimer>

#include <time.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <memory>
#include <string>
#include <vector>

using namespace agon;
using namespace agon::app;
using agon::test::MemorySource;

namespace {

using Clock = std::chrono::steady_clock;

constexpr int contestants = 6;
constexpr std::uint64_t seeds = 32;
constexpr std::int64_t points = 10'000;

/** Processor time of the calling thread, which is the window's. */
double processorSeconds()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

/** Finished runs with a value at every step, and a front of twenty points at fifty of them. */
std::shared_ptr<MemorySource> longRuns()
{
    auto source = std::make_shared<MemorySource>();
    source->view().name = "Long runs";
    source->view().stepUnit = "step";
    source->view().budgetUnit = "steps";
    source->view().schedule.spacing = RecordingSchedule::Spacing::every;
    const int loss = source->addChannel(agon::test::metricChannel("loss", "Loss"));
    ChannelDeclaration front = agon::test::metricChannel("designs", "Designs", Direction::none);
    front.kind = ObservationKind::points;
    front.columns = {{"latency", "Latency", "ms", Direction::minimize},
                     {"accuracy", "Accuracy", "%", Direction::maximize}};
    const int designs = source->addChannel(front);
    std::vector<std::int64_t> steps;
    for (std::int64_t step = 1; step <= points; ++step)
        steps.push_back(step);
    for (int c = 0; c < contestants; ++c) {
        const int cell = source->addContestant("Method " + std::to_string(c), points);
        for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
            const int run = source->addRun(cell, seed);
            random::Stream stream(seed, random::Purpose("long runs"),
                                  static_cast<std::uint64_t>(c));
            std::vector<double> values(steps.size());
            double walk = 0;
            for (std::size_t i = 0; i < values.size(); ++i) {
                walk += 0.01 * random::normal(stream);
                values[i] = 5 + 0.2 * c - 0.5 * std::log1p(static_cast<double>(i)) + walk;
            }
            source->addMetric(run, loss, steps, std::move(values));
            for (std::int64_t step = points / 50; step <= points; step += points / 50) {
                PointsFrame frame;
                for (int i = 0; i < 20; ++i) {
                    const double latency = 1 + 9 * stream.uniform();
                    frame.values.push_back(latency);
                    frame.values.push_back(60 + c + 12 * std::log(latency) +
                                           4 * std::log(static_cast<double>(step)) -
                                           6 * random::exponential(stream));
                    frame.ids.push_back(i);
                }
                source->addFrame(run, designs, step, std::move(frame));
            }
        }
    }
    return source;
}

/** The path of a store that holds them, written once. */
const std::string &storeOfLongRuns()
{
    static const QTemporaryDir folder;
    static const std::string path = storeOf(folder.filePath("long.agon").toStdString(), longRuns());
    return path;
}

/** Counts what is painted into the panels of a figure. */
class PanelPaints : public QObject
{
public:
    explicit PanelPaints(views::FigureView &figure) : m_figure(figure)
    {
        qApp->installEventFilter(this);
    }
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        const auto *widget = qobject_cast<QWidget *>(watched);
        if (event->type() == QEvent::Paint && widget && m_figure.isAncestorOf(widget) &&
            (qobject_cast<const views::PaintedPanel *>(widget) ||
             qobject_cast<const views::ChartPanel *>(widget->parentWidget())))
            ++count;
        return false;
    }
    int count = 0;

private:
    views::FigureView &m_figure;
};

/** The time slider of the Compare page is dragged from the end to the beginning and back, a new
 *  place every 16 ms as a mouse does: the longest time that the event loop does not come round, and
 *  the most that the window's thread itself does in such a time; the rest is waiting for a core. */
void scrub(benchmark::State &state, const char *view)
{
    benchmarkApplication();
    WindowFixture fixture;
    fixture.window->showPage(1);
    fixture.window->openFile(QString::fromStdString(storeOfLongRuns()));
    auto *page = fixture.window->findChild<ComparePage *>();
    auto *box = childNamed<QComboBox>(*page, "View");
    box->setCurrentIndex(box->findData(QString::fromLatin1(view)));
    Q_EMIT box->activated(box->currentIndex());
    auto *slider = childNamed<QSlider>(*page, "As of step");
    // What is read once is read.
    slider->setValue(slider->maximum() / 2);
    QTest::qWait(3000);
    slider->setValue(slider->maximum());
    QTest::qWait(1500);
    const PanelPaints paints(*page->findChild<views::FigureView *>());
    double longest = 0;
    double mostWork = 0;
    double wall = 0;
    std::vector<double> gaps;
    for (auto _ : state) {
        constexpr int places = 120;
        int place = 0;
        const auto begun = Clock::now();
        auto last = begun;
        double lastWork = processorSeconds();
        QTimer round;
        round.setTimerType(Qt::PreciseTimer);
        round.setInterval(1);
        QObject::connect(&round, &QTimer::timeout, &round, [&] {
            const auto now = Clock::now();
            gaps.push_back(std::chrono::duration<double>(now - last).count());
            longest = std::max(longest, gaps.back());
            last = now;
            const double work = processorSeconds();
            mostWork = std::max(mostWork, work - lastWork);
            lastWork = work;
        });
        QTimer drag;
        drag.setTimerType(Qt::PreciseTimer);
        drag.setInterval(16);
        QObject::connect(&drag, &QTimer::timeout, &drag, [&] {
            ++place;
            const double share = std::abs(1 - 2.0 * place / places);
            slider->setValue(static_cast<int>(share * slider->maximum()));
        });
        round.start();
        drag.start();
        if (!QTest::qWaitFor([&] { return place >= places; }, 120'000))
            state.SkipWithError("the drag does not end");
        drag.stop();
        round.stop();
        const double seconds = std::chrono::duration<double>(Clock::now() - begun).count();
        wall += seconds;
        state.SetIterationTime(seconds);
    }
    std::sort(gaps.begin(), gaps.end());
    state.counters["longest gap ms"] = 1000 * longest;
    state.counters["most processor ms"] = 1000 * mostWork;
    state.counters["99 % of gaps below ms"] =
        1000 * gaps[static_cast<std::size_t>(0.99 * static_cast<double>(gaps.size() - 1))];
    state.counters["paints/s"] = paints.count / wall;
}
#define AGON_SCRUB(name, key)                                                                      \
    BENCHMARK_CAPTURE(scrub, name, key)                                                            \
        ->Name("compare/scrub/" key)                                                               \
        ->Unit(benchmark::kMillisecond)                                                            \
        ->UseManualTime()                                                                          \
        ->Iterations(2)
AGON_SCRUB(convergence, "convergence");
AGON_SCRUB(distribution, "distribution");
AGON_SCRUB(headToHead, "head-to-head");
AGON_SCRUB(runtimes, "runtimes");
AGON_SCRUB(attainment, "attainment");
AGON_SCRUB(attainmentDifference, "attainment-difference");
#undef AGON_SCRUB

} // namespace
