#include "tests/plugins/bandits/bandit_trials.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace agon;
using namespace agon::bandits;
using agon::bandits::test::Bench;

namespace {

/** The reward table of a seed, read without the loop. */
class Table
{
public:
    Table(const StochasticInstance &instance, std::uint64_t seed, std::int64_t rounds)
        : m_rounds(static_cast<std::size_t>(rounds))
    {
        const std::size_t window = std::size_t{1} << instance.windowBits();
        for (std::size_t arm = 0; arm < instance.means().size(); ++arm) {
            std::vector<double> rewards((m_rounds + window - 1) / window * window);
            for (std::size_t first = 0; first < rewards.size(); first += window)
                instance.draw(seed, static_cast<int>(arm),
                              static_cast<std::int64_t>(first / window),
                              std::span(rewards).subspan(first, window));
            m_rewards.push_back(std::move(rewards));
        }
    }
    double operator()(std::size_t arm, std::size_t round) const { return m_rewards[arm][round]; }
    double mean(std::size_t arm) const
    {
        double sum = 0;
        for (std::size_t round = 0; round < m_rounds; ++round)
            sum += m_rewards[arm][round];
        return sum / static_cast<double>(m_rounds);
    }

private:
    std::size_t m_rounds;
    std::vector<std::vector<double>> m_rewards;
};

double ucb1Index(double mean, double pulls, double round)
{
    return mean + std::sqrt(2 * std::log(round) / pulls);
}

/** Bisection on the definition, nothing else. */
double klUcbIndex(double mean, double pulls, double round)
{
    const auto divergence = [&](double q) {
        return (mean > 0 ? mean * std::log(mean / q) : 0) +
               (mean < 1 ? (1 - mean) * std::log((1 - mean) / (1 - q)) : 0);
    };
    double low = mean;
    double high = 1;
    for (int i = 0; i < 60; ++i) {
        const double middle = 0.5 * (low + high);
        (pulls * divergence(middle) <= std::log(round) ? low : high) = middle;
    }
    return low;
}

double greedyIndex(double mean, double, double) { return mean; }

} // namespace

/** The loop: rewards, statistics, what is recorded. */
class StochasticTest : public QObject
{
    Q_OBJECT

    Bench m_bench;

private Q_SLOTS:
    void presets()
    {
        const auto means = [&](const Json &choice) {
            return m_bench.instance("bandits/bernoulli", {{"means", choice}})->means();
        };
        const std::vector<double> ladder{.1, .15, .2, .25, .3, .35, .4, .45, .5, .6};
        QCOMPARE(means("ladder"), ladder);
        // The window's first contest: ten arms, gap 0.1, best mean 0.6 are the ladder.
        const auto spaced = m_bench.instance("bandits/bernoulli", Json::object())->means();
        QCOMPARE(spaced.size(), ladder.size());
        for (std::size_t arm = 0; arm < ladder.size(); ++arm)
            QVERIFY(std::abs(spaced[arm] - ladder[arm]) < 1e-15);
        QCOMPARE(means({{"type", "gap"}, {"arms", 3}, {"gap", 0.55}}),
                 (std::vector<double>{0.6 - 0.55, 0.6 - 0.55, 0.6}));
        QCOMPARE(means({{"type", "gap"}, {"arms", 2}}), (std::vector<double>{0.5, 0.6}));
        QCOMPARE(means({{"type", "equal"}, {"arms", 3}, {"gap", 0.25}}),
                 (std::vector<double>{0.25, 0.25, 0.5}));
        QCOMPARE(means("hard").size(), std::size_t{10});
        QCOMPARE(means("low").back(), 0.05);
    }

