#include "plugins/bandits/channels.h"
#include "plugins/bandits/loops/staged.h"
#include "plugins/bandits/rules/discounted_rewards.h"
#include "tests/plugins/bandits/contextual_runs.h"
#include "tests/support/compare.h"

#include <QTest>

#include <array>
#include <cmath>

using namespace agon;
using namespace agon::bandits;
using agon::bandits::test::ContextualRuns;
using agon::test::compare;

/** Computations in stages and METALIC-seq (P219). */
class StagedTest : public QObject
{
    Q_OBJECT

    ContextualRuns m_runs;

    std::shared_ptr<const StagedInstance> solver(const Json &settings, std::uint64_t seed = 1) const
    {
        return std::dynamic_pointer_cast<const StagedInstance>(
            m_runs.prepare("bandits/schwarz-stages", settings, seed));
    }

    /** Two stages, two actions, nothing random: the second stage pays if its action differs. */
    class Alternating final : public StagedInstance
    {
    public:
        Alternating() : StagedInstance({2, 1, InterfaceActions::unstructured(2), 0}, {"a", "b"}) {}
        void draw(std::uint64_t, std::int64_t, std::span<double> context) const override
        {
            context.front() = 0.5;
        }
        double mean(std::span<const double>, std::span<const int> actions) const override
        {
            return actions.size() == 1 ? 0.1 * actions[0] : actions[0] != actions[1];
        }
    };

private Q_SLOTS:
    void rewardsAreDiscountedAndAveraged()
    {
        // Two stages as released: (r_0 + 0.9 r_1)/2 and r_1.
        compare(discountedMean(std::array{0.4, 0.8}, 0.9), (0.4 + 0.72) / 2);
        compare(discountedMean(std::array{0.8}, 0.9), 0.8);
    }

    void oneModeIsTheProblemWithoutStages()
    {
        // One wave along the interface: errors of k² + π², swept stage by stage.
        const auto instance = solver({{"modes", 1}, {"sweeps", 3}});
        const std::array context{0.4};
        const double wave = 0.5 * std::pow(80, 0.4);
        const double mode = std::sqrt(wave * wave + std::acos(-1) * std::acos(-1));
        const double symbol = mode / std::tanh(mode / 2);
        const auto digits = [&](double p) {
            return -6 * std::log10(std::abs((symbol - p) / (symbol + p))) / 10;
        };
        compare(instance->mean(context, std::array{1}), digits(1), 1e-9);
        compare(instance->mean(context, std::array{1, 2}), digits(1) + digits(2), 1e-9);
    }

    void optimumLooksAtAllSequences()
    {
        const Alternating instance;
        const StagedOptimum best = stagedOptimum(instance, std::array{0.5});
        compare(best.any, 1);
        compare(best.one, 0);
        // With many modes two conditions damp what one alone does not.
        const auto damping = stagedOptimum(*solver(Json::object()), std::array{0.3});
        QVERIFY(damping.any > damping.one + 0.02);
    }

    void randomActionsLoseWhatTheyShould()
    {
        // Half of all pairs are equal, so that half of the rounds pay nothing.
        const auto lane = m_runs.play("bandits/staged-random", Json::object(),
                                      std::make_shared<Alternating>(), 4000, 1);
        compare(lane.last(channel::cumulativeRegret), 2000, 4 * std::sqrt(1000.0));
        compare(lane.last(channel::oneActionRegret), 4000);
        compare(lane.last(channel::cumulativeReward) + lane.last(channel::cumulativeRegret), 4000);
    }

    void ucb1KeepsItsAction()
    {
        const auto lane = m_runs.play("bandits/staged-ucb1", Json::object(),
                                      std::make_shared<Alternating>(), 50, 1);
        compare(lane.last(channel::cumulativeRegret), 50);
    }

