#include "core/random/distributions.h"
#include "plugins/bandits/channels.h"
#include "plugins/bandits/loops/groupwise.h"
#include "plugins/bandits/rules/forward_ridge.h"
#include "plugins/bandits/rules/sleeping_experts.h"
#include "tests/plugins/bandits/contextual_runs.h"
#include "tests/support/compare.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace agon;
using namespace agon::bandits;
using agon::bandits::test::ContextualRuns;
using agon::test::compare;

/** Sleeping experts over one learner a group (P181). */
class GroupwiseTest : public QObject
{
    Q_OBJECT

    ContextualRuns m_runs;

private Q_SLOTS:
    void sleepingExperts()
    {
        const Json group = ContextualRuns::golden("adanormalhedge_sleeping");
        const double tolerance = group.at("tol").get<double>();
        for (const Json &entry : group.at("cases")) {
            SleepingExperts experts(3);
            for (std::size_t round = 0; round < entry.at("losses").size(); ++round) {
                const auto awake = entry.at("awake").at(round).get<std::vector<std::uint8_t>>();
                const Json &step = entry.at("steps").at(round);
                const auto probabilities = experts.probabilities(awake);
                for (std::size_t i = 0; i < 3; ++i)
                    compare(probabilities[i], step.at("p").at(i).get<double>(), tolerance);
                experts.update(entry.at("losses").at(round).get<std::vector<double>>(), awake);
                for (std::size_t i = 0; i < 3; ++i) {
                    compare(experts.regrets()[i], step.at("R").at(i).get<double>(), tolerance);
                    compare(experts.magnitudes()[i], step.at("C").at(i).get<double>(), tolerance);
                }
            }
        }
    }

    void largeRegretsStayFinite()
    {
        SleepingExperts experts(2);
        const std::vector<std::uint8_t> awake{1, 1};
        for (int round = 0; round < 100'000; ++round) {
            experts.probabilities(awake);
            experts.update(std::vector<double>{0, 1}, awake);
        }
        const auto probabilities = experts.probabilities(awake);
        compare(probabilities[0], 1, 1e-6);
        compare(probabilities[0] + probabilities[1], 1, 1e-12);
    }

    void forwardPredictionSeesItsInput()
    {
        // One feature: x (λ + Σ x² + x²)⁻¹ Σ x y.
        ForwardRidge ridge(1, 1);
        ridge.update(std::vector<double>{2}, 1);
        ridge.update(std::vector<double>{1}, 0.5);
        compare(ridge.predict(std::vector<double>{3}), 3 * 2.5 / (1 + 5 + 9), 1e-12);
    }

    void everyGroupGains()
    {
        const auto instance = m_runs.prepare("bandits/group-regression", Json::object(), 1);
        const auto groups =
            m_runs.play("bandits/group-learners", Json::object(), instance, 2000, 1);
        const auto single =
            m_runs.play("bandits/single-learner", Json::object(), instance, 2000, 1);
        QVERIFY(groups.last(channel::worstGroupExcess) < 0);
        compare(single.last(channel::worstGroupExcess), 0, 1e-12);
        QVERIFY(groups.last(channel::worstGroupRegret) < single.last(channel::worstGroupRegret));
        QVERIFY(groups.last(channel::cumulativeLoss) < single.last(channel::cumulativeLoss));
    }

    void pairsFollowTheBestCandidateOfEveryGroup()
    {
        // With one candidate the mixture is that candidate, whoever is awake.
        const auto instance = m_runs.prepare("bandits/group-regression", Json::object(), 1);
        const auto play = [&](int candidates, double length, std::int64_t rounds) {
            return m_runs.play("bandits/candidate-pairs",
                               {{"candidates", candidates}, {"length", length}}, instance, rounds,
                               1);
        };
        double zeroLoss = 0;
        Individual individual;
        const auto &groupwise = dynamic_cast<const GroupwiseInstance &>(*instance);
        for (std::int64_t round = 1; round <= 300; ++round) {
            groupwise.draw(1, round, individual);
            zeroLoss += individual.truth * individual.truth;
        }
        compare(play(1, 0, 300).last(channel::cumulativeLoss), zeroLoss, 1e-9);

        // The regret to the best candidate is small beside what candidates differ by.
        random::Stream stream(1, random::Purpose("candidates"));
        constexpr std::size_t candidates = 50;
        constexpr std::size_t dimension = 10;
        std::vector<double> parameters(candidates * dimension);
        random::fillNormal(stream, parameters, 2.5 / std::sqrt(10.0));
        std::vector<double> losses(candidates);
        constexpr std::int64_t rounds = 4000;
        for (std::int64_t round = 1; round <= rounds; ++round) {
            groupwise.draw(1, round, individual);
            for (std::size_t c = 0; c < candidates; ++c) {
                const double prediction = std::clamp(
                    std::inner_product(
                        individual.features.begin(), individual.features.end(),
                        parameters.begin() + static_cast<std::ptrdiff_t>(c * dimension), 0.0),
                    -1.0, 1.0);
                losses[c] += (prediction - individual.truth) * (prediction - individual.truth);
            }
        }
        const double best = *std::min_element(losses.begin(), losses.end());
        const double mean = std::accumulate(losses.begin(), losses.end(), 0.0) / candidates;
        const double found = play(candidates, 2.5, rounds).last(channel::cumulativeLoss);
        QVERIFY2(found < best + 0.1 * (mean - best),
                 qPrintable(QString("%1 where the best candidate has %2, the mean one %3")
                                .arg(found)
                                .arg(best)
                                .arg(mean)));
    }

    void learnersBeatAFiniteClass()
    {
        const auto instance = m_runs.prepare("bandits/group-regression", Json::object(), 1);
        const auto learners =
            m_runs.play("bandits/group-learners", Json::object(), instance, 1000, 1);
        const auto pairs =
            m_runs.play("bandits/candidate-pairs", Json::object(), instance, 1000, 1, true);
        QVERIFY(learners.last(channel::worstGroupRegret) < pairs.last(channel::worstGroupRegret));
        // Every group's share of the weights is shown.
        const auto &weights =
            std::get<FieldFrame>(pairs.frames.at(channel::groupWeights).back().second).values;
        compare(std::accumulate(weights.begin(), weights.end(), 0.0), 1, 1e-9);
    }

    void censusRecordsAreRead()
    {
        const auto instance = m_runs.prepare("bandits/adult", Json::object(), 1);
        const auto lane = m_runs.play("bandits/single-learner", Json::object(), instance, 500, 1);
        // Better than saying "at most $50,000" to everybody, which a quarter of them contradicts.
        QVERIFY(lane.last(channel::cumulativeLoss) < 500 * 4 * 0.24);
    }
};

QTEST_GUILESS_MAIN(GroupwiseTest)
#include "groupwise_test.moc"
