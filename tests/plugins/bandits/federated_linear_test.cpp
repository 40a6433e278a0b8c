#include "plugins/bandits/channels.h"
#include "plugins/bandits/rules/private_sums.h"
#include "tests/plugins/bandits/contextual_runs.h"

#include <QTest>

#include <cmath>

using namespace agon;
using namespace agon::bandits;
using agon::bandits::test::ContextualRuns;

/** Private prefix sums and the federated policies on them (P094). */
class FederatedLinearTest : public QObject
{
    Q_OBJECT

    ContextualRuns m_runs;

private Q_SLOTS:
    void tree()
    {
        const Json group = ContextualRuns::golden("P094_tree");
        for (const Json &entry : group.at("cases")) {
            const int levels = treeLevels(entry.at("n_batches").get<std::int64_t>());
            QCOMPARE(levels, entry.at("kappa").get<int>());
            const double variance = treeNoiseVariance(levels, entry.at("eps").get<double>(),
                                                      entry.at("delta").get<double>());
            QVERIFY(std::abs(variance - entry.at("sigma2").get<double>()) < 1e-9);
            TreeNoise noise(2, levels, variance);
            random::Stream stream(1, random::Purpose("test"));
            for (const Json &active : entry.at("popcount")) {
                noise.advance(stream);
                QCOMPARE(noise.activeNodes(), active.get<int>());
            }
        }
    }

    void noiseHasTheVarianceOfItsNodes()
    {
        // Release 3 adds two nodes, release 4 one fresh node alone.
        constexpr int runs = 20'000;
        double third = 0;
        double fourth = 0;
        double product = 0;
        for (int run = 0; run < runs; ++run) {
            random::Stream stream(7, random::Purpose("test"), static_cast<std::uint64_t>(run));
            TreeNoise noise(2, 3, 4);
            for (int release = 1; release <= 3; ++release)
                noise.advance(stream);
            const double before = noise.matrix()(0, 1);
            QCOMPARE(before, noise.matrix()(1, 0));
            third += before * before;
            noise.advance(stream);
            const double after = noise.matrix()(0, 1);
            fourth += after * after;
            product += before * after;
        }
        QVERIFY(std::abs(third / runs - 8) < 5 * 8 * std::sqrt(2.0 / runs));
        QVERIFY(std::abs(fourth / runs - 4) < 5 * 4 * std::sqrt(2.0 / runs));
        QVERIFY(std::abs(product / runs) < 5 * std::sqrt(32.0 / runs));
    }

    void nothingIsLearnedBeforeTheFirstExchange()
    {
        // Four silos, batches of ten rounds each: for 40 rounds all widths are those of λ, |x| = 1.
        const auto instance = m_runs.instance("bandits/federated-linear", {{"silos", 4}}, 1);
        const Json settings{{"batch", 10}, {"beta", 0.5}, {"regularization", 4}};
        const auto before = m_runs.play("bandits/fed-linucb", settings, instance, 40, 1);
        QCOMPARE(before.last(channel::confidenceWidth), 0.25);
        QCOMPARE(before.last(channel::communicationRounds), 1.0);
        const auto after = m_runs.play("bandits/fed-linucb", settings, instance, 400, 1);
        QVERIFY(after.last(channel::confidenceWidth) < 0.25);
        QCOMPARE(after.last(channel::communicationRounds), 10.0);
    }

    void messagesAreCounted()
    {
        // Four silos send the 36 numbers of a symmetric matrix of order 8 and a vector of 8 to the
        // server and get as many back, ten times in 400 rounds; noise makes them no longer.
        const auto instance = m_runs.instance("bandits/federated-linear", {{"silos", 4}}, 1);
        for (const char *algorithm : {"bandits/fed-linucb", "bandits/priv-fed-linucb"}) {
            const auto lane = m_runs.play(algorithm, Json::object(), instance, 400, 1);
            QCOMPARE(lane.last(channel::messagesSent), 10.0 * 4 * 2);
            QCOMPARE(lane.last(channel::bytesSent), 10.0 * 4 * 2 * 8 * (36 + 8));
        }
        const auto alone = m_runs.play("bandits/local-linucb", Json::object(), instance, 400, 1);
        QVERIFY(!alone.metrics.contains(channel::bytesSent));
    }

    void privacyIsReportedAndMatrixStaysPositive()
    {
        const auto instance = m_runs.instance("bandits/federated-linear", {{"silos", 4}}, 1);
        for (const char *protocol : {"silo-ldp", "shuffled"}) {
            const auto lane =
                m_runs.play("bandits/priv-fed-linucb", {{"protocol", protocol}, {"epsilon", 2}},
                            instance, 400, 1);
            QCOMPARE(lane.last(channel::privacyLoss), 2.0);
            QCOMPARE(lane.last(channel::privacyDelta), 0.1);
            // Ten exchanges, each of one node a silo or of one for all.
            QCOMPARE(lane.last(channel::noisyReleases),
                     protocol == std::string("shuffled") ? 10.0 : 40.0);
            QCOMPARE(lane.metrics.at(channel::privacyDelta).front().second, 0.0);
            for (const auto &[step, value] : lane.metrics.at(channel::smallestEigenvalue))
                QVERIFY(value > 0);
        }
        QVERIFY(!m_runs.play("bandits/fed-linucb", Json::object(), instance, 400, 1)
                     .metrics.contains(channel::noisyReleases));
    }

    void withoutNoiseOnlyTheRegularisationIsLeft()
    {
        // A privacy loss beyond measure adds next to no noise: choices are those of the policy
        // without privacy at λ' = λ + 2 √(M κ σ²) · 2 √d.
        const auto instance = m_runs.instance("bandits/federated-linear", {{"silos", 4}}, 2);
        const int levels = treeLevels(10);
        const double variance = 4 * treeNoiseVariance(levels, 1e6, 0.1);
        const double regularization = 1 + 4 * std::sqrt(levels * variance) * std::sqrt(8.0);
        const auto open = m_runs.play("bandits/fed-linucb", {{"regularization", regularization}},
                                      instance, 400, 2);
        const auto priv =
            m_runs.play("bandits/priv-fed-linucb", {{"epsilon", 1e6}}, instance, 400, 2);
        const double regret = open.last(channel::cumulativeRegret);
        QVERIFY(std::abs(priv.last(channel::cumulativeRegret) - regret) < 0.05 * regret);
    }

    void localSilosLearnAlone()
    {
        // With one silo local LinUCB is LinUCB.
        const auto instance = m_runs.instance("bandits/federated-linear", {{"silos", 1}}, 5);
        const auto local = m_runs.play("bandits/local-linucb", Json::object(), instance, 300, 5);
        const auto plain =
            m_runs.play("bandits/linucb", {{"width", {{"type", "constant"}, {"alpha", 0.5}}}},
                        instance, 300, 5);
        QCOMPARE(local.last(channel::cumulativeRegret), plain.last(channel::cumulativeRegret));
    }
};

QTEST_GUILESS_MAIN(FederatedLinearTest)
#include "federated_linear_test.moc"
