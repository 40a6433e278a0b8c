#include "plugins/bandits/loops/table_session.h"
#include "plugins/bandits/rules/batched_bandit.h"
#include "plugins/bandits/rules/dekel_walk.h"
#include "plugins/bandits/rules/exponential_weights.h"
#include "plugins/bandits/rules/shrinking_dartboard.h"
#include "plugins/bandits/rules/tsallis.h"
#include "plugins/bandits/rules/tsallis_weights.h"
#include "tests/plugins/bandits/bandit_trials.h"
#include "tests/support/compare.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <cmath>

using namespace agon;
using namespace agon::bandits;
using agon::bandits::test::Bench;
using agon::test::compare;

/** Policies against tables that an adversary fixed, and what switches cost. */
class AdversarialTest : public QObject
{
    Q_OBJECT

    Bench m_bench;

    static ExponentialWeights weightsOf(const std::vector<double> &losses, double rate)
    {
        ExponentialWeights weights(static_cast<int>(losses.size()), rate);
        for (std::size_t arm = 0; arm < losses.size(); ++arm)
            weights.add(arm, losses[arm]);
        return weights;
    }

private Q_SLOTS:
    void ownTablesAreReadRoundByRound()
    {
        // Three rounds that pay the first arm twice, over and over: best is the first arm.
        const auto table = m_bench.problem("bandits/own-table");
        const auto lane = m_bench.play("bandits/hedge", {{"rate", 100}}, table, 9, 1);
        const double earned = lane.last(channel::cumulativeReward);
        QCOMPARE(lane.last(channel::externalRegret), 6 - earned);
    }

    void batchesOfOneRoundAreNoDelay()
    {
        const Json arms = {{"arms", 4}};
        Json batches = arms;
        batches["feedback"] = {{"type", "batches"}, {"size", 1}};
        const auto prompt = m_bench.problem("bandits/stochastically-constrained", arms, 2);
        const auto single = m_bench.problem("bandits/stochastically-constrained", batches, 2);
        for (const char *policy :
             {"bandits/hedge", "bandits/exp3", "bandits/exp3-ix", "bandits/exp3-p",
              "bandits/tsallis-inf", "bandits/exp3-s", "bandits/ucb1"}) {
            const auto late = m_bench.play(policy, Json::object(), single, 2000, 2);
            const auto known = m_bench.play(policy, Json::object(), prompt, 2000, 2);
            QVERIFY2(late.metrics.at(channel::externalRegret) ==
                         known.metrics.at(channel::externalRegret),
                     policy);
        }
    }

    void lateRewardsAreWeighedByTheProbabilitiesOfTheirRound()
    {
        // The first arm always pays, the second never: of five rounds in one batch the second was
        // pulled n times, always with probability 1/2, whatever its losses, told one after the
        // other, make of that probability.
        const auto arms = m_bench.problem("bandits/bernoulli",
                                          {{"means", {{"type", "custom"}, {"values", {1.0, 0.0}}}},
                                           {"feedback", {{"type", "batches"}, {"size", 5}}}});
        double most = 0;
        for (std::uint64_t seed = 1; seed <= 5; ++seed) {
            const auto secondOf = [&](const std::string &algorithm, const Json &settings,
                                      double &pulls) {
                const auto trial = m_bench.start(algorithm, settings, arms, 6, seed);
                agon::test::MemoryRecorder recorder({.spacing = RecordingSchedule::Spacing::every},
                                                    6, 1);
                while (trial->advance(recorder)) {
                }
                for (const auto &[step, reward] :
                     recorder.lane(0).metrics.at(channel::cumulativeReward))
                    if (step == 5)
                        pulls = 5 - reward;
                most = std::max(most, pulls);
                return trial->probabilities(0)[1];
            };
            double n = 0;
            double found = secondOf("bandits/exp3", {{"rate", 0.3}}, n);
            compare(found, 1 / (1 + std::exp(0.3 * 2 * n)), 1e-12);
            found = secondOf("bandits/exp3-ix", {{"rate", 0.3}}, n);
            compare(found, 1 / (1 + std::exp(0.3 * n / (0.5 + 0.15))), 1e-12);
            found = secondOf("bandits/tsallis-inf", Json::object(), n);
            std::vector<double> expected(2);
            tsallisWeights(std::array{0.0, 2 * n}, 2 / std::sqrt(6.0), expected);
            compare(found, expected[1], 1e-9);
        }
        QVERIFY(most >= 2); // else no order could matter
    }

