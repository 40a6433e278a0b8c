#include "plugins/bandits/loops/acquisition.h"
#include "tests/plugins/bandits/loop_runs.h"
#include "tests/support/compare.h"

#include <QTest>

using namespace agon;
using namespace agon::bandits;
using agon::bandits::test::instead;
using agon::bandits::test::LoopRuns;
using agon::test::compare;

class AcquisitionTest : public QObject
{
    Q_OBJECT

    LoopRuns m_runs;

    static AcquisitionGame twoAgents(double accuracy, double cost)
    {
        return independentAgents({accuracy, accuracy}, {cost, cost}, 3);
    }

    LoopRuns::Lane play(const std::string &algorithm, const Json &settings, std::int64_t rounds,
                        std::uint64_t seed = 1) const
    {
        return m_runs.play(algorithm, settings,
                           m_runs.instance("bandits/information-acquisition", Json::object()),
                           rounds, seed);
    }

private Q_SLOTS:
    void optimalMechanisms()
    {
        const Json group = LoopRuns::golden("P078_lp");
        for (const Json &entry : group.at("cases")) {
            AcquisitionGame game =
                twoAgents(entry.at("accuracy").get<double>(), entry.at("cost").get<double>());
            game.mostPayment = entry.at("max_payment").get<double>();
            const Mechanism mechanism = LoopRuns::must(optimalMechanism(game, 0));
            const MechanismValue value = evaluate(game, mechanism);
            // What it is worth when agents answer it, not what the programme says.
            compare(value.utility, entry.at("value").get<double>(), 1e-6);
            QVERIFY(value.slack >= -1e-7);
            for (const double payment : mechanism.pay)
                QVERIFY(payment >= 0 && payment <= game.mostPayment + 1e-9);
        }
    }

    void payingForARightReportIsTheQuadraticScore()
    {
        // With θ and reports in {0, 1}, 1 - (θ - r)² is 1 for a right report and 0 for a wrong one.
        constexpr double payment = 0.7;
        const Mechanism score = scoreMechanism(2, 3, {payment, payment});
        for (std::size_t agent = 0; agent < 2; ++agent)
            for (std::size_t reports = 0; reports < 4; ++reports)
                for (std::size_t state = 0; state < 2; ++state) {
                    const double report = reports >> agent & 1 ? 1 : 0;
                    const double off = static_cast<double>(state) - report;
                    QCOMPARE(score.pay[payIndex(4, agent, 3, reports, state)],
                             payment * (1 - off * off));
                }
        // Strictly proper: whoever knows anything reports it, and finding out is worth
        // payment (q - 1/2) against guessing.
        for (const double accuracy : {0.51, 0.8, 0.99})
            for (const double share : {0.0, 0.9, 1.1}) {
                const double worth = payment * (accuracy - 0.5);
                const auto responses = bestResponses(twoAgents(accuracy, share * worth), score);
                for (const std::size_t agent : {0u, 1u}) {
                    const AgentResponse &response = responses[2 * agent + 1];
                    QCOMPARE(response.effort, share < 1);
                    if (response.effort)
                        QVERIFY(!response.report[0] && response.report[1]);
                }
            }
    }

    void valueFallsWithTheCostAndNeverBelowGuessing()
    {
        // P078: 0.8 - (8/3) c until it meets 1/2.
        for (const double cost : {0.0, 0.01, 0.04, 0.1, 0.1125, 0.2})
            compare(evaluate(twoAgents(0.8, cost),
                             LoopRuns::must(optimalMechanism(twoAgents(0.8, cost), 0)))
                        .utility,
                    std::max(0.5, 0.8 - 8.0 / 3 * cost), 1e-6);
    }

    void apartNothingIsLostWhileErrorsAreIndependent()
    {
        for (const double cost : {0.0, 0.02, 0.05, 0.2}) {
            const AcquisitionGame game = independentAgents({0.8, 0.7, 0.9}, {cost, cost, cost}, 3);
            const MechanismValue apart = evaluate(game, uncorrelatedMechanism(game));
            compare(apart.utility,
                    evaluate(game, LoopRuns::must(optimalMechanism(game, 0))).utility, 1e-6);
            QVERIFY(apart.slack >= -1e-7);
        }
    }

