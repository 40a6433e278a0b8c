#include "plugins/bandits/loops/reward_tables.h"
#include "plugins/bandits/rules/bounded_law.h"
#include "plugins/bandits/rules/divergence.h"
#include "tests/plugins/bandits/bandit_trials.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <map>

using namespace agon;
using namespace agon::bandits;
using agon::bandits::test::Bench;

/** Rewards have their law, arrive when they should, and horizons restart when they should. */
class RewardLawsTest : public QObject
{
    Q_OBJECT

    Bench m_bench;

private Q_SLOTS:
    void meansAndVariances_data()
    {
        QTest::addColumn<QString>("problem");
        QTest::addColumn<double>("variance"); // of an arm with mean 0.3
        QTest::newRow("poisson") << "poisson" << 0.3;
        QTest::newRow("exponential") << "exponential" << 0.09;
        QTest::newRow("beta") << "beta" << 0.3 * 0.7 / 5;
        QTest::newRow("uniform") << "uniform-arms" << 0.01 / 3;
        QTest::newRow("truncated exponential") << "truncated-exponential" << -1.0;
    }
    void meansAndVariances()
    {
        QFETCH(QString, problem);
        QFETCH(double, variance);
        const auto instance =
            m_bench.instance("bandits/" + problem.toStdString(),
                             {{"means", {{"type", "custom"}, {"values", {0.3, 0.8}}}}});
        constexpr int rounds = 100'000;
        RewardReader rewards(*instance, 5);
        for (const int arm : {0, 1}) {
            double sum = 0;
            double squares = 0;
            for (int round = 0; round < rounds; ++round) {
                const double reward = rewards(arm, round);
                QVERIFY(reward >= 0);
                if (isBounded(instance->law()))
                    QVERIFY(reward <= 1);
                sum += reward;
                squares += reward * reward;
            }
            const double mean = sum / rounds;
            const double spread = squares / rounds - mean * mean;
            QVERIFY2(std::abs(mean - instance->means()[static_cast<std::size_t>(arm)]) <=
                         4 * std::sqrt(spread / rounds),
                     qPrintable(QString::number(mean)));
            if (arm == 0 && variance > 0)
                QVERIFY2(std::abs(spread / variance - 1) < 0.05,
                         qPrintable(QString::number(spread)));
        }
    }

    void boundedDivergenceOfCoinsIsBernoullis()
    {
        std::vector<double> coins(100);
        std::fill(coins.begin(), coins.begin() + 40, 1.0);
        QVERIFY(std::abs(boundedDivergence(coins, 0.6) - bernoulliDivergence(0.4, 0.6)) < 1e-12);
        // Less spread tells the means apart more easily.
        const std::vector<double> certain(100, 0.4);
        QVERIFY(boundedDivergence(certain, 0.6) > bernoulliDivergence(0.4, 0.6));
    }

