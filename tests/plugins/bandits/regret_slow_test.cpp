#include "tests/plugins/bandits/bandit_trials.h"

#include <QTest>

#include <cmath>
#include <map>

using namespace agon;
using namespace agon::bandits;
using agon::bandits::test::Bench;

/** The predicate of the method sheet: ladder, 10⁴ rounds, 100 paired repetitions. */
class RegretSlowTest : public QObject
{
    Q_OBJECT

    static constexpr int repetitions = 100;
    std::map<std::string, std::vector<double>> m_regrets;

    double mean(const std::string &algorithm) const
    {
        double sum = 0;
        for (const double regret : m_regrets.at(algorithm))
            sum += regret;
        return sum / repetitions;
    }
    double standardError(const std::string &algorithm) const
    {
        double sum = 0;
        for (const double regret : m_regrets.at(algorithm))
            sum += (regret - mean(algorithm)) * (regret - mean(algorithm));
        return std::sqrt(sum / (repetitions - 1) / repetitions);
    }
    /** One-sided sign test of "one has less regret than other"; ties count against it. */
    double signTest(const std::string &one, const std::string &other) const
    {
        int wins = 0;
        for (std::size_t i = 0; i < repetitions; ++i)
            wins += m_regrets.at(one)[i] < m_regrets.at(other)[i];
        double tail = 0;
        for (int k = wins; k <= repetitions; ++k)
            tail += std::exp(std::lgamma(repetitions + 1.0) - std::lgamma(k + 1.0) -
                             std::lgamma(repetitions - k + 1.0) - repetitions * std::log(2.0));
        return tail;
    }

private Q_SLOTS:
    void initTestCase()
    {
        const Bench bench;
        for (const char *algorithm : {"epsilon-greedy", "ucb1", "kl-ucb", "thompson-sampling"})
            for (int seed = 1; seed <= repetitions; ++seed) {
                const auto lane =
                    bench.play(std::string("bandits/") + algorithm, Json::object(),
                               bench.instance("bandits/bernoulli", {{"means", "ladder"}}), 10'000,
                               static_cast<std::uint64_t>(seed));
                m_regrets[algorithm].push_back(lane.last(channel::cumulativeRegret));
            }
    }

    void regretsAreThoseOfThePrototype_data()
    {
        QTest::addColumn<std::string>("algorithm");
        QTest::addColumn<double>("expected");
        QTest::newRow("epsilon-greedy") << std::string("epsilon-greedy") << 376.0;
        QTest::newRow("ucb1") << std::string("ucb1") << 452.0;
        QTest::newRow("kl-ucb") << std::string("kl-ucb") << 136.0;
        QTest::newRow("thompson-sampling") << std::string("thompson-sampling") << 96.0;
    }
    void regretsAreThoseOfThePrototype()
    {
        // Both means come from 100 repetitions, so their difference has √2 standard errors.
        QFETCH(std::string, algorithm);
        QFETCH(double, expected);
        const double error = std::sqrt(2.0) * standardError(algorithm);
        QVERIFY2(
            std::abs(mean(algorithm) - expected) <= 4 * error,
            qPrintable(
                QString("%1 ± %2 instead of %3").arg(mean(algorithm)).arg(error).arg(expected)));
    }

    void klUcbAndThompsonBeatUcb1()
    {
        QVERIFY(signTest("kl-ucb", "ucb1") < 1e-6);
        QVERIFY(signTest("thompson-sampling", "ucb1") < 1e-6);
    }
};

QTEST_GUILESS_MAIN(RegretSlowTest)
#include "regret_slow_test.moc"
