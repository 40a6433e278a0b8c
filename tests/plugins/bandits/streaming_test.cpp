#include "plugins/bandits/rules/streaming_sizes.h"
#include "tests/plugins/bandits/bandit_trials.h"

#include <QTest>

#include <cmath>

using namespace agon;
using namespace agon::bandits;
using agon::bandits::test::Bench;

/** Arms that arrive once, and what is stored of them (P179). */
class StreamingTest : public QObject
{
    Q_OBJECT

    Bench m_bench;

    agon::test::MemoryRecorder::Lane run(const std::string &algorithm, int arms, std::uint64_t seed,
                                         const Json &settings = Json::object())
    {
        return m_bench.play("bandits/" + algorithm, settings,
                            m_bench.problem("bandits/streaming-arms", {{"arms", arms}}, seed),
                            1000 * arms, seed);
    }

private Q_SLOTS:
    void sizes()
    {
        for (const Json &entry : Bench::golden("P179_sizes").at("cases")) {
            const StreamingTask task{entry.at("K").get<int>(), entry.at("T").get<std::int64_t>()};
            QVERIFY(std::abs(task.accuracy() - entry.at("eps").get<double>()) < 1e-9);
            QVERIFY(std::abs(uniformPullsOf(task) - entry.at("uniform").get<double>()) < 1e-9);
            QVERIFY(std::abs(naivePullsOf(task) - entry.at("naive").get<double>()) < 1e-9);
            const auto tower = entry.at("tower").get<std::vector<std::int64_t>>();
            QCOMPARE(static_cast<int>(tower.size()), static_cast<int>(std::log(task.arms)));
            for (std::size_t level = 0; level < tower.size(); ++level)
                QCOMPARE(towerPulls(task, 1.2, static_cast<int>(level)), tower[level]);
        }
    }

    void whatIsLetGoIsGone()
    {
        ArmMemory memory(2);
        memory.arrive(0);
        QVERIFY(memory.reaches(0));
        QVERIFY(!memory.reaches(1));
        QVERIFY(memory.store(0));
        QVERIFY(!memory.store(0));
        memory.arrive(1);
        QVERIFY(memory.reaches(1));
        memory.arrive(2);
        // Arm 1 was not stored: it never comes back.
        QVERIFY(!memory.reaches(1));
        QVERIFY(!memory.store(1));
        QVERIFY(memory.store(2));
        memory.arrive(3);
        // Two are stored, and the third is at hand.
        QVERIFY(memory.reaches(0) && memory.reaches(2) && memory.reaches(3));
        QVERIFY(!memory.store(3));
        QVERIFY(memory.forget(0));
        QVERIFY(!memory.forget(0));
        QVERIFY(!memory.reaches(0));
        QVERIFY(memory.store(3));
        memory.close();
        QVERIFY(memory.reaches(3));
        QVERIFY(!memory.reaches(4));
        QCOMPARE(memory.stored(), 2);
    }

    void towersFitIntoLittleMemory()
    {
        for (const int memory : {1, 2, 3}) {
            const auto instance =
                m_bench.problem("bandits/streaming-arms", {{"arms", 300}, {"memory", memory}}, 1);
            for (const char *levels : {"log", "loglog", "log-star"})
                QVERIFY(
                    m_bench
                        .play("bandits/streaming-tower", {{"levels", levels}}, instance, 300'000, 1)
                        .last(channel::peakStoredArms) <= memory);
        }
    }

    void withFewPullsEverybodyExploresUniformly()
    {
        const auto instance = m_bench.problem("bandits/streaming-arms", {{"arms", 50}}, 1);
        const auto metrics = [&](const char *algorithm, std::int64_t budget) {
            return m_bench
                .play(std::string("bandits/streaming-") + algorithm, Json::object(), instance,
                      budget, 1)
                .metrics;
        };
        for (const char *algorithm : {"king", "tower"}) {
            QVERIFY(metrics(algorithm, 99) == metrics("uniform", 99));
            QVERIFY(metrics(algorithm, 100) != metrics("uniform", 100));
        }
    }

    void memoryIsBounded()
    {
        const auto peak = [&](const std::string &algorithm, const Json &settings) {
            return run(algorithm, 1000, 2, settings).last(channel::peakStoredArms);
        };
        QCOMPARE(peak("streaming-uniform", Json::object()), 1.0);
        QCOMPARE(peak("streaming-naive", Json::object()), 1.0);
        QCOMPARE(peak("streaming-king", Json::object()), 1.0);
        QVERIFY(peak("streaming-tower", Json::object()) <= 6);
        QVERIFY(peak("streaming-tower", {{"levels", "loglog"}}) <= 3);
        QVERIFY(peak("streaming-tower", {{"levels", "log-star"}}) <= 3);
    }

    void towerMeetsItsChallengers()
    {
        // Eight arms, two levels of 100 and 120 pulls: a king and six challengers, the king moves
        // up, the eighth arm begins anew, then both kings meet.
        QCOMPARE(run("streaming-tower", 8, 1).last(channel::explorationPulls),
                 8.0 * 100 + 120 + 2 * 120);
        // ln ln K: levels of ten challengers and a top of ln K/ε² pulls, which may be all there is.
        QCOMPARE(
            run("streaming-tower", 12, 1, {{"levels", "loglog"}}).last(channel::explorationPulls),
            13.0 * 249);
        QCOMPARE(
            run("streaming-tower", 20, 1, {{"levels", "loglog"}}).last(channel::explorationPulls),
            20.0 * 100 + 300 + 2 * 300);
    }

    void uniformExploresAsDeclared()
    {
        const auto lane = run("streaming-uniform", 200, 1);
        QCOMPARE(lane.last(channel::explorationPulls), 200.0 * 231);
        QCOMPARE(lane.metrics.at(channel::cumulativeRegret).back().first, std::int64_t{200'000});
    }

    void theClearBestIsFound()
    {
        for (const char *algorithm :
             {"streaming-uniform", "streaming-naive", "streaming-tower", "streaming-king"}) {
            double gap = 0;
            for (std::uint64_t seed = 1; seed <= 10; ++seed)
                gap += run(algorithm, 200, seed).last(channel::simpleRegret) / 10;
            QVERIFY2(gap < 0.1, qPrintable(QString("%1: %2").arg(algorithm).arg(gap)));
        }
    }

    void tooSmallABudgetIsNoAccident()
    {
        // Fewer pulls than arms: what was seen first is kept, and the budget is met exactly.
        for (const char *algorithm :
             {"streaming-uniform", "streaming-naive", "streaming-tower", "streaming-king"}) {
            const auto lane =
                m_bench.play(std::string("bandits/") + algorithm, Json::object(),
                             m_bench.problem("bandits/streaming-arms", {{"arms", 50}}), 30, 1);
            QCOMPARE(lane.metrics.at(channel::cumulativeRegret).back().first, std::int64_t{30});
        }
    }
};

QTEST_GUILESS_MAIN(StreamingTest)
#include "streaming_test.moc"
