#include "core/json.h"
#include "core/statistics/bootstrap.h"
#include "core/statistics/multiple_comparisons.h"
#include "core/statistics/paired_tests.h"
#include "core/statistics/summaries.h"
#include "tests/support/golden.h"

#include <QTest>

#include <cmath>

using namespace agon;
using namespace agon::statistics;

namespace {

/** tests/golden/statistics.json: numbers from scipy, R, rliable's definitions and enumeration. */
const Json &golden() { return agon::test::golden("statistics"); }

std::vector<double> numbers(const Json &json) { return json.get<std::vector<double>>(); }

// The tolerance that the file states for distribution tails. Its t quantile for 49 degrees of
// freedom is off by 1.3e-9: the integral of the density up to 2.00957523713 is 0.975 to 1e-13.
constexpr double tails = 1e-7;

bool near(double actual, double expected, double tolerance = 1e-9)
{
    if (std::abs(actual - expected) <= tolerance * std::max(1.0, std::abs(expected)))
        return true;
    qWarning("%.15g instead of %.15g", actual, expected);
    return false;
}

} // namespace

class GoldenStatisticsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void meanAndStudentInterval()
    {
        const Json &g = golden()["mean_se_t_ci"];
        const auto x = numbers(g["x"]);
        QVERIFY(near(mean(x), g["mean"]));
        QVERIFY(near(standardDeviation(x), g["sd_ddof1"]));
        QVERIFY(near(standardError(x), g["se"]));
        QVERIFY(near(studentQuantile(0.95, 4), g["t_975_df4"]));
        const Interval interval = studentInterval(x);
        QVERIFY(near(interval.lower, g["ci95"][0]));
        QVERIFY(near(interval.upper, g["ci95"][1]));
        for (const auto &[degrees, quantile] : golden()["t_quantiles_975"].items())
            QVERIFY(near(studentQuantile(0.95, std::stod(degrees)), quantile, tails));
    }

    void quantilesOfTypeSeven()
    {
        const Json &g = golden()["quantile_type7"];
        const auto x = numbers(g["x"]);
        for (std::size_t i = 0; i < g["p"].size(); ++i)
            QVERIFY(near(quantile(x, g["p"][i]), g["q"][i]));
    }

    void interquartileMeans()
    {
        for (const auto &[name, g] : golden()["iqm"]["cases"].items())
            QVERIFY(near(interquartileMean(numbers(g["x"])), g["iqm_scipy_trim"]));
        std::vector<double> all;
        for (const Json &row : golden()["iqm_runs_by_tasks"]["scores_run_by_task"])
            for (const double score : row)
                all.push_back(score);
        QVERIFY(near(interquartileMean(all), golden()["iqm_runs_by_tasks"]["iqm"]));
    }

    void exactBootstrapOfTheMean()
    {
        const Json &g = golden()["exact_bootstrap_mean_n4"];
        const auto x = numbers(g["x"]);
        const ExactBootstrap exact = exactBootstrapMean(x);
        QVERIFY(near(exact.percentile.lower, g["percentile_type7"][0]));
        QVERIFY(near(exact.percentile.upper, g["percentile_type7"][1]));
        QVERIFY(near(exact.basic.lower, g["basic"][0]));
        QVERIFY(near(exact.basic.upper, g["basic"][1]));
        QVERIFY(near(exact.bca.lower, g["bca_type7"][0]));
        QVERIFY(near(exact.bca.upper, g["bca_type7"][1]));
        QVERIFY(near(exact.standardDeviation, g["sd_bootstrap"]));
        // Sampling converges to the enumeration. The limits of four values are lattice points.
        const Interval sampled = bootstrapInterval(x, Statistic::mean, 0.95, 200'000);
        QVERIFY(near(sampled.lower, g["percentile_type7"][0], 0.026));
        QVERIFY(near(sampled.upper, g["percentile_type7"][1], 0.026));
    }

    void pairedTests()
    {
        const Json &g = golden()["paired"];
        const auto a = numbers(g["a"]);
        const auto b = numbers(g["b"]);
        std::vector<double> d;
        for (std::size_t i = 0; i < a.size(); ++i)
            d.push_back(roundedForTies(a[i]) - roundedForTies(b[i]));
        // The differences as a person would write them: 0.81 - 0.79 is 0.02.
        for (double &value : d)
            value = std::round(value * 1e12) / 1e12;
        const TestResult wilcoxon = wilcoxonSignedRank(d);
        const Json &exact = g["exact_permutation_zeros_dropped"];
        QVERIFY(near(wilcoxon.statistic, g["W_plus"]));
        QVERIFY(near(wilcoxon.twoSided, exact["p_two_sided"]));
        QVERIFY(near(wilcoxon.greater, exact["p_greater"]));
        QVERIFY(near(wilcoxon.less, exact["p_less"]));
        QCOMPARE(wilcoxon.zeros, 1);
        const TestResult sign = signTest(d);
        QVERIFY(near(sign.statistic, g["sign_test"]["positive"]));
        QVERIFY(near(sign.twoSided, g["sign_test"]["p_two_sided"]));
        QVERIFY(near(sign.greater, g["sign_test"]["p_greater"]));
        const TestResult student = pairedStudent(d);
        QVERIFY(near(student.statistic, g["paired_t"]["t"]));
        QVERIFY(near(student.twoSided, g["paired_t"]["p_two_sided"]));
        QVERIFY(
            near(signFlip(d).twoSided, g["exact_sign_flip_permutation_of_mean"]["p_two_sided"]));
        QVERIFY(near(hodgesLehmann(d), g["hodges_lehmann_paired"]));
        QVERIFY(near(rankBiserial(d), g["rank_biserial_matched"]));
    }

    void wilcoxonWithZeros()
    {
        const Json &g = golden()["paired"];
        std::vector<double> d = numbers(g["diff"]);
        // The golden numbers come from a - b in binary, where 0.71 - 0.66 is a little less than the
        // other two that are 0.05: those two are tied, and it is ranked below them.
        QCOMPARE(d.back(), 0.05);
        d.back() = 0.0499;
        const auto normal = [&d](ZeroDifferences rule) { return wilcoxonSignedRank(d, rule, 0); };
        const TestResult dropped = normal(ZeroDifferences::dropped);
        const TestResult ranked = normal(ZeroDifferences::ranked);
        const TestResult split = normal(ZeroDifferences::split);
        QVERIFY(!dropped.exact && !ranked.exact && !split.exact);
        QVERIFY(near(dropped.twoSided, g["wilcox_normal_approx_continuity"]["p_two_sided"]));
        QVERIFY(near(ranked.twoSided, g["pratt_normal_approx_continuity"]["p_two_sided"]));
        QVERIFY(near(split.twoSided, g["zsplit_normal_approx_continuity"]["p_two_sided"]));
        // The golden statistic is the smaller of both sums; all ranks together give 55.
        QVERIFY(near(45 - dropped.statistic, g["wilcox_normal_approx"]["statistic"]));
        QVERIFY(near(55 - 1 - ranked.statistic, g["pratt_normal_approx"]["statistic"]));
        QVERIFY(near(55 - split.statistic, g["zsplit_normal_approx"]["statistic"]));
        for (const TestResult &result : {dropped, ranked, split}) {
            QCOMPARE(result.n, 9);
            QCOMPARE(result.zeros, 1);
        }
    }

    void wilcoxonWithZerosIsExact()
    {
        // Signs of the ranks 3, 4 and 5 (two zeros share 1.5): 3 of 8 patterns give W+ = 3 + 5 or
        // more: {3, 5}, {4, 5} and all.
        const std::vector<double> d{0, 1, 0, -2, 3};
        const TestResult ranked = wilcoxonSignedRank(d, ZeroDifferences::ranked);
        QVERIFY(ranked.exact);
        QCOMPARE(ranked.statistic, 8.0);
        QCOMPARE(ranked.greater, 3 / 8.0);
        QCOMPARE(ranked.twoSided, 6 / 8.0);
        QCOMPARE(signedRankCentre(3, 2, ZeroDifferences::ranked), 6.0);
        // Half of the zeros' 3 on either side moves the statistic and its centre alike.
        const TestResult split = wilcoxonSignedRank(d, ZeroDifferences::split);
        QCOMPARE(split.statistic, 9.5);
        QCOMPARE(signedRankCentre(3, 2, ZeroDifferences::split), 7.5);
        QCOMPARE(split.greater, ranked.greater);
        // Dropped, the ranks are 1, 2, 3: W+ = 4 or more in 3 of 8 patterns as well.
        const TestResult dropped = wilcoxonSignedRank(d);
        QCOMPARE(dropped.statistic, 4.0);
        QCOMPARE(dropped.greater, 3 / 8.0);
        for (const auto rule :
             {ZeroDifferences::dropped, ZeroDifferences::ranked, ZeroDifferences::split}) {
            const TestResult nothing = wilcoxonSignedRank(std::vector<double>{0, 0, 0}, rule);
            QCOMPARE(nothing.twoSided, 1.0);
            QCOMPARE(nothing.zeros, 3);
        }
    }

    void wilcoxonWithoutTies()
    {
        const Json &g = golden()["wilcoxon_exact_n6_no_ties"];
        const auto a = numbers(g["a"]);
        const auto b = numbers(g["b"]);
        std::vector<double> d;
        for (std::size_t i = 0; i < a.size(); ++i)
            d.push_back(a[i] - b[i]);
        const TestResult result = wilcoxonSignedRank(d);
        QVERIFY(near(result.twoSided, g["p_two_sided"]));
        QVERIFY(near(result.greater, g["p_greater"]));
        QVERIFY(near(21 - result.statistic, g["statistic_min"]));
    }

    void wilcoxonNullDistribution()
    {
        for (const auto &[size, g] : golden()["wilcoxon_null"]["table"].items()) {
            const int n = std::stoi(size);
            // All positive: W+ is the greatest sum, p = 1 / 2^n.
            std::vector<double> d;
            for (int i = 1; i <= n; ++i)
                d.push_back(i);
            QVERIFY(near(wilcoxonSignedRank(d).twoSided, g["min_two_sided_p"]));
            QVERIFY(near(wilcoxonSignedRank(d).smallest, g["min_two_sided_p"]));
            // The counts themselves, from differences of neighbouring tail probabilities.
            if (g["null_counts"].is_null())
                continue;
            const auto counts = numbers(g["null_counts"]);
            for (int flipped = 1; flipped <= n; ++flipped) {
                std::vector<double> one = d;
                one[static_cast<std::size_t>(flipped - 1)] *= -1;
                double tail = 0;
                const auto sum = counts.size() - 1 - static_cast<std::size_t>(flipped);
                for (std::size_t s = sum; s < counts.size(); ++s)
                    tail += counts[s];
                QVERIFY(near(wilcoxonSignedRank(one).greater, tail / std::ldexp(1.0, n)));
            }
        }
    }

    void signTestNeedsSoManyWins()
    {
        for (const auto &[size, g] : golden()["sign_test_min_wins"].items()) {
            const int n = std::stoi(size);
            const auto leastWins = [n](auto p) {
                for (int wins = (n + 1) / 2; wins <= n; ++wins) {
                    std::vector<double> d(static_cast<std::size_t>(n), -1.0);
                    std::fill_n(d.begin(), wins, 1.0);
                    if (p(signTest(d)) <= 0.05)
                        return wins;
                }
                return 0;
            };
            const int oneSided = leastWins([](const TestResult &r) { return r.greater; });
            const int twoSided = leastWins([](const TestResult &r) { return r.twoSided; });
            QCOMPARE(oneSided, g["min_wins_one_sided_05"].is_null()
                                   ? 0
                                   : g["min_wins_one_sided_05"].get<int>());
            QCOMPARE(twoSided, g["min_wins_two_sided_05"].is_null()
                                   ? 0
                                   : g["min_wins_two_sided_05"].get<int>());
        }
    }

    void adjustedValues()
    {
        for (const char *key : {"multiple_comparisons", "multiple_comparisons_3"}) {
            const Json &g = golden()[key];
            const auto p = numbers(g["p"]);
            const auto check = [&](const char *name, const std::vector<double> &adjusted) {
                const auto expected = numbers(g[name]);
                for (std::size_t i = 0; i < p.size(); ++i)
                    if (!near(adjusted[i], expected[i]))
                        return false;
                return true;
            };
            QVERIFY(check("holm", holm(p)));
            QVERIFY(check("hochberg", hochberg(p)));
            QVERIFY(check("benjamini_hochberg", benjaminiHochberg(p)));
            if (g.contains("bonferroni"))
                QVERIFY(check("bonferroni", bonferroni(p)));
        }
    }
};

QTEST_GUILESS_MAIN(GoldenStatisticsTest)

#include "golden_test.moc"
