#include "plugins/bandits/loops/expert_advice.h"
#include "plugins/bandits/rules/trust_weights.h"
#include "tests/plugins/bandits/loop_runs.h"
#include "tests/support/compare.h"

#include <QTest>

#include <cmath>

using namespace agon;
using namespace agon::bandits;
using agon::bandits::test::instead;
using agon::bandits::test::LoopRuns;
using agon::test::compare;

namespace {

/** The same losses for everybody, row by row, again from the first after the last. */
class GivenLosses final : public ExpertLosses
{
public:
    explicit GivenLosses(std::vector<std::vector<double>> rows)
        : ExpertLosses(static_cast<int>(rows.front().size())), m_rows(std::move(rows))
    {}
    void draw(std::uint64_t, std::int64_t round, std::int64_t, std::span<double> means,
              std::span<double> losses) const override
    {
        const auto &row = m_rows[static_cast<std::size_t>(round - 1) % m_rows.size()];
        std::copy(row.begin(), row.end(), means.begin());
        std::copy(row.begin(), row.end(), losses.begin());
    }

private:
    std::vector<std::vector<double>> m_rows;
};

} // namespace

/** Trust spread over experts whose losses are all seen. */
class ExpertAdviceTest : public QObject
{
    Q_OBJECT

    LoopRuns m_runs;

    /** Trust before every round of @p losses. */
    std::vector<std::vector<double>> trust(const std::string &learner, const Json &settings,
                                           const std::vector<std::vector<double>> &losses,
                                           std::uint64_t seed = 1) const
    {
        const auto rounds = static_cast<std::int64_t>(losses.size());
        const auto lane = m_runs.play(learner, settings, std::make_shared<GivenLosses>(losses),
                                      rounds, seed, {.frames = 1000});
        std::vector<std::vector<double>> result;
        for (std::int64_t round = 0; round <= rounds; ++round)
            result.push_back(LoopRuns::fieldAt(lane, channel::armProbabilities, round));
        return result;
    }

    void follows(const std::string &learner, const Json &settings, const Json &entry,
                 double tolerance) const
    {
        const auto found =
            trust(learner, settings, entry.at("losses").get<std::vector<std::vector<double>>>());
        const auto expected = entry.at("p").get<std::vector<std::vector<double>>>();
        for (std::size_t round = 0; round < expected.size(); ++round)
            for (std::size_t k = 0; k < expected[round].size(); ++k)
                compare(found[round][k], expected[round][k], tolerance);
    }

private Q_SLOTS:
    void hedge()
    {
        const Json group = LoopRuns::golden("hedge");
        for (const Json &entry : group.at("cases")) {
            const auto losses = entry.at("L").get<std::vector<double>>();
            std::vector<double> found(losses.size());
            exponentialTrust(losses, entry.at("eta").get<double>(), found);
            const auto expected = entry.at("out").get<std::vector<double>>();
            for (std::size_t k = 0; k < found.size(); ++k)
                compare(found[k], expected[k]);
        }
        const auto after = trust("bandits/exponential-weights", {{"rate", 0.5}}, {{0.2, 1}})[1];
        compare(after[0], 1 / (1 + std::exp(-0.4)));
    }

    void optimisticHedge()
    {
        const Json group = LoopRuns::golden("optimistic_hedge");
        for (const Json &entry : group.at("cases"))
            follows("bandits/optimistic-hedge", {{"rate", entry.at("eta")}}, entry,
                    group.at("tol").get<double>());
    }

    void squint()
    {
        const Json group = LoopRuns::golden("squint");
        for (const Json &entry : group.at("cases"))
            follows("bandits/squint", Json::object(), entry, group.at("tol").get<double>());
    }

    void squintWeightsAreTheIntegral()
    {
        // Simpson's rule on a fine grid, the largest exponent taken out.
        for (const double regret : {-300.0, -3.0, 0.0, 0.4, 3.0, 80.0, 900.0})
            for (const double variance : {0.0, 1e-14, 1e-6, 0.3, 5.0, 400.0}) {
                const auto exponent = [&](double rate) {
                    return rate * regret - rate * rate * variance;
                };
                const double peak = variance > 0 ? std::clamp(regret / (2 * variance), 0.0, 0.5)
                                                 : (regret > 0 ? 0.5 : 0.0);
                const int steps = 200'000;
                double sum = 0;
                for (int i = 0; i <= steps; ++i) {
                    const double weight = i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2;
                    sum += weight * std::exp(exponent(0.5 * i / steps) - exponent(peak));
                }
                compare(squintLogarithm(regret, variance),
                        std::log(sum * 0.5 / steps / 3) + exponent(peak), 1e-7);
            }
    }