    void agentsOfOneSourceCanBeHeldAgainstEachOther()
    {
        // Both ask one source. Apart, one agent is hired for 0.8/6. Together they can be paid for
        // agreeing, which effort makes certain and a coin brings half the time: 2 c by agent asked.
        // It is enough that the second is asked in one round of thirty, for the first never knows
        // when.
        const AcquisitionGame game = agentsOfOneSource({0.8, 0.8}, {0.05, 0.05}, 3, 1);
        compare(evaluate(game, uncorrelatedMechanism(game)).utility, 0.8 - 0.8 / 6, 1e-6);
        const MechanismValue together = evaluate(game, LoopRuns::must(optimalMechanism(game, 0)));
        QVERIFY(together.slack >= -1e-7);
        QVERIFY(together.utility >= 0.8 - 0.1 * (1 + 1.0 / 30) - 1e-6);
        QVERIFY(together.utility <= 0.8 - 0.1);
    }

    void sharedErrorsLeaveEveryAgentAsAccurate()
    {
        const AcquisitionGame game = agentsOfOneSource({0.6, 0.9}, {0, 0}, 1, 0.5);
        const auto right = [&](std::size_t efforts, std::size_t agent) {
            double sum = 0;
            for (std::size_t s = 0; s < 4; ++s)
                sum += game.probability(efforts, 1, s) * static_cast<double>(s >> agent & 1);
            return sum;
        };
        compare(right(3, 0), 0.6, 1e-12);
        compare(right(3, 1), 0.9, 1e-12);
        compare(right(1, 1), 0.5, 1e-12);
        // Both right: 0.54 apart, 0.6 together.
        compare(game.probability(3, 1, 3), 0.57, 1e-12);
    }

    void agentsAnswerInTheirOwnInterest()
    {
        const AcquisitionGame game = twoAgents(0.8, 0.05);
        // A right report pays 1/6: 0.3/6 = 0.05 is just worth the effort.
        for (const double payment : {0.1, 0.16, 0.17, 0.5}) {
            const Mechanism mechanism = scoreMechanism(2, 1, {payment, payment});
            const auto responses = bestResponses(game, mechanism);
            QCOMPARE(responses[1].effort, payment * 0.3 > 0.05);
            QCOMPARE(responses[2].effort, false); // the second is told to rest
        }
        // Paid for a wrong report, an agent lies.
        Mechanism lying = scoreMechanism(2, 1, {0, 0});
        for (std::size_t s = 0; s < 4; ++s)
            lying.pay[payIndex(4, 0, 1, s, 1 - (s & 1))] = 1;
        const auto liar = bestResponses(game, lying)[1];
        QVERIFY(liar.effort && liar.report[0] && !liar.report[1]);
        compare(evaluate(game, lying).utility, 0.2 - 0.8, 1e-12);
    }

    void slackIsWhatDeviationsCost()
    {
        const AcquisitionGame game = twoAgents(0.8, 0.05);
        // Obeying earns 0.8 - 0.05, resting 0.5; lying after effort 0.2.
        const MechanismValue value = evaluate(game, scoreMechanism(2, 3, {1, 1}));
        compare(value.payments, 1.6, 1e-12);
        compare(value.utility, 0.8 - 1.6, 1e-12);
        double slack = 0;
        (void)bestResponses(game, scoreMechanism(2, 3, {1, 1}), &slack);
        QVERIFY(slack <= 0.25 + 1e-12);
    }

    void theProgrammeHasNoRegret()
    {
        const auto lane = play("bandits/incentive-program", Json::object(), 2000);
        compare(lane.last(channel::mechanismRegret), 0, 1e-6);
        compare(lane.last(channel::principalPayoff) / 2000, 2.0 / 3, 0.05);
    }

    void fixedHiringIsWorthWhatItSays()
    {
        const double best = 0.8 - 8.0 / 3 * 0.05;
        const auto value = [&](const char *hired) {
            return play("bandits/fixed-hiring", {{"hires", hired}}, 10)
                .last(channel::mechanismValue);
        };
        compare(value("nobody"), 0.5, 1e-9);
        compare(value("one"), best, 1e-6);
        compare(value("everybody"), 0.8 - 2 * 0.8 / 6, 1e-6);
    }

    void exploringThenCommittingLosesLessAndLess()
    {
        double before = 1e9;
        for (const std::int64_t rounds : {1000, 10'000, 100'000}) {
            double sum = 0;
            for (std::uint64_t seed = 1; seed <= 5; ++seed)
                sum += play("bandits/incentive-etc", Json::object(), rounds, seed)
                           .last(channel::mechanismRegret);
            const double average = sum / 5 / static_cast<double>(rounds);
            QVERIFY2(average < before, instead(average, before).c_str());
            before = average;
        }
    }
};

QTEST_GUILESS_MAIN(AcquisitionTest)
#include "acquisition_test.moc"
