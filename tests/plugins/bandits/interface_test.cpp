#include "core/random/distributions.h"
#include "plugins/bandits/channels.h"
#include "plugins/bandits/rules/interface_bandit.h"
#include "plugins/bandits/rules/interface_scales.h"
#include "plugins/bandits/rules/kernels.h"
#include "plugins/bandits/rules/tanh_network.h"
#include "plugins/bandits/rules/two_domain_training.h"
#include "tests/plugins/bandits/contextual_runs.h"
#include "tests/support/compare.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <thread>
#include <vector>

using namespace agon;
using namespace agon::bandits;
using agon::bandits::test::ContextualRuns;
using agon::test::compare;

/** What METALIC learns of interface conditions (P219). */
class InterfaceTest : public QObject
{
    Q_OBJECT

    ContextualRuns m_runs;

    /** @p count noisy rewards of a smooth function of the context, another one for each action. */
    static InterfaceObservations observations(std::size_t count)
    {
        random::Stream stream(3, random::Purpose("test"));
        InterfaceObservations result(1, 1);
        for (std::size_t i = 0; i < count; ++i) {
            const double context = stream.uniform();
            const double action = static_cast<double>(stream.below(3));
            result.add(std::array{context, action},
                       random::normal(stream, std::sin(6 * context + action), 0.05));
        }
        return result;
    }

private Q_SLOTS:
    void evidenceIsTheReleasesObjective()
    {
        // One reward y of variance e + jitter + 1/τ under scales 1: ln N(y; 0, v) + 99 ln τ - τ.
        InterfaceObservations single(1, 1);
        single.add(std::array{0.3, 0.0}, 0.7);
        std::array<double, 3> gradient{};
        const double variance = std::exp(1.0) + interfaceJitter + 1 / 50.0;
        compare(interfaceEvidence(single, {1, 1, 50}, gradient),
                -0.5 * 0.49 / variance - 0.5 * std::log(2 * std::acos(-1) * variance) +
                    99 * std::log(50) - 50,
                1e-9);
    }

    void evidencesGradientIsItsSlope()
    {
        const auto data = observations(12);
        const std::array<double, 3> at{std::log(0.1), std::log(0.6), std::log(90)};
        const auto evidence = [&](std::array<double, 3> logarithms) {
            std::array<double, 3> unused{};
            return interfaceEvidence(
                data, {std::exp(logarithms[0]), std::exp(logarithms[1]), std::exp(logarithms[2])},
                unused);
        };
        std::array<double, 3> gradient{};
        interfaceEvidence(data, {0.1, 0.6, 90}, gradient);
        for (std::size_t i = 0; i < 3; ++i) {
            constexpr double step = 1e-5;
            auto above = at;
            auto below = at;
            above[i] += step;
            below[i] -= step;
            const double slope = (evidence(above) - evidence(below)) / (2 * step);
            compare(gradient[i], slope, 1e-4 * std::max(1.0, std::abs(slope)));
        }
    }

    void fitIsALocalMaximum()
    {
        const auto data = observations(60);
        const InterfaceScales best = fitInterfaceScales(data);
        std::array<double, 3> gradient{};
        const double most = interfaceEvidence(data, best, gradient);
        for (const double factor : {0.8, 1.25}) {
            QVERIFY(interfaceEvidence(data, {factor * best.context, best.weight, best.precision},
                                      gradient) < most);
            QVERIFY(interfaceEvidence(data, {best.context, factor * best.weight, best.precision},
                                      gradient) < most);
            QVERIFY(interfaceEvidence(data, {best.context, best.weight, factor * best.precision},
                                      gradient) < most);
        }
        // The prior holds the precision near 100; the function varies over a third of the range.
        QVERIFY(best.precision > 60 && best.precision < 160);
        QVERIFY(best.context > 0.02 && best.context < 2);
    }

    void refitsAfterEveryReward()
    {
        // From the warm-up on the scales are those of the rewards so far.
        InterfaceSettings settings;
        settings.warmUp = 4;
        InterfaceBandit bandit(settings, 1, InterfaceActions::unstructured(3));
        InterfaceObservations seen(1, 1);
        random::Stream stream(1, random::Purpose("test"));
        for (int i = 1; i <= 8; ++i) {
            const double context = stream.uniform();
            const int action = i % 3;
            bandit.learn(std::array{context}, action, 0.1 * i);
            seen.add(std::array{context, static_cast<double>(action)}, 0.1 * i);
            QCOMPARE(bandit.scales().context, i < 4 ? 1.0 : fitInterfaceScales(seen).context);
        }
    }