    void whoSeesAllRewardsSeesThemLate()
    {
        const auto never = m_bench.problem("bandits/own-table",
                                           {{"feedback", {{"type", "delayed"}, {"rounds", 1000}}}});
        const auto trial = m_bench.start("bandits/hedge", {{"rate", 1}}, never, 100, 1);
        agon::test::MemoryRecorder recorder({}, 100, 1);
        while (trial->advance(recorder)) {
        }
        const auto even = trial->probabilities(0);
        for (const double probability : even)
            compare(probability, 1.0 / static_cast<double>(even.size()), 0);
    }

    void exp3P()
    {
        const auto arms = m_bench.bernoulli({0.5, 0.5});
        const auto trial =
            m_bench.start("bandits/exp3-p", {{"rate", 0.3}, {"mixing", 0.2}, {"bias", 0.05}}, arms);
        trial->ask(0);
        compare(trial->probabilities(0)[0], 0.5, 1e-12);
        trial->tell(0, 1, 1);
        trial->ask(0);
        // Gains: 0.05/0.5 for the first, and 1/0.5 more for the second.
        const double first = 0.8 / (1 + std::exp(0.3 * 2)) + 0.1;
        compare(trial->probabilities(0)[0], first, 1e-12);
        trial->tell(0, 0, 0.5);
        trial->ask(0);
        const double gains = 0.1 + 0.05 / first + 0.5 / first;
        const double others = 2.1 + 0.05 / (1 - first);
        compare(trial->probabilities(0)[0], 0.8 / (1 + std::exp(0.3 * (others - gains))) + 0.1,
                1e-12);
    }