    void bernoulliRewardsHaveTheirMeans()
    {
        const std::vector<double> probabilities{0, 1e-4, 0.1, 1.0 / 3, 0.5, 0.75, 0.999, 1};
        const auto instance = m_bench.bernoulli(probabilities);
        constexpr std::int64_t rounds = 1 << 18;
        const Table table(*instance, 5, rounds);
        for (std::size_t arm = 0; arm < probabilities.size(); ++arm) {
            const double p = probabilities[arm];
            QVERIFY2(std::abs(table.mean(arm) - p) <=
                         4 * std::sqrt(p * (1 - p) / static_cast<double>(rounds)),
                     qPrintable(QString("%1 instead of %2").arg(table.mean(arm)).arg(p)));
        }
        // Independent between arms, rounds and seeds.
        const auto agreement = [&](const Table &one, std::size_t arm, const Table &other,
                                   std::size_t otherArm, std::size_t shift) {
            double sum = 0;
            for (std::size_t round = 0; round + shift < rounds; ++round)
                sum += one(arm, round) == other(otherArm, round + shift);
            return sum / static_cast<double>(rounds);
        };
        const auto coins = m_bench.bernoulli({0.5, 0.5});
        const Table first(*coins, 5, rounds);
        const Table second(*coins, 6, rounds);
        const double error = 4 * 0.5 / std::sqrt(static_cast<double>(rounds));
        QVERIFY(std::abs(agreement(first, 0, first, 1, 0) - 0.5) <= error);
        QVERIFY(std::abs(agreement(first, 0, first, 0, 1) - 0.5) <= error);
        QVERIFY(std::abs(agreement(first, 0, first, 0, 64) - 0.5) <= error);
        QVERIFY(std::abs(agreement(first, 0, second, 0, 0) - 0.5) <= error);
    }

    void aHigherMeanNeverPaysLess()
    {
        // Rewards of a round are one uniform number compared with the mean: dragging a mean up
        // changes only those rewards that it must.
        const auto low = m_bench.bernoulli({0.3, 0.2});
        const auto high = m_bench.bernoulli({0.31, 0.9});
        const Table lower(*low, 3, 5000);
        const Table higher(*high, 3, 5000);
        for (std::size_t arm = 0; arm < 2; ++arm)
            for (std::size_t round = 0; round < 5000; ++round)
                QVERIFY(lower(arm, round) <= higher(arm, round));
    }

    void gaussianRewardsHaveTheirLaw()
    {
        const auto instance = m_bench.gaussian({-1, 2}, 3);
        constexpr std::size_t rounds = 100'000;
        const Table table(*instance, 5, rounds);
        for (const std::size_t arm : {std::size_t{0}, std::size_t{1}}) {
            const double mean = instance->means()[arm];
            double squares = 0;
            for (std::size_t round = 0; round < rounds; ++round)
                squares += (table(arm, round) - mean) * (table(arm, round) - mean);
            QVERIFY(std::abs(table.mean(arm) - mean) <= 4 * 3 / std::sqrt(rounds));
            QVERIFY(std::abs(squares / rounds / 9 - 1) <= 4 * std::sqrt(2.0 / rounds));
        }
    }