    void fixedScalesAreTheKernelsOwn()
    {
        // With nothing in common and nothing seen the bound is deviations · √(variance + jitter).
        InterfaceSettings settings;
        settings.scales = FixedScales{0.02, 3, 0.25, 0.001};
        settings.mean = 0.5;
        settings.deviations = 2;
        InterfaceBandit bandit(settings, 1, InterfaceActions::unstructured(4));
        for (const double bound : bandit.upperBounds(std::array{0.3}))
            compare(bound, 0.5 + 2 * std::sqrt(0.25 + interfaceJitter), 1e-12);
        // One reward: what is left of the variance is noise.
        bandit.learn(std::array{0.3}, 2, 0.9);
        const double noise = 0.001 + interfaceJitter;
        const double share = 0.25 / (0.25 + noise);
        compare(bandit.upperBounds(std::array{0.3})[2],
                0.5 + share * 0.4 + 2 * std::sqrt(0.25 * (1 - share) + interfaceJitter), 1e-9);
        // The posterior is the process that the bounds are of.
        const ArmPosterior posterior = bandit.posterior(std::array{0.3});
        compare(posterior.means[2], 0.5 + share * 0.4, 1e-9);
        constexpr double quantile = 1.6448536269514722; // of the normal law, at 95 %
        compare(posterior.upper[2] - posterior.lower[2],
                2 * quantile * std::sqrt(0.25 * (1 - share) + interfaceJitter), 1e-9);
    }

    void derivativesOfTheNetworkAreThoseOfItsValues()
    {
        TanhNetwork network(5);
        std::vector<double> parameters(network.parameterCount());
        random::Stream stream(2, random::Purpose("test"));
        network.initialise(stream, parameters);
        const double step = 1e-3;
        Eigen::RowVectorXd points(5);
        points << 0.3 - 2 * step, 0.3 - step, 0.3, 0.3 + step, 0.3 + 2 * step;
        const auto &u = network.evaluate(parameters, points);
        compare(u[1](2), (u[0](3) - u[0](1)) / (2 * step), 1e-5);
        compare(u[2](2), (u[1](3) - u[1](1)) / (2 * step), 1e-5);
        compare(u[3](2), (u[2](3) - u[2](1)) / (2 * step), 1e-5);
    }

    void gradientsOfTheTrainingAreThoseOfItsLoss()
    {
        const SharpSource source(20);
        TwoDomainTraining training({.width = 4, .points = 3}, source);
        std::vector<double> parameters(training.parameterCount());
        random::Stream stream(1, random::Purpose("test"));
        for (double &value : parameters)
            value = 2 * stream.uniform() - 1;
        std::vector<double> gradient(parameters.size());
        std::vector<double> unused(parameters.size());
        InterfaceConditions conditions{};
        for (std::size_t term = 0; term <= interfaceTerms; ++term) {
            training.loss(conditions, parameters, gradient);
            for (std::size_t i = 0; i < parameters.size(); ++i) {
                const double value = parameters[i];
                parameters[i] = value + 1e-5;
                const double above = training.loss(conditions, parameters, unused);
                parameters[i] = value - 1e-5;
                const double below = training.loss(conditions, parameters, unused);
                parameters[i] = value;
                const double expected = (above - below) / 2e-5;
                compare(gradient[i], expected, 1e-5 * (1 + std::abs(expected)));
            }
            if (term < interfaceTerms)
                conditions[term] = true;
        }
    }

    void sourcesHaveTheirSolutions()
    {
        for (const double sharpness : {1.0, 10.0, 50.0}) {
            const SharpSource source(sharpness);
            compare(source.solution(0), 0, 1e-12);
            compare(source.solution(1), 0, 1e-12);
            compare(source.force(0.5), 1, 1e-12);
            const double step = 1e-4;
            for (const double x : {0.1, 0.26, 0.5, 0.8}) {
                compare((source.solution(x + step) - 2 * source.solution(x) +
                         source.solution(x - step)) /
                            (step * step),
                        source.force(x), 1e-4);
                compare((source.force(x + step) - source.force(x - step)) / (2 * step),
                        source.forceSlope(x), 1e-3);
            }
        }
    }

