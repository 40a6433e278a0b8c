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
