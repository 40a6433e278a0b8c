#include "plugins/bandits/rules/divergence.h"
#include "tests/plugins/bandits/bandit_trials.h"
#include "tests/support/compare.h"

#include <QTest>

#include <cmath>

using namespace agon;
using namespace agon::bandits;
using agon::bandits::test::Bench;
using agon::test::compare;

/** Indices against golden numbers, read from policies that were told the cases' pulls and rewards.
 */
class IndexPoliciesTest : public QObject
{
    Q_OBJECT

    Bench m_bench;

private Q_SLOTS:
    void divergences()
    {
        const Json group = Bench::golden("kl_divergence");
        const double tolerance = group.at("tol").get<double>();
        int checked = 0;
        for (const Json &entry : group.at("cases")) {
            const double p = entry.at("p").get<double>();
            const double q = entry.at("q").get<double>();
            const double expected = entry.at("out").get<double>();
            if (entry.at("family") == "bernoulli")
                compare(bernoulliDivergence(p, q), expected, tolerance);
            else if (entry.at("family") == "gauss")
                compare(gaussianDivergence(p, q, entry.at("sigma2").get<double>()), expected,
                        tolerance);
            else if (entry.at("family") == "exponential")
                compare(exponentialDivergence(p, q), expected, tolerance);
            else
                compare(poissonDivergence(p, q), expected, tolerance);
            ++checked;
        }
        QCOMPARE(checked, 15);
        QCOMPARE(bernoulliDivergence(0.3, 1), std::numeric_limits<double>::infinity());
        QCOMPARE(bernoulliDivergence(0, 0), 0.0);
        QCOMPARE(bernoulliDivergence(1, 1), 0.0);
    }

    void ucb1()
    {
        const Json group = Bench::golden("ucb1");
        const double tolerance = group.at("tol").get<double>();
        for (const Json &entry : group.at("cases")) {
            const auto sums = entry.at("sum").get<std::vector<double>>();
            const auto pulls = entry.at("n").get<std::vector<int>>();
            const auto expected = entry.at("out").get<std::vector<double>>();
            const auto trial =
                m_bench.start("bandits/ucb1", Json::object(),
                              m_bench.bernoulli(std::vector<double>(sums.size(), 0.5)));
            for (std::size_t arm = 0; arm < sums.size(); ++arm)
                Bench::tell(*trial, static_cast<int>(arm), pulls[arm], sums[arm]);
            const auto found = trial->scores(0, entry.at("t").get<std::int64_t>());
            for (std::size_t arm = 0; arm < sums.size(); ++arm)
                compare(found[arm], expected[arm], tolerance);
        }
    }

    void klUcbBernoulli()
    {
        const Json group = Bench::golden("klucb_bernoulli");
        const double tolerance = group.at("tol").get<double>();
        for (const Json &entry : group.at("cases")) {
            const int pulls = entry.at("n").get<int>();
            const double mean = entry.at("mean").get<double>();
            const auto trial =
                m_bench.start("bandits/kl-ucb", {{"double-logarithm", entry.at("c")}},
                              m_bench.bernoulli({0.5, 0.5}));
            const auto successes = static_cast<int>(std::lround(mean * pulls));
            if (std::abs(mean * pulls - successes) < 1e-9)
                Bench::tellCoins(*trial, 0, successes, pulls - successes);
            else
                Bench::tell(*trial, 0, pulls, mean * pulls);
            Bench::tellCoins(*trial, 1, 1, 1);
            compare(trial->scores(0, entry.at("t").get<std::int64_t>()).front(),
                    entry.at("out").get<double>(), tolerance);
        }
    }

    void klUcbGaussian()
    {
        const Json group = Bench::golden("klucb_gauss");
        const double tolerance = group.at("tol").get<double>();
        for (const Json &entry : group.at("cases")) {
            const int pulls = entry.at("n").get<int>();
            const auto trial = m_bench.start(
                "bandits/kl-ucb", Json::object(),
                m_bench.gaussian({0, 0}, std::sqrt(entry.at("sigma2").get<double>())));
            Bench::tell(*trial, 0, pulls, entry.at("mean").get<double>() * pulls);
            trial->tell(0, 1, 0);
            compare(trial->scores(0, entry.at("t").get<std::int64_t>()).front(),
                    entry.at("out").get<double>(), tolerance);
        }
    }