    void halvesMeetOnlyIfTheyAreTold()
    {
        // Value and slope make the two halves one problem; without them each has a free end.
        const SharpSource source(10);
        TwoDomainTraining training({.width = 8, .points = 10, .newtonSteps = 200}, source);
        const double together = training.trainedError({true, false, false, false, true}, 0);
        QVERIFY2(together < 0.05, qPrintable(QString::number(together)));
        QVERIFY(training.trainedError({}, 0) > 5 * together);
        QVERIFY(training.trainedError({true}, 0) > 5 * together);
        compare(training.trainedError({true, false, false, false, true}, 0), together, 0);
    }

    void trainingsAreUnitsOfTheRun()
    {
        // Before the first round is played, the run can be paused and cancelled after each.
        const Json small = {{"equations", 2}, {"initialisations", 1}, {"width", 3},
                            {"points", 3},    {"adam-steps", 60},     {"lbfgs-steps", 60}};
        const auto instance = m_runs.instance("bandits/xpinn-1d", small, 1);
        const auto trial =
            m_runs.start("bandits/contextual-random", Json::object(), instance, 10, 1);
        agon::test::MemoryRecorder recorder({.points = 50}, 10, 1, 1);
        int units = 0;
        while (trial->step() == 0) {
            trial->advance(recorder);
            ++units;
        }
        QVERIFY2(units >= 16, qPrintable(QString::number(units)));
        while (trial->advance(recorder)) {
        }
        QCOMPARE(trial->step(), std::int64_t(10));
    }

    void threadsShareTrainings()
    {
        // Two runs that ask for the same equations at the same time wait for each other's trainings
        // at the end, and both have the rewards of one alone that did not ask beforehand.
        const Json small = {{"equations", 2}, {"initialisations", 1}, {"width", 5},
                            {"points", 5},    {"adam-steps", 60},     {"lbfgs-steps", 60}};
        const auto rewards = [&](const ContextualInstance &instance, bool beforehand) {
            std::vector<double> all;
            DrawnRound round(instance.task());
            for (std::int64_t number = 1; number <= 8; ++number) {
                while (beforehand && !instance.prepareDraw(1, number)) {
                }
                instance.draw(1, number, round);
                all.insert(all.end(), round.rewards.begin(), round.rewards.end());
            }
            return all;
        };
        std::array<std::vector<double>, 2> found;
        {
            const auto instance = m_runs.instance("bandits/xpinn-1d", small, 1);
            std::thread other([&] { found[1] = rewards(*instance, true); });
            found[0] = rewards(*instance, true);
            other.join();
        }
        QCOMPARE(found[0], found[1]);
        QCOMPARE(found[0], rewards(*m_runs.instance("bandits/xpinn-1d", small, 1), false));
    }

    void networksRewardTheirConditions()
    {
        const Json small = {{"equations", 2}, {"initialisations", 2}, {"width", 4},
                            {"points", 4},    {"adam-steps", 20},     {"lbfgs-steps", 20}};
        const auto instance = m_runs.instance("bandits/xpinn-1d", small, 1);
        DrawnRound round(instance->task());
        QCOMPARE(instance->labels().size(), std::size_t{16});
        // The same equation under another initialisation has the same mean.
        std::vector<double> means(16);
        std::set<double> rewards;
        for (std::int64_t number = 1; number <= 60; ++number) {
            instance->draw(1, number, round);
            if (round.context.front() > 0)
                continue;
            for (std::size_t a = 0; a < 16; ++a)
                means[a] = round.means[a];
            rewards.insert(instance->reward(round, 3));
        }
        QCOMPARE(rewards.size(), std::size_t{2});
        compare((*rewards.begin() + *rewards.rbegin()) / 2, means[3], 1e-12);
        // A learner whose kernel knows the terms, and one that knows the means.
        const auto metalic = m_runs.play("bandits/metalic", Json::object(), instance, 20, 1);
        const auto oracle =
            m_runs.play("bandits/contextual-oracle", Json::object(), instance, 20, 1);
        compare(oracle.last(channel::cumulativeRegret), 0, 0);
        QVERIFY(metalic.last(channel::cumulativeRegret) >= 0);
        QVERIFY(metalic.last(channel::testRegret) >= 0);
    }

