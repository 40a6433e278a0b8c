#include "plugins/bandits/loops/recovering.h"
#include "plugins/bandits/rules/cycle_program.h"
#include "plugins/bandits/rules/isotonic.h"
#include "plugins/bandits/rules/recovery_table.h"
#include "tests/plugins/bandits/loop_runs.h"
#include "tests/support/compare.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace agon;
using namespace agon::bandits;
using agon::bandits::test::instead;
using agon::bandits::test::LoopRuns;
using agon::test::compare;

/** Arms whose payoff depends on how long they rested or were played (P057, P139). */
class RecoveringTest : public QObject
{
    Q_OBJECT

    LoopRuns m_runs;

    static SwitchPayoffs payoffsOfCase(const Json &entry)
    {
        const auto idle = entry.at("mu_idle").get<std::vector<std::vector<double>>>();
        const auto played = entry.at("mu_consecutive").get<std::vector<std::vector<double>>>();
        const auto memory = static_cast<int>(idle.front().size());
        SwitchPayoffs payoffs(static_cast<int>(idle.size()), memory);
        for (int arm = 0; arm < payoffs.arms(); ++arm)
            for (int n = 1; n <= memory; ++n) {
                payoffs.at(arm, n) =
                    idle[static_cast<std::size_t>(arm)][static_cast<std::size_t>(n - 1)];
                payoffs.at(arm, -n) =
                    played[static_cast<std::size_t>(arm)][static_cast<std::size_t>(n - 1)];
            }
        return payoffs;
    }

    /** A policy's arms in every round, on arms without noise worth mentioning. */
    LoopRuns::Lane play(const std::string &policy, InstancePointer instance, std::int64_t rounds,
                        std::uint64_t seed = 1) const
    {
        return m_runs.play(policy, Json::object(), std::move(instance), rounds, seed);
    }

    std::shared_ptr<const RecoveringInstance> recovering(const Json &settings,
                                                         std::uint64_t seed = 1) const
    {
        return std::dynamic_pointer_cast<const RecoveringInstance>(
            m_runs.instance("bandits/recovering-rewards", settings, seed));
    }

private Q_SLOTS:
    void cycleProgram()
    {
        const Json group = LoopRuns::golden("P057_lp");
        for (const Json &entry : group.at("cases")) {
            const auto plan = LoopRuns::must(planCycles(payoffsOfCase(entry)));
            compare(plan.value, entry.at("lp_value").get<double>(), group.at("tol").get<double>());
            double value = 0;
            double playing = 0;
            const SwitchPayoffs payoffs = payoffsOfCase(entry);
            for (const PlayCycle &cycle : plan.cycles) {
                double reward =
                    cycle.idle == 0 ? payoffs.always(cycle.arm) : payoffs.at(cycle.arm, cycle.idle);
                for (int again = 1; again < cycle.plays; ++again)
                    reward += payoffs.at(cycle.arm, -again);
                value += cycle.rate * reward;
                playing += cycle.rate * cycle.plays;
            }
            compare(value, plan.value, 1e-7);
            QVERIFY(playing <= 1 + 1e-7);
            QVERIFY(std::ssize(plan.cycles) <= payoffs.arms() + 1);
        }
        // The recharge trap: 5/6 of all plays come after six rounds of rest, hardly any before.
        const auto trap = std::dynamic_pointer_cast<const RecoveringInstance>(
            m_runs.instance("bandits/last-switch", {{"payoffs", "trap"}}));
        compare(trap->bound(), 0.9, 2e-3);
    }

    void virtualCyclesKeepTheirRates()
    {
        const SwitchPayoffs payoffs = payoffsOfCase(LoopRuns::golden("P057_lp").at("cases").at(0));
        const auto plan = LoopRuns::must(planCycles(payoffs));
        double playing = 0;
        for (const PlayCycle &cycle : plan.cycles)
            playing += cycle.rate * cycle.plays;
        random::Stream stream(5, random::Purpose("cycles"));
        const int runs = 400;
        const int rounds = 100;
        double candidates = 0;
        for (int run = 0; run < runs; ++run) {
            VirtualCycles cycles(payoffs, plan, stream);
            for (int round = 0; round < rounds; ++round) {
                const int arm = cycles.next(stream);
                const auto due = cycles.candidates();
                QCOMPARE(arm >= 0, !due.empty());
                QVERIFY(arm < 0 || std::find(due.begin(), due.end(), arm) != due.end());
                candidates += static_cast<double>(due.size());
            }
        }
        compare(candidates / (runs * rounds), playing, 0.01);
    }

