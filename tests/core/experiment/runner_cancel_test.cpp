#include "tests/core/experiment/walk_family.h"

#include <QTest>

#include <algorithm>

using namespace agon;
using namespace std::chrono_literals;

namespace {

using Clock = std::chrono::steady_clock;

/** Whether a runner ends within a time in which even a busy machine plays a few units. */
bool endsSoon(const Runner &runner)
{
    for (const auto until = Clock::now() + 20s; Clock::now() < until;) {
        if (runner.progress().done)
            return true;
        std::this_thread::sleep_for(20us);
    }
    return false;
}

} // namespace

/** cancel() meets threads at work at any moment; whoever waits for the runner must not wait for a
 *  run that nobody ends any more. */
class RunnerCancelTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lanesOfATrialThatThrowsMeanwhileEnd()
    {
        walk::Counters counters;
        const auto family = walk::makeFamily(counters, 4);
        const auto grid = walk::makeGrid(family, {{{"throw-seed", 3}}}, 4, 200);
        const walk::NoData data;
        const auto log = std::make_shared<LiveLog>(*grid);
        const auto executor = makeExecutor(1);
        Runner runner(*executor, data, grid, log);
        counters.beforeThrow = [&] { runner.cancel(); };
        runner.start();
        QVERIFY(endsSoon(runner));
        const auto runs = log->runs();
        QVERIFY(std::all_of(runs.begin(), runs.end(), [](const RunView &run) {
            return run.status == RunStatus::cancelled || run.status == RunStatus::failed;
        }));
    }

    void everyMomentIsGoodToCancel_data()
    {
        QTest::addColumn<bool>("interactive");
        QTest::newRow("experiment") << false;
        QTest::newRow("contest") << true;
    }
    void everyMomentIsGoodToCancel()
    {
        QFETCH(bool, interactive);
        walk::Counters counters;
        const auto family = walk::makeFamily(counters, 2);
        const auto grid = walk::makeGrid(family, {Json::object(), {{"unit", 1}}}, 8, 40);
        const walk::NoData data;
        const auto executor = makeExecutor(3);
        RunnerOptions options;
        options.interactive = interactive;
        int cancelled = 0;
        for (int moment = 0; moment < 1500; ++moment) {
            const auto log = std::make_shared<LiveLog>(*grid);
            Runner runner(*executor, data, grid, log, options);
            runner.start();
            const auto until = Clock::now() + std::chrono::nanoseconds(moment * 400);
            while (Clock::now() < until) {
            }
            runner.cancel();
            QVERIFY2(endsSoon(runner), qPrintable(QString("moment %1").arg(moment)));
            const RunnerProgress progress = runner.progress();
            QCOMPARE(progress.finished + progress.cancelled, 16);
            cancelled += progress.cancelled;
        }
        QVERIFY(cancelled > 0);
    }
};

QTEST_GUILESS_MAIN(RunnerCancelTest)
#include "runner_cancel_test.moc"
