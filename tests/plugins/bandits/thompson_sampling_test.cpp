#include "tests/plugins/bandits/bandit_trials.h"

#include <QTest>

#include <boost/math/distributions/beta.hpp>

#include <cmath>

using namespace agon;
using namespace agon::bandits;
using agon::bandits::test::Bench;

/** Thompson sampling chooses each arm as often as its posterior draw is the largest. */
class ThompsonSamplingTest : public QObject
{
    Q_OBJECT

    Bench m_bench;

    /** Within four standard errors. */
    static void compareFrequencies(PolicyTrial &trial, const std::vector<double> &expected,
                                   int draws = 20'000)
    {
        const auto counts = Bench::choices(trial, expected.size(), draws);
        for (std::size_t arm = 0; arm < expected.size(); ++arm) {
            const double frequency = static_cast<double>(counts[arm]) / draws;
            const double error = std::sqrt(expected[arm] * (1 - expected[arm]) / draws);
            QVERIFY2(std::abs(frequency - expected[arm]) <= 4 * error,
                     qPrintable(QString("arm %1: %2 instead of %3 ± %4")
                                    .arg(arm)
                                    .arg(frequency)
                                    .arg(expected[arm])
                                    .arg(error)));
        }
    }

private Q_SLOTS:
    void posteriorsAreShown()
    {
        // After 3 successes and 1 failure, and after none: Beta(4, 2) and Beta(1, 1), whose
        // distribution functions are 5 x⁴ - 4 x⁵ and x.
        const auto beta = m_bench.start("bandits/thompson-sampling", Json::object(),
                                        m_bench.bernoulli({0.5, 0.5, 0.5}));
        Bench::tellCoins(*beta, 0, 3, 1);
        QVERIFY(beta->posterior(0).empty()); // as long as there are arms never pulled
        Bench::tellCoins(*beta, 1, 1, 0);
        Bench::tellCoins(*beta, 2, 0, 1);
        const ArmPosterior coins = beta->posterior(0);
        QCOMPARE(coins.means, (std::vector<double>{4.0 / 6, 2.0 / 3, 1.0 / 3}));
        const auto below = [](double x) { return 5 * std::pow(x, 4) - 4 * std::pow(x, 5); };
        QVERIFY(std::abs(below(coins.lower[0]) - 0.05) < 1e-9);
        QVERIFY(std::abs(below(coins.upper[0]) - 0.95) < 1e-9);
        // Beta(2, 1) and Beta(1, 2): x² and 1 - (1 - x)².
        QVERIFY(std::abs(coins.lower[1] - std::sqrt(0.05)) < 1e-9);
        QVERIFY(std::abs(coins.upper[2] - (1 - std::sqrt(0.05))) < 1e-9);

        // N(mean, σ²/n) under a flat prior, N(sum/(n + σ²/s²), σ²/(n + σ²/s²)) under N(0, s²).
        constexpr double width = 1.6448536269514722; // 95 % quantile
        constexpr double deviation = 0.5;
        const auto gaussian = m_bench.gaussian({0, 1}, deviation);
        for (const double prior : {0.0, 2.0}) {
            const Json settings = prior > 0
                                      ? Json{{"prior", {{"type", "normal"}, {"deviation", prior}}}}
                                      : Json::object();
            const auto trial = m_bench.start("bandits/thompson-gauss", settings, gaussian);
            trial->tell(0, 0, 0.5);
            trial->tell(0, 0, 1.5);
            trial->tell(0, 1, -1);
            const double extra = prior > 0 ? deviation * deviation / (prior * prior) : 0;
            const ArmPosterior found = trial->posterior(0);
            QVERIFY(std::abs(found.means[0] - 2 / (2 + extra)) < 1e-12);
            QVERIFY(std::abs(found.means[1] + 1 / (1 + extra)) < 1e-12);
            const double half = width * deviation / std::sqrt(2 + extra);
            QVERIFY(std::abs(found.upper[0] - found.means[0] - half) < 1e-12);
            QVERIFY(std::abs(found.means[0] - found.lower[0] - half) < 1e-12);
        }
        // Policies without a posterior have none to show; the fields are recorded with the frames.
        const auto arms = m_bench.bernoulli({0.2, 0.8});
        QVERIFY(!m_bench.play("bandits/ucb1", Json::object(), arms, 1000, 1)
                     .frames.contains(channel::posteriorMeans));
        for (const char *algorithm : {"bandits/thompson-sampling", "bandits/bayes-ucb"}) {
            const auto lane = m_bench.play(algorithm, Json::object(), arms, 1000, 1);
            const auto last = [&](int channel) {
                return std::get<FieldFrame>(lane.frames.at(channel).back().second).values;
            };
            QCOMPARE(lane.frames.at(channel::posteriorMeans).back().first, std::int64_t{1000});
            QVERIFY(std::abs(last(channel::posteriorMeans)[1] - 0.8) < 0.1);
            for (std::size_t arm = 0; arm < 2; ++arm) {
                QVERIFY(last(channel::posteriorLower)[arm] < last(channel::posteriorMeans)[arm]);
                QVERIFY(last(channel::posteriorMeans)[arm] < last(channel::posteriorUpper)[arm]);
            }
        }
    }

    void choosesWithPosteriorProbability()
    {
        for (const Json &entry : Bench::golden("thompson_beta_choice_probability").at("cases")) {
            const auto posterior = entry.at("alpha_beta").get<std::vector<std::vector<int>>>();
            const auto trial =
                m_bench.start("bandits/thompson-sampling", Json::object(),
                              m_bench.bernoulli(std::vector<double>(posterior.size(), 0.5)));
            for (std::size_t arm = 0; arm < posterior.size(); ++arm)
                Bench::tellCoins(*trial, static_cast<int>(arm), posterior[arm][0] - 1,
                                 posterior[arm][1] - 1);
            compareFrequencies(*trial, entry.at("out").get<std::vector<double>>());
        }
    }

    void choosesWithGaussianProbability()
    {
        for (const Json &entry : Bench::golden("thompson_gauss_choice_probability").at("cases")) {
            const auto means = entry.at("mean").get<std::vector<double>>();
            const auto pulls = entry.at("n").get<std::vector<int>>();
            const auto trial =
                m_bench.start("bandits/thompson-sampling", Json::object(),
                              m_bench.gaussian(std::vector<double>(means.size(), 0.0),
                                               entry.at("sigma").get<double>()));
            for (std::size_t arm = 0; arm < means.size(); ++arm)
                Bench::tell(*trial, static_cast<int>(arm), pulls[arm], means[arm] * pulls[arm]);
            compareFrequencies(*trial, entry.at("out").get<std::vector<double>>());
        }
    }

    void unfinishedDrawsKeepTheLaw_data()
    {
        QTest::addColumn<std::vector<std::vector<int>>>("told"); // successes, failures of each arm
        QTest::addColumn<double>("prior");
        using Told = std::vector<std::vector<int>>;
        QTest::newRow("early") << Told{{0, 0}, {1, 0}, {0, 1}, {2, 1}} << 1.0;
        QTest::newRow("one ahead") << Told{{300, 200}, {9, 12}, {5, 11}, {2, 8}, {1, 7}} << 1.0;
        QTest::newRow("close") << Told{{520, 480}, {50, 52}, {260, 250}, {30, 25}} << 1.0;
        QTest::newRow("extreme") << Told{{0, 40}, {40, 0}, {39, 1}, {3, 0}, {0, 0}} << 1.0;
        QTest::newRow("low means") << Told{{5, 400}, {1, 150}, {0, 90}, {20, 1000}} << 1.0;
        QTest::newRow("flat prior in the logit") << Told{{0, 3}, {3, 0}, {5, 4}, {0, 0}} << 0.25;
        QTest::newRow("strong prior") << Told{{0, 3}, {3, 0}, {5, 4}, {0, 0}} << 7.5;
    }
    void unfinishedDrawsKeepTheLaw()
    {
        // P(arm is the largest) = ∫ f(x) Π F_other(x) dx, by the midpoint rule on quantiles.
        QFETCH(std::vector<std::vector<int>>, told);
        QFETCH(double, prior);
        const auto trial = m_bench.start("bandits/thompson-sampling",
                                         {{"prior-successes", prior}, {"prior-failures", prior}},
                                         m_bench.bernoulli(std::vector<double>(told.size(), 0.5)));
        std::vector<boost::math::beta_distribution<>> posteriors;
        for (std::size_t arm = 0; arm < told.size(); ++arm) {
            Bench::tellCoins(*trial, static_cast<int>(arm), told[arm][0], told[arm][1]);
            posteriors.emplace_back(prior + told[arm][0], prior + told[arm][1]);
        }
        constexpr int points = 4000;
        std::vector<double> expected(told.size());
        for (std::size_t arm = 0; arm < told.size(); ++arm)
            for (int point = 0; point < points; ++point) {
                const double x = quantile(posteriors[arm], (point + 0.5) / points);
                double others = 1;
                for (std::size_t other = 0; other < told.size(); ++other)
                    if (other != arm)
                        others *= cdf(posteriors[other], x);
                expected[arm] += others / points;
            }
        compareFrequencies(*trial, expected, 400'000);
    }

    void thePriorCounts()
    {
        const auto trial = m_bench.start("bandits/thompson-sampling",
                                         {{"prior-successes", 3}, {"prior-failures", 1}},
                                         m_bench.bernoulli({0.5, 0.5}));
        Bench::tellCoins(*trial, 0, 0, 1);
        // P(Beta(3,2) > Beta(3,1)) = ∫ 12 x²(1-x) x³ dx = 12 (1/6 - 1/7) = 2/7.
        compareFrequencies(*trial, {2.0 / 7, 5.0 / 7});
    }
};

QTEST_GUILESS_MAIN(ThompsonSamplingTest)
#include "thompson_sampling_test.moc"
