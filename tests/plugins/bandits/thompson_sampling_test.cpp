#include "tests/plugins/bandits/bandit_trials.h"

#include <QTest>

#include <cmath>

using namespace agon;
using namespace agon::bandits;
using agon::bandits::test::Bench;

/** Thompson sampling chooses each arm as often as its posterior draw is the largest. */
class ThompsonSamplingTest : public QObject
{
    Q_OBJECT

    Bench m_bench;

    static void compareFrequencies(StochasticTrialBase &trial, const std::vector<double> &expected)
    {
        constexpr int draws = 20'000; // the sheet's number; four standard errors
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