    void playsLikeAPlainLoop_data()
    {
        QTest::addColumn<QString>("algorithm");
        QTest::addColumn<QString>("settings");
        QTest::addColumn<QString>("means");
        QTest::addColumn<int>("rounds");
        for (const char *means : {"ladder", "hard", "low"}) {
            QTest::addRow("ucb1 %s", means) << "ucb1"
                                            << "{}" << means << 5000;
            QTest::addRow("kl-ucb %s", means) << "kl-ucb"
                                              << "{}" << means << 2000;
            QTest::addRow("greedy %s", means) << "epsilon-greedy"
                                              << R"({"epsilon": 0})" << means << 5000;
        }
    }
    void playsLikeAPlainLoop()
    {
        // The textbook loop on the same reward table makes the same choices, round by round.
        QFETCH(QString, algorithm);
        QFETCH(QString, settings);
        QFETCH(QString, means);
        QFETCH(int, rounds);
        const auto index = algorithm == "ucb1"     ? ucb1Index
                           : algorithm == "kl-ucb" ? klUcbIndex
                                                   : greedyIndex;
        const auto instance =
            m_bench.instance("bandits/bernoulli", {{"means", means.toStdString()}});
        const std::size_t arms = instance->means().size();
        for (const std::uint64_t seed : {1, 2, 3}) {
            const Table table(*instance, seed, rounds);
            const auto lane =
                m_bench.play("bandits/" + algorithm.toStdString(),
                             Json::parse(settings.toStdString()), instance, rounds, seed);
            const auto &regrets = lane.metrics.at(channel::cumulativeRegret);
            const auto &rewards = lane.metrics.at(channel::cumulativeReward);
            const auto &switches = lane.metrics.at(channel::switches);
            std::vector<double> pulls(arms);
            std::vector<double> sums(arms);
            double changes = 0;
            std::size_t last = 0;
            std::size_t due = 1; // observation 0 is the state before the first round
            for (int round = 1; round <= rounds; ++round) {
                std::size_t arm = static_cast<std::size_t>(round - 1);
                if (arm >= arms) {
                    std::vector<double> indices(arms);
                    for (std::size_t a = 0; a < arms; ++a)
                        indices[a] = index(sums[a] / pulls[a], pulls[a], round);
                    arm = static_cast<std::size_t>(
                        std::max_element(indices.begin(), indices.end()) - indices.begin());
                }
                changes += round > 1 && arm != last;
                last = arm;
                pulls[arm] += 1;
                sums[arm] += table(arm, static_cast<std::size_t>(round - 1));
                if (regrets.at(due).first != round)
                    continue;
                double regret = 0;
                double reward = 0;
                for (std::size_t a = 0; a < arms; ++a) {
                    regret += pulls[a] * (instance->bestMean() - instance->means()[a]);
                    reward += sums[a];
                }
                QVERIFY2(std::abs(regrets.at(due).second - regret) < 1e-9,
                         qPrintable(QString("seed %1, round %2").arg(seed).arg(round)));
                QCOMPARE(rewards.at(due).second, reward);
                QCOMPARE(switches.at(due).second, changes);
                ++due;
            }
            QCOMPARE(due, regrets.size());
        }
    }

    void framesAddUp()
    {
        const auto lane =
            m_bench.play("bandits/ucb1", Json::object(),
                         m_bench.instance("bandits/bernoulli", {{"means", "ladder"}}), 3000, 4);
        std::int64_t before = 0;
        double optimal = 0;
        for (const auto &[step, frame] : lane.frames.at(channel::armPulls)) {
            const auto &field = std::get<FieldFrame>(frame);
            QCOMPARE(field.columns, 10);
            QCOMPARE(QString::fromStdString(field.columnLabels.back()),
                     QString("arm 10, mean 0.6"));
            double total = 0;
            for (const double share : field.values)
                total += share;
            QVERIFY(std::abs(total - 1) < 1e-12);
            optimal += field.values.back() * static_cast<double>(step - before);
            before = step;
        }
        QVERIFY(std::abs(lane.last(channel::optimalArmShare) - optimal / 3000) < 1e-9);
        const auto &indices =
            std::get<FieldFrame>(lane.frames.at(channel::armIndices).back().second);
        const auto &means = std::get<FieldFrame>(lane.frames.at(channel::armMeans).back().second);
        for (std::size_t arm = 0; arm < 10; ++arm)
            QVERIFY(indices.values[arm] > means.values[arm]);
        // C ln t: zero at the start, where a logarithm has nothing to say.
        const auto &reference = lane.metrics.at(channel::laiRobbins);
        QCOMPARE(reference.front(), (std::pair<std::int64_t, double>{0, 0.0}));
        QVERIFY(std::abs(reference.back().second - 18.778564085205424 * std::log(3000.0)) < 1e-9);
    }
};

QTEST_GUILESS_MAIN(StochasticTest)
#include "stochastic_test.moc"