    void trainedPoliciesAreJudgedWithoutExploration()
    {
        // The second stage pays 1 if its action differs from the first one's: a trained sequential
        // policy loses nothing, one action for both stages everything.
        const auto instance = std::make_shared<const Alternating>();
        const auto lane = m_runs.play("bandits/staged-metalic", Json::object(), instance, 30, 1);
        QCOMPARE(lane.metrics.at(channel::testRegret).size(), std::size_t{1});
        compare(lane.last(channel::testRegret), 0, 1e-12);
        const auto single =
            m_runs.play("bandits/staged-metalic", {{"form", "single"}}, instance, 30, 1);
        compare(single.last(channel::testRegret), 1, 1e-12);
        QVERIFY(!m_runs.play("bandits/staged-random", Json::object(), instance, 30, 1)
                     .metrics.contains(channel::testRegret));
    }

    void sequentialSeesTheStageBefore()
    {
        // The first action shows in its reward, so that the second can be chosen to differ; whoever
        // keeps one action or does not look cannot tell.
        const auto regret = [&](const char *form) {
            return m_runs
                .play("bandits/staged-metalic", {{"form", form}}, std::make_shared<Alternating>(),
                      60, 1)
                .last(channel::cumulativeRegret);
        };
        QVERIFY(regret("sequential") < 15);
        compare(regret("single"), 60);
    }

    void errorHistoriesEndInTheRegret_data()
    {
        QTest::addColumn<std::string>("problem");
        QTest::addColumn<std::string>("algorithm");
        QTest::addColumn<std::size_t>("iterations");
        QTest::newRow("one stage") << std::string("bandits/schwarz")
                                   << std::string("bandits/context-free-ucb1") << std::size_t{6};
        QTest::newRow("two stages") << std::string("bandits/schwarz-stages")
                                    << std::string("bandits/staged-random") << std::size_t{4};
    }
    void errorHistoriesEndInTheRegret()
    {
        // Rewards are digits by ten: what the chosen conditions' errors lie above the best ones' at
        // the end, summed, is the regret.
        QFETCH(std::string, problem);
        QFETCH(std::string, algorithm);
        QFETCH(std::size_t, iterations);
        const auto instance = m_runs.prepare(problem, Json::object(), 1);
        const auto lane = m_runs.play(algorithm, Json::object(), instance, 150, 1, true);
        double regret = 0;
        std::int64_t before = 0;
        for (const auto &[step, frame] : lane.frames.at(channel::errorHistory)) {
            const auto &field = std::get<FieldFrame>(frame);
            QCOMPARE(field.columnLabels.size(), iterations + 1);
            QCOMPARE(field.rowLabels.front(), std::string("chosen"));
            const auto value = [&](std::size_t row, std::size_t iteration) {
                return field.values[row * (iterations + 1) + iteration];
            };
            for (std::size_t row = 0; row < field.rowLabels.size(); ++row) {
                QCOMPARE(value(row, 0), 0.0);
                for (std::size_t i = 1; i <= iterations; ++i)
                    QVERIFY(value(row, i) <= value(row, i - 1));
                QVERIFY(value(1, iterations) <= value(row, iterations) + 1e-12);
            }
            regret += static_cast<double>(step - before) *
                      (value(0, iterations) - value(1, iterations)) / 10;
            before = step;
        }
        QCOMPARE(before, std::int64_t{150});
        compare(regret, lane.last(channel::cumulativeRegret), 1e-9);
    }

    void aFixedConditionHasItsOwnHistory()
    {
        const auto instance = m_runs.prepare("bandits/schwarz", Json::object(), 1);
        const auto lane =
            m_runs.play("bandits/fixed-action", {{"action", 4}}, instance, 20, 1, true);
        const auto &field =
            std::get<FieldFrame>(lane.frames.at(channel::errorHistory).back().second);
        QCOMPARE(field.rowLabels[5], std::string("always p = 4"));
        for (std::size_t i = 0; i < 7; ++i)
            QCOMPARE(field.values[i], field.values[5 * 7 + i]);
    }
};

QTEST_GUILESS_MAIN(StagedTest)
#include "staged_test.moc"
