#include "core/statistics/bayesian.h"
#include "core/statistics/effect_sizes.h"
#include "core/statistics/friedman.h"
#include "core/statistics/multiple_comparisons.h"
#include "core/statistics/paired_planning.h"
#include "core/statistics/paired_tests.h"
#include "core/statistics/rank_sum.h"
#include "core/statistics/stratified.h"
#include "tests/core/statistics/golden.h"

#include <QTest>

#include <algorithm>
#include <numbers>

using namespace agon;
using namespace agon::statistics;
using test::goldenStatistics;
using test::near;
using test::numbers;

/** Numbers of the comparison of two and of many methods against independent programs. */
class GoldenComparisonTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rankSums()
    {
        const Json &g = goldenStatistics()["mann_whitney"];
        const auto x = numbers(g["x"]);
        const auto y = numbers(g["y"]);
        const RankSumResult result = rankSum(x, y);
        QVERIFY(result.exact);
        QVERIFY(near(result.statistic, g["U_x"]));
        QVERIFY(near(rankSum(y, x).statistic, g["U_y"]));
        QVERIFY(near(result.twoSided, g["p_exact_permutation_with_ties"]));
        QVERIFY(near(rankSum(y, x).twoSided, g["p_exact_permutation_with_ties"]));
        QVERIFY(near(rankSum(y, x).less, result.greater));
        for (const char *key : {"mann_whitney_separated", "mann_whitney_no_ties"}) {
            const Json &other = goldenStatistics()[key];
            const RankSumResult exact = rankSum(numbers(other["x"]), numbers(other["y"]));
            QVERIFY(near(exact.statistic, other["U_x"]));
            QVERIFY(near(exact.twoSided, other["p_exact"]));
        }
        // Two groups of three: 0.1; of four: 0.0286.
        QVERIFY(near(rankSum(std::vector<double>{1, 2, 3}, std::vector<double>{4, 5, 6}).twoSided,
                     0.1));
        QVERIFY(near(rankSum(std::vector<double>{1, 2, 3}, std::vector<double>{4, 5, 6}).smallest,
                     0.1));
        QVERIFY(near(smallestRankSumP(4, 4), 1.0 / 35));
    }

    void rankSumOfManyValuesIsNormal()
    {
        // The vector's sample eight times over, 88 values: the tie-corrected normal approximation,
        // worked out from its definition.
        const Json &g = goldenStatistics()["mann_whitney"];
        std::vector<double> x, y;
        for (int copy = 0; copy < 8; ++copy) {
            for (const double value : g["x"])
                x.push_back(value);
            for (const double value : g["y"])
                y.push_back(value);
        }
        const RankSumResult result = rankSum(x, y);
        QVERIFY(!result.exact);
        QVERIFY(near(result.statistic, 64 * g["U_x"].get<double>()));
        const double n = 48, m = 40, count = 88;
        // 0.61 and 0.66 occur in both samples: groups of 16; the other seven values 8 times.
        const double ties = 2 * (16. * 16 * 16 - 16) + 7 * (8. * 8 * 8 - 8);
        const double variance = n * m / 12 * (count + 1 - ties / (count * (count - 1)));
        const double z = (result.statistic - n * m / 2 - 0.5) / std::sqrt(variance);
        QVERIFY(near(result.twoSided, std::erfc(z / std::numbers::sqrt2)));
    }

    void kruskalAndWallis()
    {
        const Json &g = goldenStatistics()["kruskal"];
        const KruskalWallis result = kruskalWallis(test::table(g["groups"]));
        QVERIFY(near(result.statistic, g["H"]));
        QVERIFY(near(result.p, g["p"]));
    }

    void dominanceAndItsInterval()
    {
        const Json &g = goldenStatistics()["mann_whitney"];
        const Dominance result = dominance(numbers(g["x"]), numbers(g["y"]));
        QVERIFY(near(result.a12, g["A12"]));
        QVERIFY(near(result.delta, g["cliffs_delta"]));
        QCOMPARE(result.greater, g["greater"].get<long>());
        QCOMPARE(result.equal, g["equal"].get<long>());
        QCOMPARE(result.less, g["less"].get<long>());
        QVERIFY(
            near(hodgesLehmannShift(numbers(g["x"]), numbers(g["y"])), g["hodges_lehmann_shift"]));
        const Json &interval = goldenStatistics()["cliffs_delta_ci"];
        QVERIFY(near(result.variance, interval["variance"]));
        QVERIFY(result.interval.has_value());
        QVERIFY(near(result.interval->lower, interval["ci95_asymmetric"][0]));
        QVERIFY(near(result.interval->upper, interval["ci95_asymmetric"][1]));
        QVERIFY(near(result.a12Interval->upper, 0.5 * (result.interval->upper + 1)));
        // Complete separation: the counts say everything, an interval would be of width 0.
        const Json &apart = goldenStatistics()["mann_whitney_separated"];
        const Dominance separated = dominance(numbers(apart["x"]), numbers(apart["y"]));
        QCOMPARE(separated.delta, -1.0);
        QVERIFY(!separated.interval);
        QCOMPARE(sizeOfA12(0.56), std::string_view("small"));
        QCOMPARE(sizeOfA12(0.29), std::string_view("large"));
        QCOMPARE(sizeOfA12(0.5), std::string_view("negligible"));
    }

    void friedmanOfDemsar()
    {
        const Json &g = goldenStatistics()["friedman_demsar_c45"];
        const auto scores = test::table(g["scores"]);
        std::vector<double> values;
        for (const auto &row : scores)
            values.insert(values.end(), row.begin(), row.end());
        const Friedman result = friedman(values, 4, true);
        const auto ranks = numbers(g["average_ranks"]);
        for (std::size_t j = 0; j < 4; ++j)
            QVERIFY(near(result.meanRanks[j], ranks[j]));
        QVERIFY(result.ties);
        QVERIFY(near(result.chiSquare, g["chi2_no_tie_correction"]));
        QVERIFY(near(result.chiSquareP, g["chi2_p"]));
        QVERIFY(near(result.correctedChiSquare, g["chi2_tie_corrected"]));
        QVERIFY(near(result.correctedP, g["chi2_tie_corrected_p"]));
        QVERIFY(near(result.f, g["iman_davenport_F"]));
        QVERIFY(near(result.fP, g["F_p"]));
        QVERIFY(near(result.correctedF, g["F_from_tie_corrected"]));
        QVERIFY(near(result.concordance, g["kendalls_W"]));
        QVERIFY(near(nemenyiDifference(0.05, 4, 14), g["nemenyi_CD_05"]));
        QVERIFY(near(nemenyiDifference(0.10, 4, 14), g["nemenyi_CD_10"]));
        QVERIFY(near(bonferroniDunnDifference(0.05, 4, 14), g["control_0_bonferroni_dunn_CD_05"]));
        const std::vector<double> p = nemenyiP(result.meanRanks, 14);
        const auto expected = test::table(g["nemenyi_p"]);
        for (std::size_t i = 0; i < 4; ++i)
            for (std::size_t j = 0; j < 4; ++j)
                QVERIFY(near(p[4 * i + j], expected[i][j]));
        const auto z = numbers(g["control_0_z"]);
        const std::vector<double> scoresOfControl = controlScores(result.meanRanks, 0, 14);
        std::vector<double> raw;
        for (std::size_t j = 0; j < 3; ++j) {
            QVERIFY(near(scoresOfControl[j], z[j]));
            raw.push_back(normalTwoSided(z[j]));
            QVERIFY(near(raw[j], g["control_0_p_unadjusted"][j]));
        }
        const std::vector<double> adjusted = holm(raw);
        for (std::size_t j = 0; j < 3; ++j)
            QVERIFY(near(adjusted[j], g["control_0_holm"][j]));
        // All pairs by Wilcoxon's test, exact with the ties that are there, then Holm.
        std::vector<double> pairs;
        for (const Json &pair : g["pairwise_wilcoxon_exact_i_j_Wplus_n_p"]) {
            std::vector<double> differences;
            for (const auto &row : scores)
                differences.push_back(roundedForTies(row[pair[0].get<std::size_t>()] -
                                                     row[pair[1].get<std::size_t>()]));
            const TestResult test = wilcoxonSignedRank(differences);
            QVERIFY(near(test.statistic, pair[2]));
            QCOMPARE(test.n, pair[3].get<int>());
            QVERIFY(near(test.twoSided, pair[4]));
            pairs.push_back(test.twoSided);
        }
        const std::vector<double> held = holm(pairs);
        for (std::size_t i = 0; i < held.size(); ++i)
            QVERIFY(near(held[i], g["pairwise_wilcoxon_holm"][i]));
    }

    void friedmanOfASmallTable()
    {
        const Json &g = goldenStatistics()["friedman_tiny"];
        std::vector<double> values;
        for (const auto &row : test::table(g["ranks"]))
            values.insert(values.end(), row.begin(), row.end());
        const Friedman result = friedman(values, 3, false);
        QVERIFY(near(result.chiSquare, g["chi2"]));
        QVERIFY(near(result.chiSquareP, g["p_chi2"]));
        QVERIFY(near(result.f, g["F"]));
        QVERIFY(result.permutationP.has_value());
        QVERIFY(result.permutationExact);
        QVERIFY(near(*result.permutationP, g["p_exact"]));
        QVERIFY(near(result.p(), g["p_exact"]));
        // All blocks agree: F is infinite, p = (k!)^(1 - N) = 1/36.
        const Friedman agreed = friedman(std::vector<double>{1, 2, 3, 1, 2, 3, 1, 2, 3}, 3, false);
        QVERIFY(std::isinf(agreed.f));
        QVERIFY(near(agreed.p(), 1.0 / 36));
        // Everything tied everywhere says nothing.
        QCOMPARE(friedman(std::vector<double>{1, 1, 1, 1}, 2, false).p(), 1.0);
    }

    void studentisedRange()
    {
        for (const char *alpha : {"0.05", "0.10", "0.01"})
            for (const auto &[groups, q] : goldenStatistics()["nemenyi_q"][alpha].items())
                QVERIFY(near(studentisedRangeQuantile(std::stod(alpha), std::stoi(groups)) /
                                 std::numbers::sqrt2,
                             q));
        for (const auto &[methods, q] : goldenStatistics()["bonferroni_dunn_q"]["0.05"].items()) {
            // The difference of k methods on k(k + 1)/6 blocks is the quantile itself.
            const int k = std::stoi(methods);
            QVERIFY(near(bonferroniDunnDifference(0.05, k, 1) / std::sqrt(k * (k + 1) / 6.0), q));
        }
    }

    void inseparableSetsOfMethods()
    {
        // 0–1, 1–2 and 2–3 cannot be told apart, nor can 0–2; everything else can.
        const auto separated = [](int i, int j) { return !(j == i + 1 || (i == 0 && j == 2)); };
        const std::vector<std::vector<int>> expected{{0, 1, 2}, {2, 3}};
        QCOMPARE(inseparableSets(4, separated), expected);
        QVERIFY(inseparableSets(3, [](int, int) { return true; }).empty());
        QCOMPARE(inseparableSets(3, [](int, int) { return false; }),
                 (std::vector<std::vector<int>>{{0, 1, 2}}));
        QVERIFY(inseparableSets(0, [](int, int) { return false; }).empty());
    }

    void bayesianSignedRanks()
    {
        const Json &g = goldenStatistics()["bayesian_signed_rank"];
        const auto x = numbers(g["x"]);
        const auto y = numbers(g["y"]);
        std::vector<double> differences;
        for (std::size_t i = 0; i < x.size(); ++i)
            differences.push_back(y[i] - x[i]);
        const RopePosterior posterior =
            bayesianSignedRank(differences, g["rope"], g["prior_strength"]);
        for (std::size_t region = 0; region < 3; ++region) {
            QVERIFY(near(posterior.mean[region], g["posterior_mean_left_rope_right"][region]));
            // Two samples of 50,000 draws: four standard errors of their difference.
            QVERIFY(near(posterior.probability[region],
                         g["sampled_probabilities_50000_baycomp"][region], 0.0045));
        }
    }

    void bayesianSigns()
    {
        const Json &g = goldenStatistics()["bayesian_sign"];
        const auto counts = numbers(g["counts_left_rope_right"]);
        const RopePosterior posterior = bayesianSignOfCounts({counts[0], counts[1], counts[2]});
        for (std::size_t region = 0; region < 3; ++region) {
            QVERIFY(near(posterior.mean[region], g["posterior_mean"][region]));
            QVERIFY(near(posterior.probability[region], g["sampled_probabilities_50000"][region],
                         0.0062));
        }
        const std::vector<double> differences{-1, -1, 0.01, 1, 1, 1, 1, 1, 1, 1};
        QVERIFY(bayesianSign(differences, 0.1).probability == posterior.probability);
    }

    void bayesianCorrelatedStudent()
    {
        const Json &g = goldenStatistics()["bayesian_correlated_t"];
        const auto x = numbers(g["x"]);
        const auto y = numbers(g["y"]);
        std::vector<double> differences;
        for (std::size_t i = 0; i < x.size(); ++i)
            differences.push_back(y[i] - x[i]);
        const auto probabilities = bayesianCorrelatedT(differences, g["rope"], 0.1);
        for (std::size_t region = 0; region < 3; ++region)
            QVERIFY(near(probabilities[region], g["probs_left_rope_right"][region]));
    }

    void stratifiedBootstraps()
    {
        const Json &g = goldenStatistics()["exact_stratified_bootstrap_3x2"];
        const TaskScores scores = test::byTask(g["scores_run_by_task"]);
        const StratifiedInterval middle =
            stratifiedBootstrap(TaskAggregate::interquartileMean, scores);
        QVERIFY(middle.exact);
        QCOMPARE(middle.resamples, g["number_of_resamples"].get<std::int64_t>());
        QVERIFY(near(middle.mean, g["iqm_bootstrap_mean"]));
        QVERIFY(near(middle.standardDeviation, g["iqm_bootstrap_sd"]));
        QVERIFY(near(middle.percentile.lower, g["iqm_percentile_type7"][0]));
        QVERIFY(near(middle.percentile.upper, g["iqm_percentile_type7"][1]));
        const StratifiedInterval centre = stratifiedBootstrap(TaskAggregate::mean, scores);
        QVERIFY(near(centre.percentile.lower, g["mean_percentile_type7"][0]));
        QVERIFY(near(centre.percentile.upper, g["mean_percentile_type7"][1]));
        // Sampling converges to the enumeration.
        StratifiedOptions sampled;
        sampled.enumerate = false;
        sampled.resamples = 100'000;
        const StratifiedInterval drawn =
            stratifiedBootstrap(TaskAggregate::interquartileMean, scores, sampled);
        QVERIFY(!drawn.exact);
        QVERIFY(near(drawn.mean, middle.mean, 4 * middle.standardDeviation / std::sqrt(1e5)));
        QVERIFY(near(drawn.standardDeviation, middle.standardDeviation, 0.002));

        const Json &aggregates = goldenStatistics()["iqm_runs_by_tasks"];
        QVERIFY(near(middle.estimate, aggregates["iqm"]));
        QVERIFY(near(centre.estimate, aggregates["mean"]));
        QVERIFY(near(aggregate(TaskAggregate::median, scores), aggregates["median_of_task_means"]));
        QVERIFY(near(aggregate(TaskAggregate::optimalityGap, scores),
                     aggregates["optimality_gap_gamma1"]));
    }

    void oneTaskIsTheOrdinaryBootstrap()
    {
        // Percentile and BCa of one stratum agree with the exact bootstrap of a mean.
        const Json &g = goldenStatistics()["exact_bootstrap_mean_n4"];
        const StratifiedInterval interval =
            stratifiedBootstrap(TaskAggregate::mean, {numbers(g["x"])});
        QVERIFY(near(interval.percentile.lower, g["percentile_type7"][0]));
        QVERIFY(near(interval.percentile.upper, g["percentile_type7"][1]));
        QVERIFY(near(interval.bca.lower, g["bca_type7"][0]));
        QVERIFY(near(interval.bca.upper, g["bca_type7"][1]));
        QVERIFY(near(interval.standardDeviation, g["sd_bootstrap"]));
    }

    void pairedRunsAreDrawnTogether()
    {
        // The second is the first plus 1, seed by seed: paired, the difference is certain.
        const TaskScores first{{0.1, 0.9, 0.4, 0.7}, {3, 8, 5, 1}};
        TaskScores second = first;
        for (auto &task : second)
            for (double &score : task)
                score += 1;
        const StratifiedInterval paired =
            stratifiedDifference(TaskAggregate::mean, second, first, true);
        QVERIFY(near(paired.percentile.lower, 1));
        QVERIFY(near(paired.percentile.upper, 1));
        const StratifiedInterval apart =
            stratifiedDifference(TaskAggregate::mean, second, first, false);
        QVERIFY(apart.percentile.lower < 0 && apart.percentile.upper > 2);
        // Drawing tasks as well answers a wider question.
        StratifiedOptions options;
        options.enumerate = false;
        const double within =
            stratifiedBootstrap(TaskAggregate::mean, first, options).standardDeviation;
        options.tasksToo = true;
        QVERIFY(stratifiedBootstrap(TaskAggregate::mean, first, options).standardDeviation >
                1.2 * within);
    }

    void improvementProbability()
    {
        const Json &g = goldenStatistics()["probability_of_improvement"];
        const TaskScores first = test::byTask(g["X_run_by_task"]);
        const TaskScores second = test::byTask(g["Y_run_by_task"]);
        const ImprovementProbability result = probabilityOfImprovement(first, second);
        for (std::size_t task = 0; task < 2; ++task)
            QVERIFY(near(result.perTask[task], g["per_task"][task]));
        QVERIFY(near(result.estimate, g["mean"]));
        QVERIFY(result.interval.lower < 0.5 && result.interval.upper > 0.75);
        // Turned around it is the complement.
        QVERIFY(near(probabilityOfImprovement(second, first).estimate, 1 - result.estimate));
        // What never overlaps is certain.
        const ImprovementProbability certain =
            probabilityOfImprovement({{2, 3}, {5, 6}}, {{0, 1}, {3, 4}});
        QCOMPARE(certain.interval.lower, 1.0);
    }

    void plannedNumbers()
    {
        // The sheet's table: w 0.9: 12; 0.8: 20; 0.7: 49 pairs at 80 % power.
        QCOMPARE(*pairsForSignTest(0.9), 12);
        QCOMPARE(*pairsForSignTest(0.8), 20);
        QCOMPARE(*pairsForSignTest(0.7), 49);
        // Cohen's tables and G*Power 3.1: d = 0.5 needs 34 pairs for 80 %; d = 0.8 needs 19 for
        // 90 %.
        QCOMPARE(*pairsForStudent(0.5, 1, 0.05, 0.8), 34);
        QCOMPARE(*pairsForStudent(0.8, 1, 0.05, 0.9), 19);
        QVERIFY(pairedStudentPower(0.8, 1, 19) >= 0.9);
        QVERIFY(pairedStudentPower(0.8, 1, 18) < 0.9);
        // No effect: the test rejects as often as its level says.
        QVERIFY(near(pairedStudentPower(0, 1, 12), 0.05));
        // Sign-type tests need 6 pairs for 0.05; of 28 comparisons the first Holm step needs 11.
        QCOMPARE(leastPairs(), 6);
        QCOMPARE(leastPairs(0.05, 28), 11);
        QCOMPARE(leastPerSample(), 4);
        QCOMPARE(leastPerSample(0.1), 3);
    }
};

QTEST_GUILESS_MAIN(GoldenComparisonTest)
#include "golden_comparison_test.moc"