    void klUcbOfOtherLaws()
    {
        for (const char *law : {"exponential", "poisson"}) {
            const Json group = std::string(law) == "poisson" ? Bench::golden("klucb_poisson")
                                                             : Bench::golden("klucb_exponential");
            for (const Json &entry : group.at("cases")) {
                const int pulls = entry.at("n").get<int>();
                const auto trial =
                    m_bench.start("bandits/kl-ucb", Json::object(),
                                  m_bench.instance(std::string("bandits/") + law, Json::object()));
                Bench::tell(*trial, 0, pulls, entry.at("mean").get<double>() * pulls);
                compare(trial->scores(0, entry.at("t").get<std::int64_t>()).front(),
                        entry.at("out").get<double>(), group.at("tol").get<double>());
            }
        }
    }

    void newtonEqualsBisection_data()
    {
        QTest::addColumn<double>("mean");
        for (const double mean : {1e-12, 1e-6, 0.001, 0.1, 1.0 / 3, 0.5, 0.9, 0.999, 1 - 1e-6})
            QTest::addRow("mean %.12g", mean) << mean;
    }
    void newtonEqualsBisection()
    {
        QFETCH(double, mean);
        for (const double level : {1e-9, 1e-6, 1e-3, 0.02, 0.3, 1.0, 5.0, 20.0}) {
            double low = mean;
            double high = 1;
            for (int i = 0; i < 200; ++i) {
                const double middle = 0.5 * (low + high);
                (bernoulliDivergence(mean, middle) <= level ? low : high) = middle;
            }
            compare(bernoulliUpperBound(mean, level), low, 2e-14);
        }
    }

    void separatorChoosesAsAllBoundsDo_data()
    {
        QTest::addColumn<std::vector<double>>("means");
        QTest::addColumn<QString>("ties");
        QTest::newRow("ladder") << std::vector<double>{.1, .15, .2, .25, .3, .35, .4, .45, .5, .6}
                                << "lowest-index";
        std::vector<double> many(25);
        for (std::size_t arm = 0; arm < many.size(); ++arm)
            many[arm] = 0.1 + 0.02 * static_cast<double>(arm);
        QTest::newRow("many arms") << many << "lowest-index";
        QTest::newRow("equal arms") << std::vector<double>{.5, .5, .5, .5} << "lowest-index";
        QTest::newRow("certain arms") << std::vector<double>{0, 1, 1, .999, 0} << "lowest-index";
        QTest::newRow("rare rewards")
            << std::vector<double>{.001, .002, 0, .0015} << "lowest-index";
        QTest::newRow("all zero") << std::vector<double>{0, 0, 0} << "lowest-index";
    }
    void separatorChoosesAsAllBoundsDo()
    {
        QFETCH(std::vector<double>, means);
        QFETCH(QString, ties);
        const auto instance = m_bench.bernoulli(means);
        const auto trial =
            m_bench.start("bandits/kl-ucb", {{"ties", ties.toStdString()}}, instance);
        RewardReader rewards(*instance, 11);
        const auto arms = static_cast<std::int64_t>(means.size());
        for (std::int64_t round = 1; round <= 20'000; ++round) {
            const int arm = trial->ask(0);
            if (round > arms)
                QCOMPARE(arm, firstLargest(trial->scores(0, round)));
            trial->tell(0, arm, rewards(arm, round - 1));
        }
    }

    void edgeCases()
    {
        QCOMPARE(bernoulliUpperBound(0, 0.3), 1 - std::exp(-0.3));
        QCOMPARE(bernoulliUpperBound(1, 0.3), 1.0);
        QCOMPARE(bernoulliUpperBound(0.4, 0), 0.4);
    }

    void laiRobbins()
    {
        const Json group = Bench::golden("lai_robbins");
        const double tolerance = group.at("tol").get<double>();
        int checked = 0;
        for (const Json &entry : group.at("cases")) {
            const auto means = entry.at("means").get<std::vector<double>>();
            std::shared_ptr<const StochasticInstance> instance;
            if (entry.at("family") == "bernoulli")
                instance = m_bench.bernoulli(means);
            else if (entry.at("family") == "gauss")
                instance = m_bench.gaussian(means, std::sqrt(entry.at("sigma2").get<double>()));
            else
                instance = m_bench.instance("bandits/" + entry.at("family").get<std::string>(),
                                            {{"means", {{"type", "custom"}, {"values", means}}}});
            compare(instance->laiRobbins(), entry.at("out").get<double>(), tolerance);
            ++checked;
        }
        QCOMPARE(checked, 9);
    }
};

QTEST_GUILESS_MAIN(IndexPoliciesTest)
#include "index_policies_test.moc"
