#include "app/lab/paths.h"
#include "app/window/explore/budget_card.h"
#include "app/window/explore/explore_page.h"
#include "app/window/explore/problem_card.h"
#include "app/window/explore/time_bar.h"
#include "tests/app/window/window_fixture.h"
#include "tests/benchmarks/application.h"
#include "views/screen/chart_panel.h"
#include "views/screen/panel_view.h"

#include <benchmark/benchmark.h>

#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QSlider>
#include <QTimer>

#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <functional>
#include <memory>
#include <string>
#include <vector>

using namespace agon;
using namespace agon::app;

namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point begun)
{
    return std::chrono::duration<double>(Clock::now() - begun).count();
}

/** Processor time of the calling thread, which is the window's. */
double windowSeconds()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

/** Processor time so far of the threads in which figures are computed. */
double figureSeconds()
{
    double seconds = 0;
    for (const QString &task :
         QDir("/proc/self/task").entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        QFile name("/proc/self/task/" + task + "/comm");
        QFile times("/proc/self/task/" + task + "/schedstat");
        if (name.open(QIODevice::ReadOnly) && name.readAll().trimmed() == "figures" &&
            times.open(QIODevice::ReadOnly))
            seconds += times.readAll().split(' ').front().toDouble() * 1e-9;
    }
    return seconds;
}