    void candidatesAndStatesAreRecorded()
    {
        // The first rounds of a long run have a frame each: what is played is due, candidates are
        // counted, and states follow from what was played.
        const auto instance =
            m_runs.instance("bandits/last-switch", {{"payoffs", "trap"}, {"memory", 4}});
        const auto lane =
            m_runs.play("bandits/lsd-lp", Json::object(), instance, 100'000, 1,
                        {.spacing = RecordingSchedule::Spacing::every, .frames = 1000});
        const auto &payoffs = dynamic_cast<const RecoveringInstance &>(*instance).payoffs();
        const auto arms = static_cast<std::size_t>(payoffs.arms());
        std::vector<int> states(arms, payoffs.memory());
        double candidates = 0;
        double collisions = 0;
        for (std::int64_t round = 1; round <= 60; ++round) {
            const auto &pulls = LoopRuns::fieldAt(lane, channel::armPulls, round);
            const auto &due = LoopRuns::fieldAt(lane, channel::candidateArms, round);
            const auto &found = LoopRuns::fieldAt(lane, channel::armStates, round);
            double dueNow = 0;
            for (std::size_t arm = 0; arm < arms; ++arm) {
                QVERIFY(pulls[arm] <= due[arm]);
                dueNow += due[arm];
                states[arm] = payoffs.next(states[arm], pulls[arm] > 0);
                QCOMPARE(found[arm], static_cast<double>(states[arm]));
            }
            candidates += dueNow;
            collisions += dueNow > 1;
        }
        const auto after60 = [&](int channel) {
            const auto &values = lane.metrics.at(channel);
            return std::find_if(values.begin(), values.end(),
                                [](const auto &value) { return value.first == 60; })
                ->second;
        };
        compare(after60(channel::candidates), candidates / 60, 1e-12);
        QCOMPARE(after60(channel::collisions), collisions);
        QVERIFY(candidates > 0);
        // A plan without collisions has as many candidates as pulls; who follows no schedule has
        // none.
        const auto periodic =
            play("bandits/ppp", m_runs.instance("bandits/recovering-rewards", Json::object()), 60);
        QCOMPARE(periodic.last(channel::collisions), 0.0);
        QVERIFY(periodic.last(channel::candidates) > 0);
        QVERIFY(!play("bandits/round-robin", instance, 60).metrics.contains(channel::candidates));
    }

    void recentShareIsTheLastTenths()
    {
        // Two arms of which the first pays 1/2 always and the second 1/4, 3/4, 1: alternating, the
        // second earns 3/4 after its first pull. The bound is 5/8 a round.
        const RecoveryTable means{{0.5, 0.5, 0.5}, {0.25, 0.75, 1}};
        const auto instance =
            std::make_shared<RecoveringInstance>(payoffsOf(means), 1, 0.625, 0.625);
        const auto lane = play("bandits/round-robin", instance, 1000);
        compare(lane.last(channel::recentBoundShare), 1, 1e-12);
        QVERIFY(lane.last(channel::boundShare) > 1); // the first pull of the second arm paid 1
    }

    void earnsTheGuarantee()
    {
        // 1 - 1/e of the programme: on random payoffs in every run; in the trap, where six equal
        // cycles may coincide for good, on average over the phases.
        const auto share = [&](const char *payoffs, std::uint64_t seed) {
            return play("bandits/lsd-lp",
                        m_runs.instance("bandits/last-switch", {{"payoffs", payoffs}}, seed), 3000,
                        seed)
                .last(channel::boundShare);
        };
        double trapped = 0;
        for (std::uint64_t seed = 1; seed <= 20; ++seed) {
            if (seed <= 4)
                QVERIFY(share("random", seed) >= 1 - std::exp(-1.0));
            trapped += share("trap", seed);
        }
        QVERIFY2(trapped / 20 >= 1 - std::exp(-1.0), instead(trapped / 20, 0.7).c_str());
    }

