#include "storage/store.h"

#include "core/experiment/runner.h"
#include "store_fixture.h"
#include "tests/core/experiment/walk_family.h"

using namespace agon;
using namespace agon::storage;
using namespace agon::test;

/** The store behind a real runner. */
class StoreRunnerTest : public StoreFixture
{
    Q_OBJECT

    walk::Counters m_counters;
    std::shared_ptr<const Family> m_family = walk::makeFamily(m_counters);

    std::shared_ptr<Grid> grid(std::uint64_t seeds, std::int64_t budget = 2000)
    {
        RecordingSchedule schedule;
        schedule.spacing = RecordingSchedule::Spacing::every;
        schedule.framesOfEverySeed = true;
        auto result =
            walk::makeGrid(m_family, {{{"drift", 0.1}}, {{"drift", 0.2}}}, seeds, budget, schedule);
        for (RunPlan &run : result->runs)
            run.identity = contentHash(std::to_string(run.cell) + "/" + std::to_string(run.seed) +
                                       "/" + std::to_string(budget));
        return result;
    }

    RunnerProgress play(Store &store, StoreWriter &writer, std::int64_t id,
                        const std::shared_ptr<Grid> &what, const std::shared_ptr<LiveLog> &log)
    {
        const walk::NoData data;
        const auto executor = makeExecutor(2);
        RunnerOptions options;
        options.reuse = reuseFrom(store, what);
        writer.attach(id, log);
        Runner runner(*executor, data, what, log, options);
        runner.start();
        runner.wait();
        return runner.progress();
    }

private Q_SLOTS:
    void digestsOfTheStoreAreThoseOfTheRun()
    {
        const std::string path = newPath();
        const auto what = grid(3);
        const auto log = std::make_shared<LiveLog>(*what);
        std::int64_t id = 0;
        {
            const auto store = create(path);
            const auto added = store->addExperiment(*what);
            VERIFY_OK(added);
            id = *added;
            StoreWriter writer(*store);
            QCOMPARE(play(*store, writer, id, what, log).finished, 6);
            VERIFY_OK(writer.detach(id));
        }
        const auto store = Store::open(path, OpenMode::readOnly);
        VERIFY_OK(store);
        const auto source = (*store)->source(id);
        VERIFY_OK(source);
        QCOMPARE((*source)->experiment().toml, toToml(what->experiment));
        for (int run = 0; run < 6; ++run) {
            QVERIFY(!log->runs()[static_cast<std::size_t>(run)].digest.empty());
            QCOMPARE(digestOf(**source, run), log->runs()[static_cast<std::size_t>(run)].digest);
            QCOMPARE((*source)->runs()[static_cast<std::size_t>(run)].digest,
                     log->runs()[static_cast<std::size_t>(run)].digest);
            QVERIFY(
                sameContent(joined(**source, run, eventChannel), joined(*log, run, eventChannel)));
        }
    }

    void identicalRunsAreNotComputedAgain()
    {
        const auto store = create(newPath());
        StoreWriter writer(*store);
        const auto few = grid(2);
        const auto first = std::make_shared<LiveLog>(*few);
        const auto a = store->addExperiment(*few);
        VERIFY_OK(a);
        const int before = m_counters.units;
        QCOMPARE(play(*store, writer, *a, few, first).finished, 4);
        VERIFY_OK(writer.flush());
        const int units = m_counters.units;
        const auto more = grid(3);
        const auto second = std::make_shared<LiveLog>(*more);
        const auto b = store->addExperiment(*more);
        VERIFY_OK(b);
        const RunnerProgress progress = play(*store, writer, *b, more, second);
        QCOMPARE(progress.reused, 4);
        QCOMPARE(m_counters.units - units, (units - before) / 2);
        VERIFY_OK(writer.flush());
        const auto source = store->source(*b);
        VERIFY_OK(source);
        for (int run = 0; run < 6; ++run)
            QCOMPARE(digestOf(**source, run), second->runs()[static_cast<std::size_t>(run)].digest);
        QVERIFY(store->runs(*b)->at(0).reused);
        QVERIFY(!store->runs(*b)->at(5).reused);
    }

    void aLogThatGrowsLargeIsReadBackFromTheStore()
    {
        const auto store = create(newPath());
        StoreWriterOptions options;
        options.memory = 0;
        StoreWriter writer(*store, options);
        const auto what = grid(2, 20'000);
        const auto log = std::make_shared<LiveLog>(*what);
        const auto id = store->addExperiment(*what);
        VERIFY_OK(id);
        QCOMPARE(play(*store, writer, *id, what, log).finished, 4);
        const std::size_t before = log->chunks(0, walk::position).size();
        VERIFY_OK(writer.flush());
        QCOMPARE(log->bytesInMemory(), std::size_t{0});
        QCOMPARE(log->chunks(0, walk::position).size(), before);
        QCOMPARE(log->chunks(0, walk::position, 1).size(), before - 1);
        for (int run = 0; run < 4; ++run)
            QCOMPARE(digestOf(*log, run), log->runs()[static_cast<std::size_t>(run)].digest);
    }

    void moreSeedsGoOnWhereTheExperimentStopped()
    {
        const auto store = create(newPath());
        StoreWriter writer(*store);
        const auto few = grid(1);
        const auto log = std::make_shared<LiveLog>(*few);
        const auto id = store->addExperiment(*few);
        VERIFY_OK(id);
        play(*store, writer, *id, few, log);
        VERIFY_OK(writer.flush());
        const auto more = grid(3);
        VERIFY_OK(store->extendExperiment(*id, *more));
        log->extend(*more);
        const walk::NoData data;
        const auto executor = makeExecutor(2);
        Runner runner(*executor, data, more, log);
        runner.start();
        runner.wait();
        VERIFY_OK(writer.detach(*id));
        const auto source = store->source(*id);
        VERIFY_OK(source);
        QCOMPARE((*source)->runs().size(), std::size_t{6});
        for (int run = 0; run < 6; ++run)
            QCOMPARE(digestOf(**source, run), log->runs()[static_cast<std::size_t>(run)].digest);
        QCOMPARE((*source)->experiment().toml, toToml(more->experiment));
    }
};

QTEST_GUILESS_MAIN(StoreRunnerTest)
#include "store_runner_test.moc"
