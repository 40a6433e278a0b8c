#include "plugins/bandits/rules/trained_policy.h"
#include "tests/plugins/bandits/bandit_trials.h"

#include <QTest>

#include <cmath>
#include <numeric>

using namespace agon;
using namespace agon::bandits;
using agon::bandits::test::Bench;

/** Policies for a few dozen pulls (P046). */
class TrainedPolicyTest : public QObject
{
    Q_OBJECT

    Bench m_bench;

private Q_SLOTS:
    void complexity()
    {
        const Json &group = Bench::golden("P046_complexity");
        for (const Json &entry : group.at("cases"))
            QVERIFY(
                std::abs(identificationComplexity(entry.at("means").get<std::vector<double>>()) -
                         entry.at("out").get<double>()) <= group.at("tol").get<double>());
        // The problem's arms have the complexity asked for, in every shape.
        for (const char *shape : {"equal", "linear", "one-near", "root", "three-near", "drawn"}) {
            const auto arms =
                m_bench.instance("bandits/small-budget", {{"complexity", 60}, {"shape", shape}}, 3);
            QVERIFY(std::abs(identificationComplexity(arms->means()) - 60) < 1e-9);
            QCOMPARE(arms->bestMean(), 0.0);
        }
    }

    void probabilitiesByHand()
    {
        // Two arms after 3 of 4 pulls: sums 2 and -1 of 2 and 1 pulls, deviation 2.
        ArmStatistics arms(2);
        arms.add(0, 1);
        arms.add(0, 1);
        arms.add(1, -1);
        const PolicyWeights weights{0.5, 0.3, 0.2, 0.4, -0.6, 0.7, std::log(2.0)};
        std::vector<double> found(2);
        trainedProbabilities(weights, arms, 2, 3, 4, found);
        const double first = 1.0 / 3;
        const double second = -0.25;
        const double score0 = (0.5 + 0.3) * first + (0.3 - 0.45) / std::sqrt(2.5) + 0.7 * 0.5;
        const double score1 = (0.5 + 0.3) * second + (0.3 - 0.45) / std::sqrt(1.5) +
                              0.2 * (second - first) * std::sqrt(1.5) + 0.7 * 0.25;
        const double expected = 1 / (1 + std::exp((score1 - score0) / 2));
        QVERIFY(std::abs(found[0] - expected) < 1e-12);
        QVERIFY(std::abs(found[0] + found[1] - 1) < 1e-12);
    }

    void everyPolicyDrawsFromItsWeights()
    {
        // In a fresh trial the chances are those of the weights for that purpose.
        const auto arms = m_bench.gaussian({0, 0.5, -0.5}, 1);
        const auto check = [&](const char *policy, const Json &settings, TrainedFor purpose) {
            const auto trial = m_bench.start(policy, settings, arms, 24);
            Bench::tell(*trial, 0, 3, 1.5);
            Bench::tell(*trial, 1, 2, -1);
            ArmStatistics known(3);
            for (int pull = 0; pull < 3; ++pull)
                known.add(0, 0.5);
            for (int pull = 0; pull < 2; ++pull)
                known.add(1, -0.5);
            std::vector<double> expected(3);
            trainedProbabilities(trainedWeights(purpose), known, 1, 5, 24, expected);
            const int draws = 20'000;
            const auto counts = Bench::choices(*trial, 3, draws);
            for (std::size_t a = 0; a < 3; ++a)
                QVERIFY(std::abs(counts[a] - draws * expected[a]) <=
                        1 + 4.5 * std::sqrt(draws * expected[a] * (1 - expected[a])));
        };
        check("bandits/robust-policy", Json::object(), TrainedFor::everyClass);
        check("bandits/minimax-policy", Json::object(), TrainedFor::worstCase);
        check("bandits/specialist-policy", {{"complexity", "20"}}, TrainedFor::class20);
        check("bandits/specialist-policy", {{"complexity", "2000"}}, TrainedFor::class2000);
    }
};

QTEST_GUILESS_MAIN(TrainedPolicyTest)
#include "trained_policy_test.moc"