    void adaNormalHedgeByHand()
    {
        // R = ±1/2, C = 1/2: weights ½ (Φ(R + 1) - Φ(R - 1)), Φ = exp([R]²₊/(3 (C + 1))).
        const double better = std::exp(2.25 / 4.5) - 1;
        const double worse = std::exp(0.25 / 4.5) - 1;
        const auto after = trust("bandits/ada-normal-hedge", Json::object(), {{0, 1}})[1];
        compare(after[0], better / (better + worse));
    }

    void fixedShareKeepsAShare()
    {
        const auto after =
            trust("bandits/fixed-share", {{"rate", 0.7}, {"sharing", 0.1}}, {{1, 0, 0}})[1];
        const double lost = std::exp(-0.7);
        compare(after[0], 0.9 * lost / (lost + 2) + 0.1 / 3);
        compare(after[1], 0.9 / (lost + 2) + 0.1 / 3);
    }

    void lazyProjectionByHand()
    {
        const auto found =
            trust("bandits/lazy-projection", {{"rate", 0.4}}, {{1, 0}, {1, 0}, {1, 0}});
        compare(found[1][0], 0.3);
        compare(found[2][0], 0.1);
        compare(found[3][0], 0);
    }

    void perturbedLeaderDrawsLaplace()
    {
        // The one ahead by 1 leads with probability 1 - exp(-η)/2.
        const int seeds = 4000;
        int ahead = 0;
        for (int seed = 1; seed <= seeds; ++seed)
            ahead += trust("bandits/perturbed-leader", {{"rate", 0.5}}, {{1, 0}},
                           static_cast<std::uint64_t>(seed))[1][1] == 1;
        const double expected = 1 - std::exp(-0.5) / 2;
        compare(ahead / static_cast<double>(seeds), expected,
                4 * std::sqrt(expected * (1 - expected) / seeds));
    }

    void equilibriumHasNoGap()
    {
        // Matching pennies: even play is the equilibrium.
        const auto pennies = std::make_shared<MatrixGame>(2, std::vector<double>{1, 0, 0, 1});
        const auto lane = m_runs.play("bandits/exponential-weights", Json::object(), pennies, 50);
        for (const auto &[step, gap] : lane.metrics.at(channel::dualityGap))
            compare(gap, 0);
        // With one dominant action each the gap shrinks to nothing.
        const auto dominated =
            std::make_shared<MatrixGame>(2, std::vector<double>{0.5, 0.4, 1, 0.9});
        const auto learnt =
            m_runs.play("bandits/exponential-weights", {{"rate", 1}}, dominated, 4000);
        QVERIFY(learnt.last(channel::dualityGap) < 0.01);
    }

    void hintsPayInSelfPlay()
    {
        double optimistic = 0;
        double plain = 0;
        for (std::uint64_t seed = 1; seed <= 5; ++seed) {
            const auto game = m_runs.instance("bandits/matrix-game", Json::object(), seed);
            const auto gap = [&](const char *learner) {
                return m_runs.play(learner, Json::object(), game, 10'000, seed)
                    .last(channel::dualityGap);
            };
            optimistic += gap("bandits/optimistic-hedge");
            plain += gap("bandits/exponential-weights");
        }
        QVERIFY2(optimistic < 0.5 * plain, instead(optimistic, plain).c_str());
    }

    void sharingFollowsChanges()
    {
        double shared = 0;
        double plain = 0;
        for (std::uint64_t seed = 1; seed <= 5; ++seed) {
            const auto experts = m_runs.instance("bandits/shifting-experts", Json::object(), seed);
            const auto regret = [&](const char *learner) {
                return m_runs.play(learner, Json::object(), experts, 5000, seed)
                    .last(channel::dynamicRegret);
            };
            shared += regret("bandits/fixed-share");
            plain += regret("bandits/exponential-weights");
        }
        QVERIFY2(shared < plain, instead(shared, plain).c_str());
    }
};

QTEST_GUILESS_MAIN(ExpertAdviceTest)
#include "expert_advice_test.moc"