    void explorationSeesEveryState()
    {
        // Payoffs 0 and 1 are known after one look: the plan is that of the true payoffs.
        SwitchPayoffs payoffs(3, 4);
        for (int arm = 0; arm < 3; ++arm)
            for (int rest = 1; rest <= 4; ++rest)
                payoffs.at(arm, rest) = rest > arm ? 1 : 0;
        const auto plan = LoopRuns::must(planCycles(payoffs));
        const auto instance =
            std::make_shared<RecoveringInstance>(payoffs, 1, plan.value, plan.value);
        const auto learnt = play("bandits/lsd-etc", instance, 20'000);
        const auto known = play("bandits/lsd-lp", instance, 20'000);
        compare(learnt.last(channel::boundShare), known.last(channel::boundShare), 0.03);
    }

    void relaxationAndPlan()
    {
        const Json group = LoopRuns::golden("P139_recovering");
        const double tolerance = group.at("tol").get<double>();
        for (const Json &entry : group.at("cases")) {
            const auto means = entry.at("R").get<RecoveryTable>();
            const int pulls = entry.at("K").get<int>();
            const PullRates relaxed = relaxedRates(means, pulls);
            compare(relaxed.bound, entry.at("upper_bound").get<double>(), tolerance);
            const auto rates = entry.at("x").get<std::vector<double>>();
            for (std::size_t arm = 0; arm < rates.size(); ++arm)
                compare(relaxed.rates[arm], rates[arm], tolerance);
            if (entry.contains("envelopes"))
                for (std::size_t arm = 0; arm < means.size(); ++arm) {
                    const auto corners =
                        entry.at("envelopes").at(arm).get<std::vector<std::pair<double, double>>>();
                    const auto envelope = rateEnvelope(means[arm]);
                    QCOMPARE(envelope.size(), corners.size());
                    for (std::size_t c = 0; c < corners.size(); ++c) {
                        compare(envelope[c].first, corners[c].first, tolerance);
                        compare(envelope[c].second, corners[c].second, tolerance);
                    }
                }
            if (!entry.contains("periodic_value"))
                continue;
            const PeriodicPlan plan = periodicPlan(means, pulls);
            compare(plan.value, entry.at("periodic_value").get<double>(), tolerance);
            // Played, it earns what was computed.
            const auto instance = std::make_shared<RecoveringInstance>(payoffsOf(means), pulls,
                                                                       relaxed.bound, plan.value);
            const auto lane = play("bandits/ppp", instance, 20'000);
            compare(lane.last(channel::promisedRegret) / 20'000,
                    plan.value - entry.at("simulated").get<double>(), tolerance);
        }
    }

    void plansNeverCollide()
    {
        for (const int pulls : {1, 4, 16}) {
            const auto instance = recovering({{"pulls", pulls}}, 3);
            const auto lane = play("bandits/ppp", instance, 4000);
            QCOMPARE(lane.last(channel::collisions), 0.0);
            compare(lane.last(channel::promisedRegret) / 4000, 0, 1e-3 * pulls);
            QVERIFY(lane.last(channel::boundShare) >= 0.5);
            QVERIFY(lane.last(channel::boundShare) <= 1.0);
        }
    }

    void recoveryAndStatesAgree()
    {
        const RecoveryTable means{{0.1, 0.4, 0.9}, {0.2, 0.2, 0.3}};
        const SwitchPayoffs payoffs = payoffsOf(means);
        QCOMPARE(recoveryOf(payoffs), means);
        // Pulled, then left alone for two rounds: three rounds since the last pull.
        int state = payoffs.next(payoffs.memory(), true);
        QCOMPARE(roundsSince(state), 1);
        state = payoffs.next(payoffs.next(state, false), false);
        QCOMPARE(roundsSince(state), 3);
        QCOMPARE(payoffs.at(0, state), 0.9);
    }

    void isotonicRegression()
    {
        const std::vector<double> values{0.3, 0.1, 0.5, 0, 0.4, 0.9};
        const std::vector<double> weights{1, 1, 2, 0, 2, 1};
        const std::vector<double> expected{0.2, 0.2, 0.45, 0.45, 0.45, 0.9};
        const auto fitted = isotonic(values, weights);
        for (std::size_t i = 0; i < expected.size(); ++i)
            compare(fitted[i], expected[i]);
        QCOMPARE(isotonic(std::vector<double>{0, 7}, std::vector<double>{0, 1}),
                 (std::vector<double>{7, 7}));
    }

    void learnsThePlan()
    {
        // What is lost to the plan that knows all means grows more and more slowly.
        double early = 0;
        double late = 0;
        for (std::uint64_t seed = 1; seed <= 4; ++seed) {
            const auto lane =
                play("bandits/ppp-ucb", recovering({{"pulls", 2}}, seed), 20'000, seed);
            QCOMPARE(lane.last(channel::collisions), 0.0);
            double atQuarter = 0;
            for (const auto &[step, value] : lane.metrics.at(channel::promisedRegret))
                if (step <= 5000)
                    atQuarter = value;
            early += atQuarter;
            late += lane.last(channel::promisedRegret) - atQuarter;
        }
        QVERIFY(late < early);
    }

    void baselinesByHand()
    {
        // Two arms: the first recovers at once, the second needs a rest.
        const RecoveryTable means{{0.5, 0.5, 0.5}, {0, 0.75, 1}};
        const auto instance = std::make_shared<RecoveringInstance>(payoffsOf(means), 1, 0.75, 0.75);
        const auto earned = [&](const char *policy, double rounds) {
            return 0.75 * rounds - play(policy, instance, static_cast<std::int64_t>(rounds))
                                       .last(channel::promisedRegret);
        };
        // Myopic: 1, 0.5, 0.75, 0.5, 0.75, …; in turn: 0.5, 1, then 0.5 and 0.75 in turn.
        compare(earned("bandits/greedy-states", 5), 1 + 0.5 + 0.75 + 0.5 + 0.75);
        compare(earned("bandits/round-robin", 6), 0.5 + 1 + 0.5 + 0.75 + 0.5 + 0.75);
        compare(earned("bandits/steady-arms", 6), 3);
    }
};

QTEST_GUILESS_MAIN(RecoveringTest)
#include "recovering_test.moc"
