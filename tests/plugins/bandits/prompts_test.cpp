#include "plugins/bandits/channels.h"
#include "plugins/bandits/rules/generation_report.h"
#include "tests/plugins/bandits/contextual_runs.h"
#include "tests/support/compare.h"

#include <QTest>

#include <cmath>
#include <span>
#include <vector>

using namespace agon;
using namespace agon::bandits;
using agon::bandits::test::ContextualRuns;
using agon::test::compare;

/** Problems whose context is shared by all actions, and what delays do to learning (P013, P099). */
class PromptsTest : public QObject
{
    Q_OBJECT

    ContextualRuns m_runs;

    static Json joining(int models, int every)
    {
        return {{"arrivals", {{"type", "later"}, {"models", models}, {"every", every}}}};
    }

private Q_SLOTS:
    void contextFreeIsUcb1()
    {
        // One cluster without spread: all rounds look alike, and UCB1 is replayed by hand.
        const auto instance =
            m_runs.instance("bandits/prompt", {{"clusters", 1}, {"spread", 0}}, 1);
        constexpr std::int64_t rounds = 400;
        const auto lane =
            m_runs.play("bandits/context-free-ucb1", Json::object(), instance, rounds, 1);
        DrawnRound round(instance->task());
        std::vector<double> sums(4);
        std::vector<double> pulls(4);
        double regret = 0;
        for (std::int64_t number = 1; number <= rounds; ++number) {
            instance->draw(1, number, round);
            std::size_t chosen = 0;
            double best = -1;
            for (std::size_t a = 0; a < 4; ++a) {
                const double index =
                    pulls[a] == 0
                        ? 1e300
                        : sums[a] / pulls[a] +
                              std::sqrt(2 * std::log(static_cast<double>(number)) / pulls[a]);
                if (index > best) {
                    best = index;
                    chosen = a;
                }
            }
            pulls[chosen] += 1;
            sums[chosen] += instance->reward(round, static_cast<int>(chosen));
            regret +=
                *std::max_element(round.means.begin(), round.means.end()) - round.means[chosen];
        }
        QVERIFY(std::abs(lane.last(channel::cumulativeRegret) - regret) < 1e-9);
    }

    void generationsLearnLate()
    {
        // Rewards arrive at the end of a generation of 200 rounds: the first is uniform, whatever
        // the exploration, and the second is better.
        const auto instance = m_runs.instance("bandits/payments", {{"generation", 200}}, 2);
        const auto first = m_runs.play("bandits/erm-uniform", {{"epsilon", 0}}, instance, 200, 2);
        const auto other = m_runs.play("bandits/erm-uniform", {{"epsilon", 1}}, instance, 200, 2);
        QCOMPARE(first.last(channel::cumulativeRegret), other.last(channel::cumulativeRegret));
        const auto second = m_runs.play("bandits/erm-uniform", {{"epsilon", 0}}, instance, 400, 2);
        QVERIFY(second.last(channel::generationRegret) <
                0.7 * first.last(channel::generationRegret));
        // With ε = 1 later generations are uniform too: each of A available actions with 1/A.
        const auto uniform =
            m_runs.play("bandits/erm-uniform", {{"epsilon", 1}}, instance, 2000, 2);
        const auto random =
            m_runs.play("bandits/contextual-random", Json::object(), instance, 2000, 2);
        QVERIFY(std::abs(uniform.last(channel::cumulativeRegret) /
                             random.last(channel::cumulativeRegret) -
                         1) < 0.1);
    }

    void areaIsTheShareOfOrderedPairs()
    {
        // Successes at .9, .4, .4; failures at .4, .1: 1 + 1, ½ + 1, ½ + 1 of six pairs.
        const std::vector<PredictedOutcome> predictions{
            {0.4, 1}, {0.9, 1}, {0.1, 0}, {0.4, 0}, {0.4, 1}};
        compare(areaUnderCurve(predictions), 5.0 / 6, 1e-12);
        compare(logLoss(predictions),
                -(std::log(0.9) + 2 * std::log(0.4) + std::log(0.6) + std::log(0.9)) / 5, 1e-12);
        QVERIFY(std::isnan(areaUnderCurve(std::span(predictions).first(2)))); // no failure
        QVERIFY(std::isnan(logLoss({})));
    }

