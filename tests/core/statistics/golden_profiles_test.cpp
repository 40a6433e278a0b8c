#include "core/optimization/indicators.h"
#include "core/statistics/attainment.h"
#include "core/statistics/profiles.h"
#include "core/statistics/runtimes.h"
#include "core/statistics/summaries.h"
#include "tests/core/statistics/golden.h"

#include <QTest>

#include <algorithm>

using namespace agon;
using namespace agon::statistics;
using test::goldenStatistics;
using test::near;
using test::numbers;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

std::vector<PlaneFront> fronts()
{
    std::vector<PlaneFront> runs;
    for (const Json &run : goldenStatistics()["eaf_2d"]["fronts_minimise_both"]) {
        runs.emplace_back();
        for (const Json &point : run)
            runs.back().push_back({point[0], point[1]});
    }
    return runs;
}

} // namespace

/** Runtimes, profiles and attainment against independent programs and published definitions. */
class GoldenProfilesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void expectedRunningTime()
    {
        const Json &g = goldenStatistics()["ert"];
        std::vector<RunLength> runs;
        for (const Json &run : g["runs_hit_or_budget"])
            runs.push_back(run.contains("hit")
                               ? RunLength{run["hit"].get<double>(), true}
                               : RunLength{run["unsuccessful_budget"].get<double>(), false});
        const RuntimeSummary summary = summariseRuntimes(runs);
        QVERIFY(near(summary.expected, g["ert"]));
        QVERIFY(near(summary.successRate, g["success_rate"]));
        QVERIFY(near(summary.meanSuccess, g["mean_success"]));
        QVERIFY(near(summary.successPerformance, g["sp1"]));
        QVERIFY(near(penalisedAverage(runs, 10), g["par10"]));
        QVERIFY(near(penalisedAverage(runs, 2), g["par2"]));
        // Simulated restarts have the expected running time as their mean.
        const std::vector<double> restarts = simulatedRestarts(runs, 20'000);
        QVERIFY(std::is_sorted(restarts.begin(), restarts.end()));
        QVERIFY(std::abs(mean(restarts) - summary.expected) < 4 * standardError(restarts));
        // Without a success: infinity, never a number that looks like one.
        const RuntimeSummary none = summariseRuntimes(std::vector<RunLength>{{1000, false}});
        QVERIFY(std::isinf(none.expected));
        QVERIFY(std::isinf(simulatedRestarts(std::vector<RunLength>{{1000, false}}, 3).front()));
    }

    void runtimesOverTargets()
    {
        const Json &g = goldenStatistics()["ecdf_runtime"];
        const auto targets = numbers(g["targets"]);
        std::vector<RunLength> lengths;
        for (std::size_t run = 0; run < 3; ++run) {
            std::vector<double> evaluations, values;
            for (const Json &record : g["trajectories_eval_bestf"][run]) {
                evaluations.push_back(record[0]);
                values.push_back(record[1]);
            }
            for (std::size_t t = 0; t < targets.size(); ++t) {
                const auto hit = firstHit(values, targets[t], false);
                const Json &expected = g["first_hits"][run][t];
                QCOMPARE(hit.has_value(), !expected.is_null());
                if (hit)
                    QCOMPARE(evaluations[*hit], expected.get<double>());
                lengths.push_back(hit ? RunLength{evaluations[*hit], true} : RunLength{100, false});
            }
        }
        const auto shares = runtimeDistribution(lengths, numbers(g["budgets"]));
        for (std::size_t i = 0; i < shares.size(); ++i)
            QVERIFY(near(shares[i], g["ecdf"][i]));
        QVERIFY(near(runtimeArea(lengths, 100), g["auc_log10_1_to_100"]));
    }

    void anytimeArea()
    {
        const Json &g = goldenStatistics()["anytime_log_auc"];
        std::vector<double> positions, values;
        for (const Json &point : g["points"]) {
            positions.push_back(point[0]);
            values.push_back(point[1]);
        }
        const double budget = g["budget"];
        const double integral = logTimeIntegral(positions, values, budget);
        QVERIFY(near(integral, g["integral_of_best_so_far_over_log10_evals"]));
        QVERIFY(near(integral / std::log10(budget), g["normalised_by_log10_budget"]));
    }

    void targetsBetweenTwoLevels()
    {
        // COCO's bbob targets: 51 from 1e2 to 1e-8, five to a power of ten.
        const std::vector<double> targets = spacedTargets(1e2, 1e-8, 51);
        QCOMPARE(targets.size(), std::size_t(51));
        QCOMPARE(targets.front(), 1e2);
        QCOMPARE(targets.back(), 1e-8);
        QVERIFY(near(targets[5], 10));
        QVERIFY(near(spacedTargets(-1, 1, 3)[1], 0));
    }

    void performanceProfiles()
    {
        const Json &g = goldenStatistics()["dolan_more"];
        std::vector<double> costs;
        std::vector<double> expected;
        for (const char *key : {"costs_problem_by_solver", "ratios"})
            for (const Json &row : g[key])
                for (const Json &value : row)
                    (key == std::string("ratios") ? expected : costs)
                        .push_back(value.is_string() ? infinity : value.get<double>());
        const std::vector<double> ratios = performanceRatios(costs, 3);
        QCOMPARE(ratios.size(), expected.size());
        for (std::size_t i = 0; i < ratios.size(); ++i)
            QVERIFY(near(ratios[i], expected[i]));
        const auto taus = numbers(g["tau"]);
        for (std::size_t solver = 0; solver < 3; ++solver) {
            std::vector<double> own;
            for (std::size_t i = solver; i < ratios.size(); i += 3)
                own.push_back(ratios[i]);
            for (std::size_t t = 0; t < taus.size(); ++t)
                QVERIFY(near(profileAt(own, taus[t]), g["rho"][solver][t]));
        }
        // A best cost of 0 cannot be divided by; a problem nobody solves is nobody's.
        QCOMPARE(performanceRatios(std::vector<double>{0, 1}, 2),
                 (std::vector<double>{1, infinity}));
        QCOMPARE(performanceRatios(std::vector<double>{infinity, infinity}, 2),
                 (std::vector<double>{infinity, infinity}));
    }

    void scoreDistributions()
    {
        const Json &g = goldenStatistics()["score_distribution"];
        const TaskScores scores = test::byTask(g["scores_run_by_task"]);
        const auto taus = numbers(g["tau"]);
        const ScoreProfile profile = scoreProfile(scores, taus);
        for (std::size_t t = 0; t < taus.size(); ++t) {
            QVERIFY(near(profile.share[t], g["fraction_strictly_above"][t]));
            QVERIFY(near(averageScoreDistributionAt(scores, taus[t]),
                         g["average_score_distribution"][t]));
            QVERIFY(profile.lower[t] <= profile.share[t] && profile.share[t] <= profile.upper[t]);
        }
        // Every run is above 0: certain.
        QCOMPARE(profile.lower[0], 1.0);
    }

    void attainmentSurfaces()
    {
        const Json &g = goldenStatistics()["eaf_2d"];
        const auto runs = fronts();
        for (int level = 1; level <= 4; ++level) {
            const Json &expected = g["attainment_levels_points"][std::to_string(level) + "_of_4"];
            const PlaneFront surface = attainmentSurface(runs, level);
            QCOMPARE(surface.size(), expected.size());
            for (std::size_t i = 0; i < surface.size(); ++i) {
                QVERIFY(near(surface[i].x, expected[i][0]));
                QVERIFY(near(surface[i].y, expected[i][1]));
            }
        }
        for (const Json &place : g["eaf_at"])
            QVERIFY(near(attainmentAt(runs, {place[0][0], place[0][1]}), place[1]));
        // Two runs without a point: the level of all is never attained.
        std::vector<PlaneFront> some = runs;
        some[0].clear();
        QVERIFY(attainmentSurface(some, 4).empty());
    }

    void indicatorsOfFronts()
    {
        const Json &g = goldenStatistics()["eaf_2d"];
        std::vector<double> reference;
        for (const Json &point : g["best_level_reference"])
            for (const double value : point)
                reference.push_back(value);
        const auto runs = fronts();
        const std::vector<double> corner{10, 10};
        for (std::size_t run = 0; run < runs.size(); ++run) {
            std::vector<double> values;
            for (const ObjectivePair &point : runs[run]) {
                values.push_back(point.x);
                values.push_back(point.y);
            }
            const optimization::PointSet points(values, 2);
            QVERIFY(
                near(optimization::hypervolume(points, corner), g["hypervolume_ref_10_10"][run]));
            QVERIFY(near(optimization::additiveEpsilon(points, {reference, 2}),
                         g["additive_epsilon_to_best_level"][run]));
            QVERIFY(near(optimization::invertedGenerationalDistancePlus(points, {reference, 2}),
                         g["igd_plus_to_best_level"][run]));
        }
    }
};

QTEST_GUILESS_MAIN(GoldenProfilesTest)
#include "golden_profiles_test.moc"
