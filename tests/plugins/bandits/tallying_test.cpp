#include "plugins/bandits/rules/batched_bandit.h"
#include "plugins/bandits/rules/burn_in_schedule.h"
#include "tests/plugins/bandits/bandit_trials.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace agon;
using namespace agon::bandits;
using agon::bandits::test::Bench;

/** Arms whose losses depend on how often they were pulled (P121). */
class TallyingTest : public QObject
{
    Q_OBJECT

    Bench m_bench;

private Q_SLOTS:
    void schedule()
    {
        for (const Json &entry : Bench::golden("P121_schedule").at("cases")) {
            Task task;
            task.arms = entry.at("K").get<int>();
            task.horizon = entry.at("T").get<std::int64_t>();
            const BurnInSchedule schedule(task, entry.at("M").get<int>(),
                                          entry.at("delta").get<double>());
            const int phase = entry.at("phase").get<int>();
            QCOMPARE(schedule.block(phase), entry.at("block").get<std::int64_t>());
            QVERIFY(std::abs(schedule.radius(phase) - entry.at("radius").get<double>()) < 1e-9);
        }
    }

    void blocksAreContiguous()
    {
        // In the first phases all five arms survive: a switch every 41, then every 42 rounds, ….
        const auto lane =
            m_bench.play("bandits/successive-elimination-with-burn-in", Json::object(),
                         m_bench.problem("bandits/weighted-tallying"), 400, 1);
        for (const auto &[step, switches] : lane.metrics.at(channel::switches)) {
            const double expected =
                step <= 205
                    ? std::floor(static_cast<double>(std::max<std::int64_t>(step, 1) - 1) / 41)
                    : 4 + 1 + std::floor(static_cast<double>(step - 206) / 42);
            QCOMPARE(switches, expected);
        }
    }

    void talliesAreThoseOfTheWindow()
    {
        // Blocks of 41: the latest 20 pulls after 45 rounds are 4 of the second arm's and the last
        // 16 of the first one's, after 200 rounds all the fifth one's.
        const auto compareTallies = [&](std::int64_t rounds, const std::vector<double> &expected) {
            const auto lane =
                m_bench.play("bandits/successive-elimination-with-burn-in", Json::object(),
                             m_bench.problem("bandits/weighted-tallying"), rounds, 1);
            const auto &[step, frame] = lane.frames.at(channel::armTallies).back();
            QCOMPARE(step, rounds);
            const auto &found = std::get<FieldFrame>(frame).values;
            QCOMPARE(found.size(), expected.size());
            for (std::size_t arm = 0; arm < found.size(); ++arm)
                QVERIFY(std::abs(found[arm] - expected[arm]) < 1e-12);
        };
        compareTallies(10, {0.5, 0, 0, 0, 0});
        compareTallies(45, {0.8, 0.2, 0, 0, 0});
        compareTallies(200, {0, 0, 0, 0, 1});
    }

    void eliminationsAreRecorded()
    {
        const auto lane =
            m_bench.play("bandits/successive-elimination-with-burn-in", Json::object(),
                         m_bench.problem("bandits/weighted-tallying"), 50'000, 2);
        double before = 5;
        for (const auto &[step, survivors] : lane.metrics.at(channel::survivingArms)) {
            QVERIFY(survivors <= before);
            before = survivors;
        }
        QCOMPARE(before, 1.0);
        // The last one is the arm that is pulled from then on.
        const auto &kept = std::get<FieldFrame>(lane.frames.at(channel::keptArms).back().second);
        const auto &pulls = std::get<FieldFrame>(lane.frames.at(channel::armPulls).back().second);
        QCOMPARE(kept.values, pulls.values);
        // Whoever drops no arm tells of none.
        QVERIFY(!m_bench
                     .play("bandits/ucb1", Json::object(),
                           m_bench.problem("bandits/weighted-tallying"), 100, 2)
                     .metrics.contains(channel::survivingArms));
    }

    void batchesOfTheCubeRoot()
    {
        // 8000 rounds in 400 batches of 20: the arm changes after rounds 20, 40, … only.
        QCOMPARE(policyRegretBatches(8000), std::int64_t{400});
        QCOMPARE(policyRegretBatches(50'000), std::int64_t{1357});
        QCOMPARE(policyRegretBatches(1), std::int64_t{1});
        Task task;
        task.arms = 5;
        task.horizon = 8000;
        BatchedBandit bandit(task, policyRegretBatches(task.horizon), false);
        random::Stream stream(1, random::Purpose("test"));
        int before = -1;
        for (std::int64_t round = 1; round <= task.horizon; ++round) {
            const int arm = bandit.select(round, stream);
            QVERIFY(round % 20 == 1 || arm == before);
            bandit.update(arm == 0 ? 0.2 : 0.5);
            before = arm;
        }
        // The setting chooses among these and P003's batches, which stay the default.
        const auto switches = [&](const Json &settings) {
            return m_bench
                .play("bandits/batched-tsallis-inf", settings,
                      m_bench.problem("bandits/weighted-tallying"), 8000, 1)
                .last(channel::switches);
        };
        QVERIFY(switches({{"batches", "policy-regret"}}) <= 399);
        QCOMPARE(switches({{"batches", "switching-costs"}}), switches(Json::object()));
        QVERIFY(switches({{"batches", "policy-regret"}}) != switches(Json::object()));
    }

    void theBestArmNeedsExposure()
    {
        // Whoever stays with one arm from the start loses nothing if it is the best one: the
        // regret of a policy that has committed stops growing.
        const auto lane =
            m_bench.play("bandits/successive-elimination-with-burn-in", Json::object(),
                         m_bench.problem("bandits/weighted-tallying"), 50'000, 2);
        const auto &regret = lane.metrics.at(channel::policyRegret);
        double before = 0;
        for (const auto &[step, value] : regret)
            if (step <= 45'000)
                before = value;
        QVERIFY(std::abs(regret.back().second - before) < 1e-9);
        QVERIFY(before < 3000);
    }
};

QTEST_GUILESS_MAIN(TallyingTest)
#include "tallying_test.moc"
