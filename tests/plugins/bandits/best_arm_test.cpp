#include "plugins/bandits/rules/identification.h"
#include "plugins/bandits/rules/oracle_allocation.h"
#include "tests/plugins/bandits/bandit_trials.h"
#include "tests/support/compare.h"

#include <QTest>

#include <algorithm>

using namespace agon;
using namespace agon::bandits;
using agon::bandits::test::Bench;
using agon::test::compare;

/** Policies that look for the best arm. */
class BestArmTest : public QObject
{
    Q_OBJECT

    Bench m_bench;

    InstancePointer arms(const std::vector<double> &means, double confidence = 0.1) const
    {
        return m_bench.problem(
            "bandits/hidden-best-arm",
            {{"means", {{"type", "custom"}, {"values", means}}}, {"confidence", confidence}});
    }

    /** How often each arm was pulled in all. */
    std::vector<double> pullsOf(const std::string &algorithm, const Json &settings,
                                const InstancePointer &instance, std::int64_t budget,
                                std::uint64_t seed) const
    {
        const auto lane = m_bench.play(algorithm, settings, instance, budget, seed);
        std::vector<double> total;
        std::int64_t before = 0;
        for (const auto &[step, frame] : lane.frames.at(channel::armPulls)) {
            const auto &values = std::get<FieldFrame>(frame).values;
            total.resize(values.size());
            for (std::size_t arm = 0; arm < values.size(); ++arm)
                total[arm] += values[arm] * static_cast<double>(step - before);
            before = step;
        }
        return total;
    }

private Q_SLOTS:
    void rejects()
    {
        for (const Json &entry : Bench::golden("successive_rejects").at("cases")) {
            const int count = entry.at("K").get<int>();
            const auto budget = entry.at("n").get<std::int64_t>();
            const auto expected = entry.at("n_k").get<std::vector<std::int64_t>>();
            QVERIFY(rejectionQuotas(count, budget) == expected);
            // Arm by arm: whatever falls in phase k has been pulled n_k times.
            std::vector<double> means(static_cast<std::size_t>(count), 0.5);
            auto pulls =
                pullsOf("bandits/successive-rejects", Json::object(), arms(means), budget, 3);
            std::sort(pulls.begin(), pulls.end());
            for (std::size_t k = 0; k + 1 < expected.size(); ++k)
                compare(pulls[k], static_cast<double>(expected[k]), 1e-6);
        }
        QVERIFY(rejectionQuotas(5, 3).empty());
    }

    void halving()
    {
        for (const Json &entry : Bench::golden("sequential_halving").at("cases")) {
            const int count = entry.at("K").get<int>();
            const auto budget = entry.at("n").get<std::int64_t>();
            const auto sizes = entry.at("sizes").get<std::vector<int>>();
            const auto each = entry.at("pulls_each").get<std::vector<std::int64_t>>();
            QCOMPARE(halvingPhases(count), static_cast<int>(each.size()));
            for (std::size_t phase = 0; phase < each.size(); ++phase)
                QCOMPARE(halvingPulls(budget, sizes[phase], halvingPhases(count)), each[phase]);
            auto pulls =
                pullsOf("bandits/sequential-halving", Json::object(),
                        arms(std::vector<double>(static_cast<std::size_t>(count), 0.5)), budget, 3);
            std::sort(pulls.begin(), pulls.end());
            double sum = 0;
            std::size_t dropped = 0;
            for (std::size_t phase = 0; phase < each.size(); ++phase) {
                sum += static_cast<double>(each[phase]);
                for (int arm = sizes[phase + 1]; arm < sizes[phase]; ++arm)
                    compare(pulls[dropped++], sum, 1e-6);
            }
        }
    }

    void uniform()
    {
        const auto pulls =
            pullsOf("bandits/uniform-allocation", Json::object(), arms({.1, .5, .2, .4}), 1000, 1);
        for (const double count : pulls)
            compare(count, 250, 1e-6);
    }