/** Processor time of all children that have ended. */
double childrenSeconds()
{
    rusage usage{};
    getrusage(RUSAGE_CHILDREN, &usage);
    const auto seconds = [](const timeval &time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

/** From the start of the program itself to its first painted window, on an empty session. */
void firstPaint(benchmark::State &state)
{
    benchmarkApplication();
    const double processorBefore = childrenSeconds();
    for (auto _ : state) {
        const QTemporaryDir home;
        QProcess program;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert("QT_QPA_PLATFORM", "offscreen");
        environment.insert("AGON_HOME", home.path());
        environment.insert("XDG_CONFIG_HOME", home.path());
        environment.insert("QT_LOGGING_RULES", "agon.window.debug=true");
        environment.insert("QT_FORCE_STDERR_LOGGING", "1");
        program.setProcessEnvironment(environment);
        program.setProcessChannelMode(QProcess::MergedChannels);
        const auto begun = Clock::now();
        program.start(QString::fromStdString((installationPrefix() / "bin" / "agon").string()), {});
        QByteArray said;
        while (!said.contains("painted") && program.waitForReadyRead(10'000))
            said += program.readAll();
        state.SetIterationTime(secondsSince(begun));
        if (!said.contains("painted"))
            state.SkipWithError("the program did not paint its window");
        program.kill();
        program.waitForFinished();
    }
    state.counters["processor ms"] =
        1000 * (childrenSeconds() - processorBefore) / static_cast<double>(state.iterations());
}
BENCHMARK(firstPaint)
    ->Name("window/first_paint")
    ->Unit(benchmark::kMillisecond)
    ->UseManualTime()
    ->Iterations(10);

/** Lets the event loop turn until @p happened answers true or the time is up. */
bool turnUntil(const std::function<bool()> &happened, int milliseconds = 10'000)
{
    return QTest::qWaitFor(happened, milliseconds);
}

/** Counts what is painted into the curves of the Explore page. */
class PaintCounter : public QObject
{
public:
    explicit PaintCounter(MainWindow &window)
        : m_contest(window.contest())
        , m_page(window.findChild<ExplorePage *>())
        , m_curves(m_page->findChild<TimeBar *>()->parentWidget()->findChild<views::PanelView *>())
    {
        qApp->installEventFilter(this);
    }
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (event->type() == QEvent::Paint) {
            const auto *chart = qobject_cast<views::ChartPanel *>(watched->parent());
            if (chart && watched == chart->viewport() && m_curves->isAncestorOf(chart)) {
                ++painted;
                if (hasNewPoints())
                    ++paintedWithPoints;
                if (onPaint)
                    onPaint();
            }
        }
        return false;
    }
    /** How many seeds the curves on the screen have come to the end of the budget with; the least
     *  among @p contestants curves, 0 while there are fewer of them. */
    int seedsShown(std::size_t contestants) const
    {
        if (m_page->drawnSource() != m_contest.source())
            return 0;
        const auto budget = static_cast<double>(m_contest.budget());
        std::vector<int> counts;
        for (const views::Layer &layer : m_curves->panel().layers)
            if (const auto *line = std::get_if<views::LineLayer>(&layer);
                line && !line->ghost && !line->reference)
                counts.push_back(!line->x.empty() && line->x.back() >= budget ? line->count.back()
                                                                              : 0);
        return counts.size() < contestants ? 0 : *std::min_element(counts.begin(), counts.end());
    }
    int painted = 0;
    int paintedWithPoints = 0; ///< frames with a visible curve, neither ghost nor reference
    std::function<void()> onPaint;

private:
    bool hasNewPoints() const
    {
        if (m_page->drawnSource() != m_contest.source())
            return false;
        for (const views::Layer &layer : m_curves->panel().layers)
            if (const auto *line = std::get_if<views::LineLayer>(&layer))
                if (!line->ghost && !line->reference &&
                    std::count_if(line->y.begin(), line->y.end(),
                                  [](double value) { return std::isfinite(value); }) > 1)
                    return true;
        return false;
    }
    Contest &m_contest;
    ExplorePage *m_page;
    views::PanelView *m_curves; ///< what the time bar is under
};

Experiment contestOf(int seeds, std::int64_t budget)
{
    Experiment experiment;
    experiment.name = "Benchmark";
    experiment.problems.push_back({"bandits/bernoulli", {}, Json::object()});
    const auto add = [&](const char *type, Json settings) {
        experiment.contestants.push_back({type, {}, std::move(settings), {}, {}});
    };
    add("bandits/ucb1", Json::object());
    add("bandits/ucb1", {{"exploration", 0.5}});
    add("bandits/epsilon-greedy", Json::object());
    add("bandits/epsilon-greedy", {{"epsilon", 0.2}});
    add("bandits/thompson-sampling", Json::object());
    add("bandits/kl-ucb", Json::object());
    for (int seed = 1; seed <= seeds; ++seed)
        experiment.seeds.push_back(static_cast<std::uint64_t>(seed));
    experiment.budget = budget;
    return experiment;
}

std::int64_t pointsIn(const LiveLog &log)
{
    std::int64_t points = 0;
    const auto channels = static_cast<int>(log.experiment().channels.size());
    const auto runs = static_cast<int>(log.runs().size());
    for (int run = 0; run < runs; ++run)
        for (int channel = 0; channel < channels; ++channel)
            for (const ChunkPointer &chunk : log.chunks(run, channel))
                points += static_cast<std::int64_t>(chunk->values.size());
    return points;
}

/** The Explore page while 6 contestants with 32 seeds each play: frames a second and what share of
 *  a core they take. */
void live(benchmark::State &state)
{
    benchmarkApplication();
    int frames = 0;
    double processor = 0;
    double figures = 0;
    double wall = 0;
    for (auto _ : state) {
        WindowFixture fixture;
        fixture.contest().setExperiment(contestOf(32, 2'000'000));
        if (!turnUntil([&] { return fixture.contest().state() == Contest::State::running; }))
            state.SkipWithError("the contest does not start");
        const PaintCounter counter(*fixture.window);
        const auto begun = Clock::now();
        const double processorBefore = windowSeconds();
        const double figuresBefore = figureSeconds();
        if (turnUntil([&] { return fixture.contest().state() == Contest::State::done; }, 4000))
            state.SkipWithError("the contest ended before it could be watched");
        wall += secondsSince(begun);
        processor += windowSeconds() - processorBefore;
        figures += figureSeconds() - figuresBefore;
        frames += counter.painted;
        state.SetIterationTime(secondsSince(begun));
        fixture.contest().stop();
    }
    state.counters["frames/s"] = frames / wall;
    state.counters["share of a core"] = (processor + figures) / wall;
    state.counters["window ms/frame"] = 1000 * processor / std::max(1, frames);
    state.counters["figures ms/frame"] = 1000 * figures / std::max(1, frames);
}
BENCHMARK(live)
    ->Name("window/live_6x32")
    ->Unit(benchmark::kMillisecond)
    ->UseManualTime()
    ->Iterations(2);

/** The longest time that the event loop does not come round while points arrive. "processor ms in
 *  it" is what the window itself did in that time; the rest is waiting for a core. */
void stall(benchmark::State &state, std::int64_t budget, const RecordingSchedule &schedule)
{
    benchmarkApplication();
    double longest = 0;
    double processorInLongest = 0;
    double points = 0;
    double wall = 0;
    int frames = 0;
    for (auto _ : state) {
        WindowFixture fixture;
        Experiment experiment = contestOf(8, budget);
        experiment.contestants.resize(4);
        experiment.schedule = schedule;
        fixture.contest().setExperiment(experiment);
        if (!turnUntil([&] { return fixture.contest().state() == Contest::State::running; }))
            state.SkipWithError("the contest does not start");
        const PaintCounter counter(*fixture.window);
        const auto begun = Clock::now();
        auto last = begun;
        double lastProcessor = windowSeconds();
        QTimer timer;
        timer.setTimerType(Qt::PreciseTimer);
        timer.setInterval(1);
        QObject::connect(&timer, &QTimer::timeout, &timer, [&] {
            const auto now = Clock::now();
            const double gap = std::chrono::duration<double>(now - last).count();
            const double processorNow = windowSeconds();
            if (gap > longest) {
                longest = gap;
                processorInLongest = processorNow - lastProcessor;
            }
            last = now;
            lastProcessor = processorNow;
        });
        timer.start();
        if (!turnUntil([&] { return fixture.contest().state() == Contest::State::done; }, 60'000))
            state.SkipWithError("the contest does not end");
        timer.stop();
        wall += secondsSince(begun);
        state.SetIterationTime(secondsSince(begun));
        frames += counter.painted;
        points += static_cast<double>(pointsIn(*fixture.contest().log()));
        fixture.contest().stop();
    }
    state.counters["longest gap ms"] = 1000 * longest;
    state.counters["processor ms in it"] = 1000 * processorInLongest;
    state.counters["points/s"] = points / wall;
    state.counters["frames/s"] = frames / wall;
}
// About a million points a second: one step in 160 of a contest of some ten million.
BENCHMARK_CAPTURE(stall, million, 1'000'000,
                  RecordingSchedule{RecordingSchedule::Spacing::linear, 1'000'000 / 160})
    ->Name("window/stall")
    ->Unit(benchmark::kMillisecond)
    ->UseManualTime()
    ->Iterations(2);
// Every step recorded: as many points as two cores can make.
BENCHMARK_CAPTURE(stall, flood, 100'000, RecordingSchedule{RecordingSchedule::Spacing::every})
    ->Name("window/flood")
    ->Unit(benchmark::kMillisecond)
    ->UseManualTime()
    ->Iterations(2);

/** Whole numbers of milliseconds from small to large: the middle one and the last one. */
struct Milliseconds
{
    std::vector<double> seconds;
    void report(benchmark::State &state, const std::string &name)
    {
        if (seconds.empty())
            return;
        std::sort(seconds.begin(), seconds.end());
        state.counters[name + ", median ms"] = 1000 * seconds[seconds.size() / 2];
        state.counters[name + ", longest ms"] = 1000 * seconds.back();
    }
};

/** A slider is moved under a contest of 4 policies, 32 seeds and 10⁴ rounds: the time to the first
 *  frame with anything new, to whole curves of 8 seeds and to whole curves of all. */
void dragToEnd(benchmark::State &state)
{
    benchmarkApplication();
    constexpr std::size_t contestants = 4;
    constexpr int seeds = 32;
    WindowFixture fixture;
    Experiment experiment = contestOf(seeds, 10'000);
    experiment.contestants.clear();
    for (const char *policy :
         {"bandits/ucb1", "bandits/epsilon-greedy", "bandits/thompson-sampling", "bandits/kl-ucb"})
        experiment.contestants.push_back({policy, {}, Json::object(), {}, {}});
    fixture.contest().setExperiment(experiment);
    if (!fixture.waitUntilDone()) {
        state.SkipWithError("the contest does not end");
        return;
    }
    auto *slider = fixture.window->findChild<ProblemCard *>()->findChildren<QSlider *>().front();
    Milliseconds first;
    Milliseconds eight;
    Milliseconds all;
    double processor = 0;
    double figures = 0;
    for (auto _ : state) {
        QTest::qWait(300);
        const auto before = fixture.contest().log();
        PaintCounter counter(*fixture.window);
        const double processorBefore = windowSeconds();
        const double figuresBefore = figureSeconds();
        const auto begun = Clock::now();
        std::array<double, 3> times{};
        counter.onPaint = [&] {
            const auto note = [&](std::size_t which) {
                if (times[which] == 0)
                    times[which] = secondsSince(begun);
            };
            if (fixture.contest().log() == before)
                return;
            const int shown = counter.seedsShown(contestants);
            if (counter.paintedWithPoints > 0)
                note(0);
            if (shown >= 8)
                note(1);
            if (shown >= seeds)
                note(2);
        };
        slider->setValue(slider->value() < slider->maximum() ? slider->value() + 1
                                                             : slider->minimum());
        counter.paintedWithPoints = 0;
        if (!turnUntil([&] { return times[2] > 0; }, 10'000))
            state.SkipWithError("the contest's end does not appear");
        state.SetIterationTime(times[2]);
        first.seconds.push_back(times[0]);
        eight.seconds.push_back(times[1]);
        all.seconds.push_back(times[2]);
        processor += windowSeconds() - processorBefore;
        figures += figureSeconds() - figuresBefore;
    }
    first.report(state, "first points");
    eight.report(state, "8 seeds");
    all.report(state, "32 seeds");
    const auto iterations = static_cast<double>(state.iterations());
    state.counters["window's processor ms"] = 1000 * processor / iterations;
    state.counters["figures' processor ms"] = 1000 * figures / iterations;
    state.SetLabel(slider->accessibleName().toStdString());
    fixture.contest().stop();
}
BENCHMARK(dragToEnd)
    ->Name("window/bandits_slider")
    ->Unit(benchmark::kMillisecond)
    ->UseManualTime()
    ->Iterations(15);

/** From a slider's change to the first frame with points of the new setting. */
void slider(benchmark::State &state, const char *problem)
{
    benchmarkApplication();
    WindowFixture fixture;
    auto *picker = fixture.named<QComboBox>("Problem");
    picker->setCurrentIndex(picker->findData(QString::fromLatin1(problem)));
    const auto painted = [&] {
        PaintCounter counter(*fixture.window);
        return turnUntil([&] { return counter.paintedWithPoints > 0; }, 30'000);
    };
    if (!painted()) {
        state.SkipWithError("the contest does not start");
        return;
    }
    QSlider *moved = nullptr;
    // A problem without numbers to choose still has a budget.
    for (const QWidget *card : {static_cast<QWidget *>(fixture.window->findChild<ProblemCard *>()),
                                static_cast<QWidget *>(fixture.window->findChild<BudgetCard *>())})
        for (QSlider *candidate : card->findChildren<QSlider *>())
            if (!moved)
                moved = candidate;
    double processor = 0;
    double longest = 0;
    for (auto _ : state) {
        // What runs when the hand moves on is part of the wait.
        QTest::qWait(300);
        const auto before = fixture.contest().log();
        PaintCounter counter(*fixture.window);
        const auto begun = Clock::now();
        const double processorBefore = windowSeconds();
        moved->setValue(moved->value() < moved->maximum() ? moved->value() + 1 : moved->minimum());
        const bool shown = turnUntil(
            [&] {
                if (fixture.contest().log() == before)
                    counter.paintedWithPoints = 0;
                return counter.paintedWithPoints > 0;
            },
            10'000);
        if (!shown)
            state.SkipWithError("the new points do not appear");
        state.SetIterationTime(secondsSince(begun));
        longest = std::max(longest, secondsSince(begun));
        processor += windowSeconds() - processorBefore;
    }
    state.counters["longest ms"] = 1000 * longest;
    state.counters["window's processor ms"] =
        1000 * processor / static_cast<double>(state.iterations());
    state.SetLabel(moved->accessibleName().toStdString());
    fixture.contest().stop();
}
BENCHMARK_CAPTURE(slider, arena, "arena/population")
    ->Name("window/slider/arena")
    ->Unit(benchmark::kMillisecond)
    ->UseManualTime()
    ->Iterations(12);
BENCHMARK_CAPTURE(slider, bandits, "bandits/bernoulli")
    ->Name("window/slider/bandits")
    ->Unit(benchmark::kMillisecond)
    ->UseManualTime()
    ->Iterations(12);
BENCHMARK_CAPTURE(slider, experts, "experts/token-stream")
    ->Name("window/slider/experts")
    ->Unit(benchmark::kMillisecond)
    ->UseManualTime()
    ->Iterations(12);
BENCHMARK_CAPTURE(slider, federated, "federated/softmax-regression")
    ->Name("window/slider/federated")
    ->Unit(benchmark::kMillisecond)
    ->UseManualTime()
    ->Iterations(12);
BENCHMARK_CAPTURE(slider, nas, "nas/nas-bench-201")
    ->Name("window/slider/nas")
    ->Unit(benchmark::kMillisecond)
    ->UseManualTime()
    ->Iterations(12);

} // namespace