    void logsSayWhatTheGreedyChoiceIsWorth()
    {
        // Two greedy choices, made with 1/2 and 1/4: weights 2 and 4.
        const std::vector<LoggedChoice> log{{{0.7, 1}, 0.5, true},
                                            {{0.2, 1}, 0.5, false},
                                            {{0.8, 0}, 0.25, true},
                                            {{0.6, 0}, 0.1, false}};
        const GenerationReport report = GenerationReport::of(log, true);
        compare(report.successShare, 0.5, 1e-12);
        compare(report.explorationShare, 0.5, 1e-12);
        compare(report.leastPropensity, 0.1, 1e-12);
        compare(report.greedyValue, 2.0 / 6, 1e-12);
        compare(report.greedySample, 36.0 / 20, 1e-12);
        compare(report.nextArea, 0.25, 1e-12); // .7 and .2 against .8 and .6
        QVERIFY(std::isnan(GenerationReport::of(log, false).nextLogLoss));
        QVERIFY(std::isnan(GenerationReport::of({}, true).successShare));
    }

    void modelsAreJudgedOnTheirOwnAndTheNextGeneration()
    {
        const auto instance = m_runs.instance("bandits/payments", {{"generation", 500}}, 2);
        const auto play = [&](double epsilon, std::int64_t budget) {
            return m_runs.play("bandits/erm-uniform", {{"epsilon", epsilon}}, instance, budget, 2);
        };
        // Of the first generation there was no model: it can be trained on, not predicted.
        const auto first = play(0.1, 500);
        QVERIFY(first.metrics.contains(channel::ownLogLoss));
        QVERIFY(!first.metrics.contains(channel::nextLogLoss));
        QVERIFY(first.metrics.contains(channel::successShare));

        const auto lane = play(0.1, 5000);
        QVERIFY(lane.last(channel::ownLogLoss) < lane.last(channel::nextLogLoss));
        QVERIFY(lane.last(channel::ownArea) > lane.last(channel::nextArea));
        QVERIFY(lane.last(channel::nextArea) > 0.5);
        // With 4.8 actions available on average, ε (1 - 1/A) of the choices explore.
        compare(lane.last(channel::explorationShare), 0.1 * (1 - 1 / 4.8), 0.04);
        QVERIFY(lane.last(channel::leastPropensity) >= 0.1 / 6 - 1e-12);
        QVERIFY(lane.last(channel::leastPropensity) < 0.1);
        // Nearly greedy: the estimate is nearly what was earned. From uniform choices the same
        // generation's estimate has few rounds to go by.
        compare(lane.last(channel::greedyValue), lane.last(channel::successShare), 0.05);
        const auto uniform = play(1, 5000);
        QVERIFY(uniform.last(channel::greedySample) < 0.5 * lane.last(channel::greedySample));
        compare(uniform.last(channel::greedyValue), lane.last(channel::greedyValue), 0.15);
        QVERIFY(uniform.last(channel::greedyValue) > uniform.last(channel::successShare));
    }

    void generationMetricsAreThoseOfTheirSeries()
    {
        const auto instance = m_runs.instance("bandits/payments", {{"generation", 50}}, 2);
        const auto trial = m_runs.start("bandits/erm-igw", Json::object(), instance, 400, 2);
        agon::test::MemoryRecorder recorder({.spacing = RecordingSchedule::Spacing::every}, 400, 1,
                                            0);
        while (trial->advance(recorder)) {
        }
        const auto &lane = recorder.lane(0);
        std::vector<double> generations;
        double before = 0;
        for (const auto &[step, value] : lane.metrics.at(channel::cumulativeRegret))
            if (step > 0 && step % 50 == 0) {
                generations.push_back((value - before) / 50);
                before = value;
            }
        QCOMPARE(generations.size(), std::size_t{8});
        // From the fourth on: five values, four changes.
        const std::vector<double> settled(generations.begin() + 3, generations.end());
        double mean = 0;
        for (const double value : settled)
            mean += value / 5;
        QVERIFY(std::abs(lane.last(channel::settledRegret) - mean) < 1e-12);
        QVERIFY(std::abs(lane.last(channel::generationRegret) - settled.back()) < 1e-12);
        double variance = 0;
        const double drift = (settled.back() - settled.front()) / 4;
        for (std::size_t i = 1; i < 5; ++i)
            variance += std::pow(settled[i] - settled[i - 1] - drift, 2) / 3;
        QVERIFY(std::abs(lane.last(channel::generationChange) - std::sqrt(variance)) < 1e-12);
        double numerator = 0;
        double denominator = 0;
        for (std::size_t i = 0; i < 5; ++i) {
            denominator += std::pow(settled[i] - mean, 2);
            if (i > 0)
                numerator += (settled[i] - mean) * (settled[i - 1] - mean);
        }
        QVERIFY(std::abs(lane.last(channel::generationCorrelation) - numerator / denominator) <
                1e-12);
    }

