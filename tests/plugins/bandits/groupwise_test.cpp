#include "plugins/bandits/channels.h"
#include "plugins/bandits/rules/forward_ridge.h"
#include "plugins/bandits/rules/sleeping_experts.h"
#include "tests/plugins/bandits/contextual_runs.h"
#include "tests/support/compare.h"

#include <QTest>


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