    void lateRewards()
    {
        // With everything in one batch a policy never learns: all arms equally often.
        const auto batch = m_bench.problem(
            "bandits/bernoulli",
            {{"means", "ladder"}, {"feedback", {{"type", "batches"}, {"size", 1000}}}});
        const auto lane = m_bench.play("bandits/ucb1", Json::object(), batch, 1000, 1);
        QCOMPARE(lane.last(channel::switches), 999.0);
        QCOMPARE(lane.last(channel::optimalArmShare), 0.1);
        // Batches of one round are no delay.
        const auto single = m_bench.problem(
            "bandits/bernoulli",
            {{"means", "ladder"}, {"feedback", {{"type", "batches"}, {"size", 1}}}});
        const auto prompt = m_bench.instance("bandits/bernoulli", {{"means", "ladder"}});
        for (const char *policy : {"bandits/ucb1", "bandits/thompson-sampling", "bandits/imed",
                                   "bandits/exp3", "bandits/tsallis-inf"}) {
            const auto batched = m_bench.play(policy, Json::object(), single, 2000, 4);
            const auto quick = m_bench.play(policy, Json::object(), prompt, 2000, 4);
            for (const int metric :
                 {channel::cumulativeRegret, channel::cumulativeReward, channel::switches})
                QVERIFY2(batched.metrics.at(metric) == quick.metrics.at(metric), policy);
        }
        // Late rewards cost: an index that does not move is pulled in bursts. How much is not
        // monotone in the delay, because half a horizon without news leaves time for few bursts.
        double prompted = 0;
        for (const int delay : {1, 200, 1500}) {
            double regret = 0;
            for (std::uint64_t seed = 1; seed <= 10; ++seed)
                regret += m_bench
                              .play("bandits/ucb1", Json::object(),
                                    m_bench.problem(
                                        "bandits/bernoulli",
                                        {{"means", "ladder"},
                                         {"feedback", {{"type", "delayed"}, {"rounds", delay}}}}),
                                    3000, seed)
                              .last(channel::cumulativeRegret);
            if (delay == 1)
                prompted = regret;
            else
                QVERIFY(regret > 1.2 * prompted);
        }
    }

    void delaysHaveTheirMean()
    {
        FeedbackQueue<double> queue(GeometricDelay{5}, 3);
        constexpr std::int64_t rounds = 20'000;
        for (std::int64_t round = 1; round <= rounds; ++round)
            queue.push(round, static_cast<double>(round));
        double sum = 0;
        std::int64_t now = 1;
        std::int64_t known = 0;
        for (; known < rounds; ++now)
            for (; queue.ready(now); ++known) {
                const auto reward = queue.pop();
                QVERIFY(reward.due < now && reward.round <= reward.due);
                QCOMPARE(reward.news, static_cast<double>(reward.round));
                sum += static_cast<double>(reward.due - reward.round);
            }
        // Geometric with mean 5: variance 30.
        QVERIFY(std::abs(sum / rounds - 5) < 4 * std::sqrt(30.0 / rounds));
    }

    void doublingRestarts()
    {
        // In rounds 1024 … 2047 the rule is MOSS with T = 1024, started anew: every arm is pulled
        // once first.
        const auto instance = m_bench.instance("bandits/bernoulli", {{"means", "ladder"}});
        const auto lane =
            m_bench.play("bandits/moss", {{"horizon", "doubling"}}, instance, 2000, 2);
        RewardReader rewards(*instance, 2);
        std::vector<double> pulls(10);
        std::vector<double> sums(10);
        std::map<std::int64_t, double> regrets;
        for (const auto &[step, regret] : lane.metrics.at(channel::cumulativeRegret))
            regrets[step] = regret;
        double regret = 0;
        for (std::int64_t round = 1; round <= 2000; ++round) {
            std::int64_t epoch = 1;
            while (2 * epoch <= round)
                epoch *= 2;
            if (round == epoch) {
                pulls.assign(10, 0);
                sums.assign(10, 0);
            }
            std::size_t arm = static_cast<std::size_t>(round - epoch);
            if (arm >= 10) {
                std::vector<double> index(10);
                for (std::size_t a = 0; a < 10; ++a)
                    index[a] = sums[a] / pulls[a] +
                               std::sqrt(std::max(0.0, std::log(static_cast<double>(epoch) /
                                                                (10 * pulls[a]))) /
                                         pulls[a]);
                arm = static_cast<std::size_t>(firstLargest(index));
            }
            pulls[arm] += 1;
            sums[arm] += rewards(static_cast<int>(arm), round - 1);
            regret += instance->bestMean() - instance->means()[arm];
            if (regrets.contains(round))
                QVERIFY2(std::abs(regrets[round] - regret) < 1e-9,
                         qPrintable(QString("round %1").arg(round)));
        }
    }
};

QTEST_GUILESS_MAIN(RewardLawsTest)
#include "reward_laws_test.moc"