    void componentsInCommonTell()
    {
        // Two bits: what was learnt of (1, 1) says more of (1, 0) than of (0, 0).
        InterfaceSettings settings;
        settings.scales = FixedScales{};
        InterfaceBandit bandit(settings, 1, {4, 2, {0, 0, 0, 1, 1, 0, 1, 1}});
        bandit.learn(std::array{0.5}, 3, 1);
        const auto bounds = bandit.upperBounds(std::array{0.5});
        QVERIFY(bounds[3] > bounds[2]);
        QVERIFY(bounds[2] > bounds[0]);
        QCOMPARE(bounds[1], bounds[2]);
    }

    void trainedPoliciesAreJudgedWithoutExploration()
    {
        // P219: 100 test rolls with the action of the largest posterior mean. Of a fixed action the
        // result is known.
        const auto instance = m_runs.instance("bandits/schwarz", Json::object(), 2);
        double regret = 0;
        DrawnRound round(instance->task());
        for (int test = 0; test < 100; ++test) {
            instance->draw(7, firstTestRound + test, round);
            regret += *std::max_element(round.means.begin(), round.means.end()) - round.means[3];
        }
        const auto run = [&](const char *algorithm, const Json &settings, std::uint64_t seed) {
            return m_runs.play(algorithm, settings, instance, 120, seed);
        };
        const auto fixed = run("bandits/fixed-action", {{"action", 4}}, 7);
        compare(fixed.last(channel::testRegret), regret / 100, 1e-12);
        // It is recorded once, after the last round, by those that hold an action to be the best.
        QCOMPARE(fixed.metrics.at(channel::testRegret).size(), std::size_t{1});
        QCOMPARE(fixed.metrics.at(channel::testRegret).front().first, std::int64_t{120});
        QVERIFY(!run("bandits/contextual-random", Json::object(), 7)
                     .metrics.contains(channel::testRegret));
        // Without exploration METALIC loses less than while it learned, and less than policies that
        // see no context.
        double trained = 0;
        double training = 0;
        double blind = 0;
        for (std::uint64_t seed = 1; seed <= 5; ++seed) {
            const auto metalic = run("bandits/metalic", {{"scales", "fixed"}}, seed);
            trained += metalic.last(channel::testRegret);
            training += metalic.last(channel::cumulativeRegret) / 120;
            blind +=
                run("bandits/context-free-ucb1", Json::object(), seed).last(channel::testRegret);
        }
        QVERIFY2(trained < training && trained < 0.5 * blind,
                 qPrintable(QString("%1 %2 %3").arg(trained).arg(training).arg(blind)));
    }

    void judgingIsDoneInUnits()
    {
        // METALIC plays a round a unit. The last round does not count as played, and is not
        // recorded, before all test rounds are over: the runner can pause between any two of them.
        const auto trial =
            m_runs.start("bandits/metalic", Json::object(),
                         m_runs.instance("bandits/schwarz", Json::object(), 1), 8, 1);
        agon::test::MemoryRecorder recorder({.points = 50}, 8, 1);
        int units = 1;
        int unrecorded = 0;
        for (; trial->advance(recorder); ++units) {
            QVERIFY(trial->step() < 8);
            unrecorded += trial->step() == 7;
        }
        QCOMPARE(trial->step(), std::int64_t{8});
        QCOMPARE(units, 8 + 99);
        QCOMPARE(unrecorded, 100); // after the seventh round, and after 99 units of test rounds
        QCOMPARE(recorder.lane(0).metrics.at(channel::cumulativeRegret).back().first,
                 std::int64_t{8});
    }

    void fittedBeatsContextFree()
    {
        for (std::uint64_t seed = 1; seed <= 3; ++seed) {
            const auto regret = [&](const std::string &algorithm) {
                return m_runs
                    .play(algorithm, Json::object(),
                          m_runs.instance("bandits/schwarz", Json::object(), seed), 80, seed)
                    .last(channel::cumulativeRegret);
            };
            QVERIFY(regret("bandits/metalic") < 0.8 * regret("bandits/context-free-ucb1"));
        }
    }
};

QTEST_GUILESS_MAIN(InterfaceTest)
#include "interface_test.moc"
