#include "plugins/bandits/rules/first_largest.h"
#include "tests/plugins/bandits/bandit_trials.h"

#include <QTest>

#include <cmath>

using namespace agon;
using namespace agon::bandits;
using agon::bandits::test::Bench;

class EpsilonGreedyTest : public QObject
{
    Q_OBJECT

    Bench m_bench;

    /** Four arms, the third of which has the best mean, after @p rounds rounds. */
    std::unique_ptr<PolicyTrial> afterRounds(const Json &settings, int rounds) const
    {
        auto trial =
            m_bench.start("bandits/epsilon-greedy", settings, m_bench.bernoulli({.5, .5, .5, .5}));
        for (int arm = 0; arm < 4; ++arm)
            Bench::tell(*trial, arm, rounds / 4, arm == 2 ? rounds / 4 : 0);
        return trial;
    }

    static void compareBest(PolicyTrial &trial, double epsilon)
    {
        constexpr int draws = 20'000;
        const auto counts = Bench::choices(trial, 4, draws);
        for (std::size_t arm = 0; arm < 4; ++arm) {
            const double expected = epsilon / 4 + (arm == 2 ? 1 - epsilon : 0);
            const double error = std::sqrt(expected * (1 - expected) / draws);
            QVERIFY2(std::abs(static_cast<double>(counts[arm]) / draws - expected) <= 4 * error,
                     qPrintable(QString("arm %1: %2 of %3").arg(arm).arg(counts[arm]).arg(draws)));
        }
    }

private Q_SLOTS:
    void pullsTheBestMeanOrAnyArm()
    {
        for (const double epsilon : {0.0, 0.1, 0.5, 1.0})
            compareBest(*afterRounds({{"epsilon", epsilon}}, 40), epsilon);
    }

    void tellsWithWhichProbabilityItPulled()
    {
        const auto told = [](PolicyTrial &trial) {
            trial.ask(0);
            return trial.probabilities(0);
        };
        const auto near = [](double a, double b) { return std::abs(a - b) < 1e-15; };
        const auto best = told(*afterRounds({{"epsilon", 0.2}}, 40));
        for (std::size_t arm = 0; arm < 4; ++arm)
            QVERIFY(near(best[arm], arm == 2 ? 0.85 : 0.05));
        // Two arms have the best mean: one of them, or each as often.
        for (const bool uniform : {false, true}) {
            const auto trial =
                m_bench.start("bandits/epsilon-greedy",
                              {{"epsilon", 0.3}, {"ties", uniform ? "uniform" : "lowest-index"}},
                              m_bench.bernoulli({.5, .5, .5}));
            for (int arm = 0; arm < 3; ++arm)
                trial->tell(0, arm, arm == 0 ? 0 : 1);
            const auto tied = told(*trial);
            QVERIFY(near(tied[0], 0.1));
            QVERIFY(near(tied[1], uniform ? 0.45 : 0.8));
            QVERIFY(near(tied[2], uniform ? 0.45 : 0.1));
            // They are those of the choice, whatever its reward was.
            trial->tell(0, 2, 0);
            QCOMPARE(trial->probabilities(0), tied);
        }
        // Entropy falls with ε: 8/t in round t, at most 0.3.
        const auto lane =
            m_bench.play("bandits/epsilon-greedy",
                         {{"epsilon", 0.3},
                          {"decay", {{"type", "inverse-time"}, {"constant", 0.5}, {"gap", 0.5}}}},
                         m_bench.bernoulli({.2, .5, .5, .5}), 400, 1);
        for (const auto &[round, entropy] : lane.metrics.at(channel::actionEntropy)) {
            const double other = std::min(0.3, 8 / static_cast<double>(round)) / 4;
            const double most = 1 - 3 * other;
            const double expected =
                round <= 4 ? std::log(4.0) : -3 * other * std::log(other) - most * std::log(most);
            QVERIFY(std::abs(entropy - expected) < 1e-12);
        }
    }

    void explorationFadesAsDeclared()
    {
        // cK/(d² t) = 0.5·4/(0.5² t) = 8/t, at most epsilon.
        const Json settings = {
            {"epsilon", 0.3},
            {"decay", {{"type", "inverse-time"}, {"constant", 0.5}, {"gap", 0.5}}}};
        compareBest(*afterRounds(settings, 20), 0.3);
        compareBest(*afterRounds(settings, 40), 8.0 / 41);
        compareBest(*afterRounds(settings, 400), 8.0 / 401);
    }

    void theBestIsKnownWithoutLookingAtAll()
    {
        // Few different values: ties, and the best falls below others, time and again.
        random::Stream stream(3, random::Purpose("test"));
        for (const std::size_t size : {1U, 2U, 3U, 10U}) {
            std::vector<double> values(size);
            FirstLargest best;
            for (int change = 0; change < 5000; ++change) {
                const auto changed = static_cast<std::size_t>(stream.below(size));
                values[changed] = static_cast<double>(stream.below(6)) / 4;
                best.update(changed, values);
                QCOMPARE(best.position(), firstLargest(values));
            }
        }
    }

    void tiesGoWhereDeclared()
    {
        const auto tied = m_bench.bernoulli({.5, .5, .5});
        for (const bool uniform : {false, true}) {
            const auto trial = m_bench.start(
                "bandits/epsilon-greedy",
                {{"epsilon", 0}, {"ties", uniform ? "uniform" : "lowest-index"}}, tied);
            for (int arm = 0; arm < 3; ++arm)
                trial->tell(0, arm, arm == 0 ? 0 : 1);
            constexpr int draws = 10'000;
            const auto counts = Bench::choices(*trial, 3, draws);
            QCOMPARE(counts[0], 0);
            if (uniform)
                QVERIFY(std::abs(counts[1] - draws / 2) <= 4 * std::sqrt(draws / 4.0));
            else
                QCOMPARE(counts[1], draws);
        }
    }
};

QTEST_GUILESS_MAIN(EpsilonGreedyTest)
#include "epsilon_greedy_test.moc"