    void exp3PlusPlus()
    {
        // Two arms of which one always pays; while every arm is pulled once estimates are losses.
        const auto probability = [&](int pulls, double exploration) {
            const auto trial =
                m_bench.start("bandits/exp3-plus-plus", {{"exploration", exploration}},
                              m_bench.bernoulli({0.5, 0.5}), 100'000);
            Bench::tell(*trial, 0, 1, 0);
            Bench::tell(*trial, 1, pulls, pulls);
            trial->ask(0);
            return trial->probabilities(0)[0];
        };
        // After one pull of each bounds say nothing: exploration is √(ln K/(t K))/2 for both.
        const double rate = std::sqrt(std::log(2.0) / (3 * 2)) / 2;
        const double weight = 1 / (1 + std::exp(rate));
        compare(probability(1, 256), (1 - 2 * rate) * weight + rate, 1e-12);
        // Were the gap certain, exploration would be what it calls for: with none the weight alone.
        const auto trial =
            m_bench.start("bandits/exp3-plus-plus", {{"exploration", 0}, {"confidence", 0.01}},
                          m_bench.bernoulli({0.5, 0.5}), 100'000);
        for (int pull = 0; pull < 50; ++pull) {
            Bench::tell(*trial, 0, 1, 0);
            Bench::tell(*trial, 1, 1, 1);
        }
        trial->ask(0);
        const double later = std::sqrt(std::log(2.0) / (101 * 2)) / 2;
        const double lost = 50; // every loss was met with probability 1 as far as is known
        compare(trial->probabilities(0)[0], (1 - later) * 1 / (1 + std::exp(later * lost)), 1e-9);
    }

    void hedge()
    {
        for (const Json &entry : Bench::golden("hedge").at("cases")) {
            const auto weights =
                weightsOf(entry.at("L").get<std::vector<double>>(), entry.at("eta").get<double>());
            const auto expected = entry.at("out").get<std::vector<double>>();
            for (std::size_t arm = 0; arm < expected.size(); ++arm)
                compare(weights.probability(arm), expected[arm], 1e-12);
        }
        // The policy sees all losses: after one round of the trap L = (0, .7, .7, .7, .6).
        const auto lane =
            m_bench.play("bandits/hedge", {{"rate", 1}}, m_bench.problem("bandits/trap"), 2, 1);
        const auto &field =
            std::get<FieldFrame>(lane.frames.at(channel::armProbabilities).front().second);
        const double total = 1 + 3 * std::exp(-0.7) + std::exp(-0.6);
        compare(field.values[1], std::exp(-0.7) / total, 1e-12);
    }

    void exp3()
    {
        for (const Json &entry : Bench::golden("exp3").at("cases")) {
            if (entry.at("form") == "loss") {
                auto weights = weightsOf(entry.at("L_hat").get<std::vector<double>>(),
                                         entry.at("eta").get<double>());
                const auto expected = entry.at("p").get<std::vector<double>>();
                for (std::size_t arm = 0; arm < expected.size(); ++arm)
                    compare(weights.probability(arm), expected[arm], 1e-12);
                const auto arm = entry.at("arm").get<std::size_t>();
                weights.add(arm, entry.at("loss").get<double>() / weights.probability(arm));
                compare(weights.losses()[arm],
                        entry.at("L_hat_next").get<std::vector<double>>()[arm], 1e-9);
                continue;
            }
            // Weights as losses at the rate γ/K of the form with gains.
            const auto given = entry.at("w").get<std::vector<double>>();
            const double mixing = entry.at("gamma").get<double>();
            const double rate = mixing / static_cast<double>(given.size());
            std::vector<double> losses;
            for (const double weight : given)
                losses.push_back(-std::log(weight) / rate);
            auto weights = weightsOf(losses, rate);
            const auto expected = entry.at("p").get<std::vector<double>>();
            for (std::size_t arm = 0; arm < expected.size(); ++arm)
                compare((1 - mixing) * weights.probability(arm) +
                            mixing / static_cast<double>(given.size()),
                        expected[arm], 1e-12);
            const auto arm = entry.at("arm").get<std::size_t>();
            weights.add(arm, -entry.at("reward").get<double>() / expected[arm]);
            compare(weights.probability(arm) / weights.probability(0) * given[0],
                    entry.at("w_a_next").get<double>(), 1e-12);
        }
    }

    void exp3Policies()
    {
        // The policies' own probabilities after one loss of 1, from the rule by hand.
        const auto coins = m_bench.bernoulli({.5, .5});
        const double rate = std::sqrt(2 * std::log(2.0) / (2 * 1000.0));
        const auto afterLoss = [](double rate_, double estimate) {
            const double weight = std::exp(-rate_ * estimate);
            return weight / (1 + weight);
        };
        const auto probabilityOf = [&](const std::string &algorithm, const Json &settings) {
            const auto trial = m_bench.start(algorithm, settings, coins, 1000);
            trial->ask(0);
            trial->tell(0, 0, 0);
            trial->ask(0);
            return trial->probabilities(0)[0];
        };
        compare(probabilityOf("bandits/exp3", Json::object()), afterLoss(rate, 2), 1e-12);
        compare(probabilityOf("bandits/exp3-ix", Json::object()),
                afterLoss(rate, 1 / (0.5 + rate / 2)), 1e-12);
        // Gains: no gain, no change.
        compare(probabilityOf("bandits/exp3", {{"form", "gain"}}), 0.5, 1e-12);
    }

    void exp3Ix()
    {
        const Json group = Bench::golden("exp3_ix");
        const Json &step = group.at("cases").at(0);
        compare(step.at("loss").get<double>() /
                    (step.at("p").get<std::vector<double>>()[0] + step.at("gamma").get<double>()),
                step.at("increment").get<double>(), 1e-12);
        // The rate of the golden case, read from the policy's answer after one loss.
        const Json &rates = group.at("cases").at(1);
        const auto trial =
            m_bench.start("bandits/exp3-ix", Json::object(),
                          m_bench.bernoulli(std::vector<double>(
                              static_cast<std::size_t>(rates.at("K").get<int>()), 0.5)),
                          rates.at("T").get<std::int64_t>());
        trial->ask(0);
        trial->tell(0, 0, 0);
        trial->ask(0);
        const auto probabilities = trial->probabilities(0);
        const double eta = rates.at("eta").get<double>();
        compare(std::log(probabilities[1] / probabilities[0]),
                eta / (0.1 + rates.at("gamma").get<double>()), 1e-12);
    }

    void tsallis()
    {
        for (const Json &entry : Bench::golden("tsallis_inf").at("cases")) {
            const auto losses = entry.at("L_hat").get<std::vector<double>>();
            const auto expected = entry.at("p").get<std::vector<double>>();
            TsallisProbabilities probabilities(static_cast<int>(losses.size()));
            for (int repeat = 0; repeat < 2; ++repeat) { // from scratch, and from the answer
                probabilities.solve(losses, entry.at("eta").get<double>());
                compare(probabilities.normalizer(), entry.at("x").get<double>(), 1e-8);
                for (std::size_t arm = 0; arm < losses.size(); ++arm)
                    compare(probabilities.probabilities()[arm], expected[arm], 1e-9);
            }
        }
        // A start left of the root, far away, finds the same answer.
        TsallisProbabilities warm(3);
        warm.solve(std::vector<double>{0, 0, 1e6}, 1e-4);
        warm.solve(std::vector<double>{3.0, 5.5, 4.2}, 2 / std::sqrt(10.0));
        TsallisProbabilities fresh(3);
        fresh.solve(std::vector<double>{3.0, 5.5, 4.2}, 2 / std::sqrt(10.0));
        for (std::size_t arm = 0; arm < 3; ++arm)
            compare(warm.probabilities()[arm], fresh.probabilities()[arm], 1e-9);
    }

    void tsallisReducedVariance()
    {
        // First round: η = 4, p = 1/3 < η², so there is no baseline and L = l/p for the arm pulled.
        const auto trial = m_bench.start("bandits/tsallis-inf", {{"estimator", "reduced-variance"}},
                                         m_bench.bernoulli({.5, .5, .5}));
        trial->ask(0);
        trial->tell(0, 0, 0);
        trial->ask(0);
        TsallisProbabilities expected(3);
        expected.solve(std::vector<double>{3, 0, 0}, 4 / std::sqrt(2.0));
        for (std::size_t arm = 0; arm < 3; ++arm)
            compare(trial->probabilities(0)[arm], expected.probabilities()[arm], 1e-12);
    }

    void randomWalk()
    {
        const Json entry = Bench::golden("dekel_random_walk").at("cases").at(0);
        const auto parents = entry.at("parents").get<std::vector<std::int64_t>>();
        for (std::size_t t = 1; t <= parents.size(); ++t)
            QCOMPARE(walkParent(static_cast<std::int64_t>(t)), parents[t - 1]);
        compare(walkDeviation(4096), entry.at("sigma_T_4096").get<double>(), 1e-15);
        // W_t - W_parent(t) has that deviation for every t.
        const auto table = std::dynamic_pointer_cast<const TableInstance>(
            m_bench.problem("bandits/dekel-walk", {{"arms", 2}}));
        const auto walk = table->source(4, 4096);
        std::vector<double> means(2);
        std::vector<double> rewards(2);
        std::vector<double> values{0};
        double squares = 0;
        for (std::int64_t t = 1; t <= 4096; ++t) {
            walk->next(means, rewards);
            values.push_back(0.5 - std::min(means[0], means[1]));
            compare(std::abs(means[0] - means[1]), 0.1, 1e-12);
            const double step = values.back() - values[static_cast<std::size_t>(walkParent(t))];
            squares += step * step;
        }
        const double deviation = walkDeviation(4096);
        QVERIFY(std::abs(squares / 4096 / (deviation * deviation) - 1) < 4 * std::sqrt(2.0 / 4096));
    }

    void batches()
    {
        for (const Json &entry : Bench::golden("P003_schedule").at("cases")) {
            Task task;
            task.arms = entry.at("K").get<int>();
            task.horizon = entry.at("T").get<std::int64_t>();
            if (entry.contains("feedback")) {
                QCOMPARE(banditBatches(task), entry.at("N").get<std::int64_t>());
                continue;
            }
            task.observations = entry.at("B").get<std::int64_t>();
            QCOMPARE(dartboardBatches(task, 1), entry.at("N").get<std::int64_t>());
            compare(dartboardRate(task.arms, dartboardBatches(task, 1)),
                    entry.at("eta").get<double>(), 1e-12);
        }
    }

    void observationsStayWithinTheirBudget()
    {
        for (const std::string algorithm :
             {"batched-shrinking-dartboard", "extra-observations", "batched-tsallis-inf"})
            for (const int budget : {0, 7, 500, 4000, 100'000}) {
                const auto lane = m_bench.play(
                    "bandits/" + algorithm, Json::object(),
                    m_bench.problem("bandits/switching-costs", {{"observations", budget}}), 2000,
                    3);
                QVERIFY(lane.last(channel::observations) <= budget);
                if (algorithm == "batched-shrinking-dartboard" && budget >= 500)
                    QCOMPARE(lane.last(channel::observations),
                             static_cast<double>(std::min(budget / 5 * 5, 10'000)));
                if (algorithm == "batched-tsallis-inf")
                    QCOMPARE(lane.last(channel::observations), 0.0);
                QVERIFY(std::abs(lane.last(channel::switchingRegret) -
                                 lane.last(channel::externalRegret) -
                                 lane.last(channel::switches)) < 1e-9);
            }
    }

    void ownLossesCanBeCounted()
    {
        // Bandit feedback with B observations in all: min(B, K^(1/3) T^(2/3)) batches, one look in
        // each. 5^(1/3) · 2000^(2/3) is 271.4.
        const auto play = [&](int budget, std::uint64_t seed) {
            return m_bench.play("bandits/batched-tsallis-inf", {{"own-losses", "counted"}},
                                m_bench.problem("bandits/switching-costs",
                                                {{"observations", budget}, {"gap", 0.4}}, seed),
                                2000, seed);
        };
        for (const int budget : {0, 1, 7, 100, 271, 272, 4000}) {
            const auto lane = play(budget, 3);
            const double looks = std::min(budget, 271);
            QCOMPARE(lane.last(channel::observations), looks);
            QVERIFY(lane.last(channel::switches) <= std::max(0.0, looks - 1));
        }
        // The fewer, the more is lost.
        const auto regret = [&](int budget) {
            double sum = 0;
            for (std::uint64_t seed = 1; seed <= 20; ++seed)
                sum += play(budget, seed).last(channel::switchingRegret);
            return sum;
        };
        const double few = regret(5);
        const double some = regret(30);
        QVERIFY(few > some);
        QVERIFY(some > regret(271));
        // As many as there are batches are all that it can use.
        QCOMPARE(play(271, 4).last(channel::switchingRegret),
                 play(100'000, 4).last(channel::switchingRegret));
    }

    void sampledEntriesAreCounted()
    {
        // With q = 1/2 there are twice as many batches, and still no more than B looks.
        const auto lane = m_bench.play(
            "bandits/batched-shrinking-dartboard", {{"probability", 0.5}},
            m_bench.problem("bandits/switching-costs", {{"observations", 1000}}), 2000, 5);
        QVERIFY(lane.last(channel::observations) <= 1000);
        QVERIFY(lane.last(channel::observations) > 900);
    }

    void externalRegretIsAgainstTheBestArm()
    {
        // The trap with 5 arms and 1000 rounds: the last arm pays 300·0.4 + 700·0.8 = 680.
        const auto lane =
            m_bench.play("bandits/ucb1", Json::object(), m_bench.problem("bandits/trap"), 1000, 1);
        compare(lane.last(channel::externalRegret) + lane.last(channel::cumulativeReward), 680,
                1e-9);
    }
};

QTEST_GUILESS_MAIN(AdversarialTest)
#include "adversarial_test.moc"