    void modelsThatJoinChangeNothingElse()
    {
        const auto later = m_runs.instance("bandits/prompt", joining(2, 100), 1);
        const auto all = m_runs.instance("bandits/prompt", Json::object(), 1);
        QCOMPARE(later->labels()[1], std::string("model 2"));
        QCOMPARE(later->labels()[2], std::string("model 3, from round 101"));
        QCOMPARE(all->labels()[2], std::string("model 3"));
        DrawnRound some(later->task());
        DrawnRound every(all->task());
        for (std::int64_t number = 1; number <= 300; ++number) {
            later->draw(1, number, some);
            all->draw(1, number, every);
            QCOMPARE(some.context, every.context);
            QCOMPARE(some.features, every.features);
            QCOMPARE(some.means, every.means);
            QCOMPARE(some.luck, every.luck);
            QCOMPARE(every.available, (std::vector<std::uint8_t>{1, 1, 1, 1}));
            const auto third = static_cast<std::uint8_t>(number > 100);
            const auto fourth = static_cast<std::uint8_t>(number > 200);
            QCOMPARE(some.available, (std::vector<std::uint8_t>{1, 1, third, fourth}));
        }
    }

    void everyPolicyWaitsForModelsThatJoin()
    {
        const auto instance = m_runs.instance("bandits/prompt", joining(2, 20), 1);
        const auto &catalogue = m_runs.catalogue();
        int played = 0;
        for (const AlgorithmDeclaration &algorithm : catalogue.algorithms) {
            if (!catalogue.fits(*catalogue.problem("bandits/prompt"), algorithm))
                continue;
            ++played;
            const auto lane = m_runs.play(algorithm.id, Json::object(), instance, 80, 1, true);
            for (const auto &[step, frame] : lane.frames.at(channel::armPulls)) {
                const auto &shares = std::get<FieldFrame>(frame).values;
                QVERIFY2(step > 20 || shares[2] == 0, algorithm.id.c_str());
                QVERIFY2(step > 40 || shares[3] == 0, algorithm.id.c_str());
            }
        }
        QVERIFY(played >= 12);
    }

    void newcomersAreTriedAndUsed()
    {
        // The third model is the best for a quarter of the prompts and joins after 250 rounds, the
        // fourth for another quarter after 500.
        const auto instance = m_runs.instance("bandits/prompt", joining(2, 250), 4);
        for (const std::string algorithm : {"bandits/pak-ucb", "bandits/rff-ucb"}) {
            const auto lane = m_runs.play(algorithm, Json::object(), instance, 1000, 4, true);
            QVERIFY(lane.last(channel::recentOptimalShare) > 0.9);
            const auto &shares =
                std::get<FieldFrame>(lane.frames.at(channel::armPulls).back().second).values;
            QVERIFY(shares[2] > 0.1 && shares[3] > 0.1);
        }
        const auto blind =
            m_runs.play("bandits/context-free-ucb1", Json::object(), instance, 1000, 4);
        QVERIFY(blind.last(channel::recentOptimalShare) < 0.5);
    }

    void onePromptKindIsLearnedByAll()
    {
        // The advantage over the best fixed action: none with one cluster, some with four.
        const auto one = m_runs.instance("bandits/prompt", {{"clusters", 1}}, 3);
        const auto four = m_runs.instance("bandits/prompt", Json::object(), 3);
        const auto alone = m_runs.play("bandits/rff-ucb", Json::object(), one, 400, 3);
        const auto several = m_runs.play("bandits/rff-ucb", Json::object(), four, 400, 3);
        QVERIFY(alone.last(channel::advantage) <= 0);
        QVERIFY(several.last(channel::advantage) > 0.1);
    }
};

QTEST_GUILESS_MAIN(PromptsTest)
#include "prompts_test.moc"