    void confidenceRadius()
    {
        for (const Json &entry : Bench::golden("lucb").at("cases")) {
            Task task;
            task.arms = entry.at("K").get<int>();
            task.confidence = entry.at("delta").get<double>();
            ArmStatistics statistics(task.arms);
            for (int pull = 0; pull < entry.at("n").get<int>(); ++pull)
                statistics.add(0, 0.5);
            const Round round(entry.at("t").get<std::int64_t>());
            const ConfidenceBounds bounds(task, Bounds::hoeffding);
            compare(bounds.upper(0, round, statistics) - 0.5, entry.at("out").get<double>(), 1e-12);
            compare(0.5 - bounds.lower(0, round, statistics), entry.at("out").get<double>(), 1e-12);
            // Pinsker: Kullback–Leibler intervals lie within Hoeffding's.
            const ConfidenceBounds sharper(task, Bounds::divergence);
            QVERIFY(sharper.upper(0, round, statistics) <= bounds.upper(0, round, statistics));
            QVERIFY(sharper.lower(0, round, statistics) >= bounds.lower(0, round, statistics));
        }
    }

    void oracle()
    {
        const Json group = Bench::golden("track_and_stop");
        for (const Json &entry : group.at("cases")) {
            const auto means = entry.at("mu").get<std::vector<double>>();
            const auto expected = entry.at("w").get<std::vector<double>>();
            const auto found = oracleAllocation(
                entry.at("family") == "gauss" ? RewardLaw::gaussian : RewardLaw::bernoulli, 1,
                means);
            for (std::size_t arm = 0; arm < means.size(); ++arm)
                compare(found.weights[arm], expected[arm], 1e-6);
            const double time = entry.at("T_star").get<double>();
            compare(found.characteristicTime / time, 1, 1e-6);
        }
        // Two best arms cannot be told apart.
        QVERIFY(
            std::isinf(oracleAllocation(RewardLaw::bernoulli, 1, std::vector<double>{.5, .5, .1})
                           .characteristicTime));
    }

    void sureOnesAreRarelyWrong_data()
    {
        QTest::addColumn<QString>("algorithm");
        for (const char *algorithm :
             {"lucb", "kl-lucb", "successive-elimination", "track-and-stop"})
            QTest::newRow(algorithm) << algorithm;
    }
    void sureOnesAreRarelyWrong()
    {
        // δ = 0.1: with 40 runs, at most 10 errors but for chance of one in 1000; each stops.
        QFETCH(QString, algorithm);
        const auto instance = arms({.8, .4, .3});
        int wrong = 0;
        for (std::uint64_t seed = 1; seed <= 40; ++seed) {
            const auto lane = m_bench.play("bandits/" + algorithm.toStdString(), Json::object(),
                                           instance, 3000, seed);
            QVERIFY(lane.last(channel::stoppingTime) < 3000);
            QVERIFY(lane.last(channel::stoppingTime) > 10);
            wrong += lane.last(channel::misidentified) > 0;
        }
        QVERIFY2(wrong <= 10, qPrintable(QString::number(wrong)));
    }

    void trackingFollowsTheOracle()
    {
        // On well-known means the pulls have the proportions w*.
        const std::vector<double> means{.5, .45, .43, .4};
        const auto expected = oracleAllocation(RewardLaw::bernoulli, 1, means).weights;
        const auto pulls =
            pullsOf("bandits/track-and-stop", Json::object(), arms(means, 1e-9), 20'000, 2);
        double total = 0;
        for (const double count : pulls)
            total += count;
        for (std::size_t arm = 0; arm < means.size(); ++arm)
            compare(pulls[arm] / total, expected[arm], 0.12);
    }

    void fewerPullsThanArms()
    {
        for (const char *algorithm : {"bandits/successive-rejects", "bandits/sequential-halving"}) {
            const auto pulls = pullsOf(algorithm, Json::object(), arms({.1, .5, .2, .4, .9}), 3, 1);
            QVERIFY((pulls == std::vector<double>{1, 1, 1, 0, 0}));
        }
    }
};

QTEST_GUILESS_MAIN(BestArmTest)
#include "best_arm_test.moc"
