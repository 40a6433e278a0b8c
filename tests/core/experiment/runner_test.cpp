#include "tests/core/experiment/walk_family.h"

#include <QTest>

#include <algorithm>
#include <numeric>

using namespace agon;
using namespace std::chrono_literals;

namespace {

struct Played
{
    std::shared_ptr<Grid> grid;
    std::shared_ptr<LiveLog> log;
    RunnerProgress progress;

    std::vector<std::string> digests() const
    {
        std::vector<std::string> result;
        for (const RunView &run : log->runs())
            result.push_back(run.digest);
        return result;
    }
};

Played play(std::shared_ptr<Grid> grid, int threads, RunnerOptions options = {})
{
    const walk::NoData data;
    Played played{grid, std::make_shared<LiveLog>(*grid), {}};
    const auto executor = makeExecutor(threads);
    Runner runner(*executor, data, grid, played.log, options);
    runner.start();
    runner.wait();
    played.progress = runner.progress();
    return played;
}

int count(const LiveLog &log, RunStatus status)
{
    const auto runs = log.runs();
    return static_cast<int>(std::count_if(
        runs.begin(), runs.end(), [&](const RunView &run) { return run.status == status; }));
}

RecordingSchedule everyStep()
{
    RecordingSchedule schedule;
    schedule.spacing = RecordingSchedule::Spacing::every;
    return schedule;
}

} // namespace

class RunnerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sameBitsForAnyNumberOfThreads()
    {
        walk::Counters counters;
        const auto family = walk::makeFamily(counters);
        const auto grid =
            walk::makeGrid(family, {{{"drift", 0.1}}, {{"drift", -0.1}}, {{"unit", 7}}}, 5, 500);
        const Played one = play(grid, 1);
        QCOMPARE(count(*one.log, RunStatus::finished), 15);
        QCOMPARE(one.progress.finished, 15);
        QVERIFY(one.progress.done);
        QCOMPARE(one.progress.fraction, 1.0);
        for (const std::string &digest : one.digests())
            QCOMPARE(digest.size(), std::size_t(32));
        QVERIFY(one.digests()[0] != one.digests()[1]);
        for (const int threads : {2, 5})
            QCOMPARE(play(grid, threads).digests(), one.digests());
        RunnerOptions interactive;
        interactive.interactive = true;
        QCOMPARE(play(grid, 2, interactive).digests(), one.digests());
        // The digest in the log is that of the decoded values, however they were cut.
        for (int run = 0; run < 15; ++run)
            QCOMPARE(digestOf(*one.log, run), one.digests()[static_cast<std::size_t>(run)]);
    }

    void lanesGiveTheSameBitsAsAlone()
    {
        walk::Counters counters;
        const Played alone =
            play(walk::makeGrid(walk::makeFamily(counters, 1), {Json::object()}, 7, 300), 2);
        QCOMPARE(counters.started.load(), 7);
        const Played lanes =
            play(walk::makeGrid(walk::makeFamily(counters, 4), {Json::object()}, 7, 300), 2);
        QCOMPARE(counters.started.load(), 9);
        QCOMPARE(lanes.digests(), alone.digests());
    }

    void pauseAndResumeEqualOneGo()
    {
        walk::Counters counters;
        const auto family = walk::makeFamily(counters);
        const auto grid = walk::makeGrid(family, {{{"unit", 10}, {"pause", 0.002}}}, 4, 500);
        const Played reference = play(grid, 2);
        const walk::NoData data;
        auto log = std::make_shared<LiveLog>(*grid);
        const auto executor = makeExecutor(2);
        Runner runner(*executor, data, grid, log);
        runner.start();
        QTRY_VERIFY(log->runs()[0].step > 0);
        runner.pause();
        QVERIFY(runner.progress().paused);
        QTest::qWait(20); // units at work end
        const int units = counters.units;
        const std::int64_t step = log->runs()[0].step;
        QTest::qWait(30);
        QCOMPARE(counters.units.load(), units);
        QCOMPARE(log->runs()[0].step, step);
        QVERIFY(step < 500);
        // Everything up to here can be seen while it is paused.
        QCOMPARE(walk::stepsOf(*log, 0, walk::best).empty(), false);
        runner.resume();
        runner.wait();
        std::vector<std::string> digests;
        for (const RunView &run : log->runs())
            digests.push_back(run.digest);
        QCOMPARE(digests, reference.digests());
    }

    void cancelEndsWithinAUnit()
    {
        walk::Counters counters;
        const auto family = walk::makeFamily(counters);
        const auto grid = walk::makeGrid(family, {{{"unit", 1}, {"pause", 0.003}}}, 20, 100'000);
        const walk::NoData data;
        auto log = std::make_shared<LiveLog>(*grid);
        const auto executor = makeExecutor(2);
        Runner runner(*executor, data, grid, log);
        std::atomic<int> ended{0};
        runner.onRunEnded([&](int) { ++ended; });
        runner.start();
        QTRY_VERIFY(log->runs()[1].step > 3);
        const auto begun = std::chrono::steady_clock::now();
        runner.cancel();
        runner.wait();
        QVERIFY(std::chrono::steady_clock::now() - begun < 250ms);
        QCOMPARE(ended.load(), 20);
        QCOMPARE(count(*log, RunStatus::cancelled), 20);
        QCOMPARE(runner.progress().cancelled, 20);
        QVERIFY(!walk::valuesOf(*log, 0, walk::position).empty());
    }

    void aThrowFailsItsRunAlone_data()
    {
        QTest::addColumn<int>("lanes");
        QTest::newRow("alone") << 1;
        QTest::newRow("among lanes") << 4;
    }
    void aThrowFailsItsRunAlone()
    {
        QFETCH(int, lanes);
        walk::Counters counters;
        const auto healthy =
            play(walk::makeGrid(walk::makeFamily(counters), {Json::object()}, 4, 200), 1);
        const auto grid =
            walk::makeGrid(walk::makeFamily(counters, lanes), {{{"throw-seed", 3}}}, 4, 200);
        const Played played = play(grid, 2);
        const auto runs = played.log->runs();
        QCOMPARE(runs[2].status, RunStatus::failed);
        QCOMPARE(
            runs[2].reason,
            std::string(
                "Walk 1 threw an exception after step 100: the floor is gone (throw-seed = 3)."));
        for (const int run : {0, 1, 3}) {
            QCOMPARE(runs[static_cast<std::size_t>(run)].status, RunStatus::finished);
            // What was shown before the throw is not shown twice.
            QCOMPARE(runs[static_cast<std::size_t>(run)].digest,
                     healthy.digests()[static_cast<std::size_t>(run)]);
            QCOMPARE(digestOf(*played.log, run), healthy.digests()[static_cast<std::size_t>(run)]);
        }
        QVERIFY(!walk::valuesOf(*played.log, 2, walk::position).empty());
        QCOMPARE(played.progress.failed, 1);
    }

    void nanFailsItsLaneWithChannelStepAndSettings()
    {
        walk::Counters counters;
        const auto grid =
            walk::makeGrid(walk::makeFamily(counters, 3), {{{"nan-seed", 2}}}, 3, 200);
        const Played played = play(grid, 1);
        const auto runs = played.log->runs();
        QCOMPARE(runs[1].status, RunStatus::failed);
        QCOMPARE(runs[1].reason,
                 std::string(
                     "Walk 1 on Line, seed 2: \"Position\" became NaN at step 7 (nan-seed = 2)."));
        QCOMPARE(walk::stepsOf(*played.log, 1, walk::position).back(), std::int64_t(6));
        QCOMPARE(runs[0].status, RunStatus::finished);
        QCOMPARE(runs[2].status, RunStatus::finished);
    }

    void missingValuesAreAllowedWhereDeclared()
    {
        walk::Counters counters;
        const Played played =
            play(walk::makeGrid(walk::makeFamily(counters), {{{"missing", true}}}, 1, 50), 1);
        QCOMPARE(played.log->runs()[0].status, RunStatus::finished);
        QVERIFY(std::isnan(walk::valuesOf(*played.log, 0, walk::optional).at(3)));
    }

    void errorsOfPrepareAndStartAreTheReason()
    {
        walk::Counters counters;
        const auto family = walk::makeFamily(counters);
        const Played broken =
            play(walk::makeGrid(family, {Json::object()}, 2, 50, {}, "walk/broken"), 1);
        QCOMPARE(broken.log->runs()[1].status, RunStatus::failed);
        QCOMPARE(broken.log->runs()[1].reason,
                 std::string("The line is broken. Choose another one."));
        const Played refused =
            play(walk::makeGrid(family, {{{"refuse", true}}, Json::object()}, 1, 50), 1);
        QCOMPARE(refused.log->runs()[0].reason, std::string("This walk does not like to start."));
        QCOMPARE(refused.log->runs()[1].status, RunStatus::finished);
    }

    void instancesAreSharedAndReleased()
    {
        walk::Counters counters;
        const auto family = walk::makeFamily(counters);
        const auto grid =
            walk::makeGrid(family, {{{"drift", 0.1}}, {{"drift", 0.2}}, {{"drift", 0.3}}}, 40, 20);
        play(grid, 2);
        QCOMPARE(counters.prepared.load(), 40);
        QCOMPARE(counters.alive.load(), 0);
        QVERIFY2(counters.mostAlive < 20, qPrintable(QString::number(counters.mostAlive)));
        // Fixed instance: one for all seeds.
        for (RunPlan &run : grid->runs)
            run.instanceSeed = 1;
        counters.prepared = 0;
        const Played fixed = play(grid, 2);
        QCOMPARE(counters.prepared.load(), 1);
        QCOMPARE(count(*fixed.log, RunStatus::finished), 120);
    }

    void framesAreThoseOfTheFirstSeed()
    {
        walk::Counters counters;
        const auto family = walk::makeFamily(counters, 2);
        const Played first = play(walk::makeGrid(family, {Json::object()}, 2, 100), 1);
        QVERIFY(!first.log->chunks(0, walk::loads).empty());
        QVERIFY(first.log->chunks(1, walk::loads).empty());
        QVERIFY(!first.log->chunks(1, walk::duels).empty());
        RecordingSchedule schedule;
        schedule.framesOfEverySeed = true;
        const Played every = play(walk::makeGrid(family, {Json::object()}, 2, 100, schedule), 1);
        QVERIFY(!every.log->chunks(1, walk::loads).empty());
        QCOMPARE(every.log->labels(1, walk::duels), (std::vector<std::string>{"left", "right"}));
        QCOMPARE(
            std::get<EventText>(every.log->chunks(1, eventChannel).front()->frames.front()).text,
            std::string("hundred more"));
    }

    void theScheduleDecidesTheSteps()
    {
        walk::Counters counters;
        const auto family = walk::makeFamily(counters);
        RecordingSchedule schedule;
        schedule.points = 20;
        const Played spaced = play(walk::makeGrid(family, {Json::object()}, 1, 1000, schedule), 1);
        QCOMPARE(walk::stepsOf(*spaced.log, 0, walk::position), metricSteps(schedule, 1000));
        const Played every =
            play(walk::makeGrid(family, {Json::object()}, 1, 1000, everyStep()), 1);
        std::vector<std::int64_t> all(1001);
        std::iota(all.begin(), all.end(), 0);
        QCOMPARE(walk::stepsOf(*every.log, 0, walk::position), all);
    }

    void reusedRunsAreNotComputed()
    {
        walk::Counters counters;
        const auto family = walk::makeFamily(counters);
        const auto grid = walk::makeGrid(family, {Json::object()}, 4, 100);
        const Played stored = play(grid, 1);
        const int started = counters.started;
        RunnerOptions options;
        options.reuse = [&](LiveLog &log, int run) {
            if (run % 2 == 1)
                return false;
            std::vector<ChunkPointer> chunks = stored.log->chunks(run, walk::position);
            log.adopt(run, chunks, {{walk::duels, {"left", "right"}}},
                      stored.digests()[static_cast<std::size_t>(run)]);
            return true;
        };
        const Played again = play(grid, 2, options);
        QCOMPARE(counters.started - started, 2);
        QCOMPARE(again.progress.reused, 2);
        QCOMPARE(again.progress.finished, 2);
        QCOMPARE(again.digests(), stored.digests());
        QCOMPARE(walk::valuesOf(*again.log, 0, walk::position),
                 walk::valuesOf(*stored.log, 0, walk::position));
    }

    void aResumedRunMustRepeatWhatIsThere()
    {
        walk::Counters counters;
        const auto family = walk::makeFamily(counters);
        const auto grid = walk::makeGrid(family, {{{"unit", 3}}}, 2, 100, everyStep());
        const Played whole = play(grid, 1);
        const auto truth = whole.log->chunks(0, walk::position);
        auto part = std::make_shared<Chunk>(*truth.front());
        part->steps.resize(30);
        part->values.resize(30);
        auto wrong = std::make_shared<Chunk>(*part);
        wrong->values[17] += 1e-12;

        const walk::NoData data;
        auto log = std::make_shared<LiveLog>(*grid);
        log->append(0, {part});
        log->append(1, {wrong});
        const auto executor = makeExecutor(2);
        Runner runner(*executor, data, grid, log);
        runner.start();
        runner.wait();
        QCOMPARE(log->runs()[0].status, RunStatus::finished);
        QCOMPARE(log->runs()[0].digest, whole.digests()[0]);
        QCOMPARE(digestOf(*log, 0), whole.digests()[0]);
        QCOMPARE(log->runs()[1].status, RunStatus::failed);
        QVERIFY(log->runs()[1].reason.find("differ from what was recorded before") !=
                std::string::npos);
    }

    void onlyQueuedRunsArePlayed()
    {
        walk::Counters counters;
        const auto family = walk::makeFamily(counters);
        const auto grid = walk::makeGrid(family, {Json::object()}, 2, 50);
        const Played two = play(grid, 1);
        const auto more = walk::makeGrid(family, {Json::object()}, 5, 50);
        two.log->extend(*more);
        QCOMPARE(two.log->runs().size(), std::size_t(5));
        const walk::NoData data;
        const auto executor = makeExecutor(1);
        Runner runner(*executor, data, more, two.log);
        runner.start();
        runner.wait();
        QCOMPARE(runner.progress().total, 3);
        QCOMPARE(count(*two.log, RunStatus::finished), 5);
        QCOMPARE(two.digests(), play(more, 1).digests());
    }

    void longestFirst()
    {
        walk::Counters counters;
        const auto family = walk::makeFamily(counters);
        const auto grid = walk::makeGrid(family, {Json::object(), Json::object()}, 1, 100);
        grid->cells[1].budget = 5000;
        play(grid, 1);
        QCOMPARE(counters.order, (std::vector<std::string>{"5000/1", "100/1"}));
    }

    void interactiveContestantsAdvanceTogether()
    {
        walk::Counters counters;
        const auto family = walk::makeFamily(counters, 8);
        const Json slow{{"unit", 10}, {"pause", 0.001}};
        const auto grid = walk::makeGrid(family, {slow, slow, slow}, 20, 1000);
        const walk::NoData data;
        auto log = std::make_shared<LiveLog>(*grid);
        const auto executor = makeExecutor(1); // two could be held up unequally
        RunnerOptions options;
        options.interactive = true;
        Runner runner(*executor, data, grid, log, options);
        runner.start();
        int looked = 0;
        while (log->runs()[0].status != RunStatus::finished) {
            const auto runs = log->runs();
            const auto [least, most] = std::minmax({runs[0].step, runs[1].step, runs[2].step});
            if (least > 0) {
                ++looked;
                QVERIFY2(most - least <= 20, qPrintable(QString::number(most - least)));
            }
            // The first wave is one seed, so that every contestant shows at once.
            QVERIFY(runs[59].step == 0);
            QTest::qWait(2);
        }
        QVERIFY(looked > 3);
        runner.cancel();
    }

    void aPaceHoldsTheContestBack()
    {
        walk::Counters counters;
        const auto family = walk::makeFamily(counters);
        // One unit is the whole run: only what is shown is paced.
        const auto grid =
            walk::makeGrid(family, {{{"unit", 100'000}}, {{"unit", 100'000}}}, 6, 10'000);
        const Played free = play(grid, 2);
        const walk::NoData data;
        auto log = std::make_shared<LiveLog>(*grid);
        const auto executor = makeExecutor(2);
        RunnerOptions options;
        options.interactive = true;
        options.pace = 0.5;
        Runner runner(*executor, data, grid, log, options);
        runner.start();
        QTRY_VERIFY(log->runs()[11].step > 500);
        const auto first = log->runs()[0].step;
        QVERIFY2(first < 9000, qPrintable(QString::number(first)));
        QVERIFY(walk::stepsOf(*log, 0, walk::position).back() <= log->runs()[0].step);
        QVERIFY(runner.progress().secondsLeft.has_value());
        runner.pause();
        QTest::qWait(40);
        const auto paused = log->runs()[0].step;
        QTest::qWait(60);
        QCOMPARE(log->runs()[0].step, paused);
        runner.resume();
        QTRY_VERIFY(log->runs()[0].step > paused);
        QVERIFY(log->runs()[0].step < 10'000);
        runner.setPace(0);
        runner.wait();
        std::vector<std::string> digests;
        for (const RunView &run : log->runs())
            digests.push_back(run.digest);
        QCOMPARE(digests, free.digests());
    }

    void aPacedContestTakesItsTime()
    {
        walk::Counters counters;
        const auto grid =
            walk::makeGrid(walk::makeFamily(counters), {Json::object(), Json::object()}, 3, 1000);
        RunnerOptions options;
        options.interactive = true;
        options.pace = 4;
        const auto begun = std::chrono::steady_clock::now();
        const Played played = play(grid, 2, options);
        const auto taken = std::chrono::steady_clock::now() - begun;
        QVERIFY(taken > 240ms);
        QVERIFY(taken < 2s);
        QCOMPARE(count(*played.log, RunStatus::finished), 6);
    }

    void aStuckUnitIsReportedAndGivenUp()
    {
        walk::Counters counters;
        const auto family = walk::makeFamily(counters);
        const auto grid = walk::makeGrid(family, {{{"hang", 1.5}}}, 3, 1000);
        const walk::NoData data;
        auto log = std::make_shared<LiveLog>(*grid);
        const auto executor = makeExecutor(1);
        RunnerOptions options;
        options.stuckAfter = 50ms;
        Runner runner(*executor, data, grid, log, options);
        runner.start();
        QTRY_COMPARE(runner.progress().stuck, std::vector<std::string>{"Walk 1 on Line, seed 1"});
        QCOMPARE(runner.progress().stuckRuns, std::vector<int>{0});
        QVERIFY(!runner.abandon(2));
        QVERIFY(runner.abandon(0));
        runner.wait(); // on a thread in place of the lost one
        const auto runs = log->runs();
        QCOMPARE(runs[0].status, RunStatus::failed);
        QVERIFY(runs[0].reason.find("had not returned") != std::string::npos);
        QCOMPARE(runs[1].status, RunStatus::finished);
        QCOMPARE(runs[2].status, RunStatus::finished);
        const std::size_t values = walk::valuesOf(*log, 0, walk::position).size();
        QTest::qWait(1600); // the unit returns at last, and nobody listens
        QCOMPARE(walk::valuesOf(*log, 0, walk::position).size(), values);
        QCOMPARE(log->runs()[0].status, RunStatus::failed);
    }

    void aStuckRunIsPlayedElsewhere()
    {
        walk::Counters counters;
        const auto family = walk::makeFamily(counters, 2);
        const auto grid = walk::makeGrid(family, {{{"hang", 1.5}}}, 3, 1000);
        const walk::NoData data;
        auto log = std::make_shared<LiveLog>(*grid);
        const auto executor = makeExecutor(1);
        RunnerOptions options;
        options.stuckAfter = 50ms;
        Runner runner(*executor, data, grid, log, options);
        runner.start();
        QTRY_COMPARE(runner.progress().stuckRuns, (std::vector<int>{0, 1}));
        QVERIFY(runner.rerunElsewhere(0, walk::makeFamily(counters)));
        runner.wait();
        QCOMPARE(count(*log, RunStatus::finished), 3);
        counters.hangOnce = false;
        const Played reference = play(grid, 1);
        for (int run = 0; run < 3; ++run)
            QCOMPARE(digestOf(*log, run), reference.digests()[static_cast<std::size_t>(run)]);
        QTest::qWait(1600);
    }
};

QTEST_GUILESS_MAIN(RunnerTest)
#include "runner_test.moc"
