#include "plugins/bandits/channels.h"
#include "plugins/bandits/rules/chebyshev.h"
#include "plugins/bandits/rules/chebyshev_fit.h"
#include "plugins/bandits/rules/inverse_gap.h"
#include "plugins/bandits/rules/relaxation.h"
#include "plugins/bandits/rules/tsallis_costs.h"
#include "tests/plugins/bandits/contextual_runs.h"
#include "tests/support/compare.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

using namespace agon;
using namespace agon::bandits;
using agon::bandits::test::ContextualRuns;
using agon::test::compare;

/** Relaxation and the policies that choose its parameter (P220). */
class SolverTest : public QObject
{
    Q_OBJECT

    ContextualRuns m_runs;

private Q_SLOTS:
    void iterations()
    {
        const Json group = ContextualRuns::golden("P220_sor");
        std::vector<double> right(100);
        for (std::size_t i = 0; i < right.size(); ++i)
            right[i] = std::sin(static_cast<double>(i + 1));
        for (const Json &entry : group.at("cases")) {
            const double shift = entry.at("c").get<double>();
            const auto omegas = entry.at("omega").get<std::vector<double>>();
            std::vector<int> found(omegas.size());
            relaxationIterations(10, shift, right, omegas, 5000, found);
            QCOMPARE(found, entry.at("iterations").get<std::vector<int>>());
            const double radius = jacobiRadius(10, shift);
            compare(radius, entry.at("rho_jacobi").get<double>(), 1e-9);
            compare(bestRelaxation(radius), entry.at("omega_opt").get<double>(), 1e-9);
        }
    }

    void tsallisWeightsAreTheRoot()
    {
        const Json group = ContextualRuns::golden("tsallis_inf");
        for (const Json &entry : group.at("cases")) {
            const auto losses = entry.at("L_hat").get<std::vector<double>>();
            std::vector<double> found(losses.size());
            tsallisWeights(losses, entry.at("eta").get<double>(), found);
            for (std::size_t a = 0; a < found.size(); ++a)
                compare(found[a], entry.at("p").at(a).get<double>(), group.at("tol").get<double>());
        }
    }

    void tsallisCostsScaleByTheMean()
    {
        // After one solve of 11 iterations by the third of four: its loss is 10 / (1/4), the mean
        // count less one is 10, so the scaled losses are 0, 0, 4, 0 with η = 2/√2.
        TsallisCosts costs(4);
        const auto first = costs.probabilities();
        for (const double p : first)
            compare(p, 0.25, 1e-12);
        costs.update(2, 11);
        std::array<double, 4> expected{};
        tsallisWeights(std::array<double, 4>{0, 0, 4, 0}, std::sqrt(2.0), expected);
        const auto second = costs.probabilities();
        for (std::size_t a = 0; a < expected.size(); ++a)
            compare(second[a], expected[a], 1e-12);
    }

    void chebyshev()
    {
        const Json group = ContextualRuns::golden("P220_chebcb");
        for (const Json &entry : group.at("cases")) {
            for (std::size_t i = 0; i < entry.at("c").size(); ++i) {
                const double context = (entry.at("c").at(i).get<double>() + 0.15) / 0.6;
                std::array<double, 4> found{};
                chebyshevFeatures(2 * context - 1, found);
                for (std::size_t j = 0; j < found.size(); ++j)
                    compare(found[j], entry.at("features").at(i).at(j).get<double>(), 1e-12);
            }
            // Costs: the gap is that of the negated predictions.
            std::vector<double> predictions;
            for (const Json &cost : entry.at("pred"))
                predictions.push_back(-cost.get<double>());
            const std::vector<std::uint8_t> available(predictions.size(), 1);
            std::vector<double> found(predictions.size());
            const int best =
                inverseGapWeights(predictions, available, entry.at("eta").get<double>(), found);
            for (std::size_t a = 0; a < found.size(); ++a)
                compare(found[a],
                        static_cast<int>(a) == best ? entry.at("best_gets").get<double>()
                                                    : entry.at("p").at(a).get<double>(),
                        1e-12);
        }
    }

    void plainFitIsLeastSquares()
    {
        // 3 T_0 - 2 T_1, met exactly; of fewer points than polynomials the shortest solution.
        ChebyshevFit exact(3);
        for (const double x : {-1.0, -0.4, 0.2, 0.7}) {
            std::array<double, 3> features{};
            chebyshevFeatures(x, features);
            exact.add(features, 3 - 2 * x);
        }
        QVERIFY(!exact.fit(10, CoefficientBounds::fitted));
        compare(exact.coefficients()(0), 3, 1e-9);
        compare(exact.coefficients()(1), -2, 1e-9);
        compare(exact.coefficients()(2), 0, 1e-9);
        compare(exact.squaredResidual(), 0, 1e-9);

        ChebyshevFit single(3);
        single.add(std::array{1.0, 0.5, -0.5}, 6);
        QVERIFY(!single.fit(10, CoefficientBounds::fitted));
        compare(single.coefficients()(0), 4, 1e-9);
        compare(single.coefficients()(1), 2, 1e-9);
        compare(single.coefficients()(2), -2, 1e-9);
    }

    void boundedFitIsTheBestWithinTheBounds()
    {
        // Costs that rise too steeply: some coefficients are held and the others make the best of
        // it.
        random::Stream stream(4, random::Purpose("test"));
        ChebyshevFit fitted(4);
        ChebyshevFit clipped(4);
        for (int i = 0; i < 40; ++i) {
            const double x = 2 * stream.uniform() - 1;
            std::array<double, 4> features{};
            chebyshevFeatures(x, features);
            const double cost = x > 0.8 ? 100 : 1 + 2 * stream.uniform();
            fitted.add(features, cost);
            clipped.add(features, cost);
        }
        QVERIFY(fitted.fit(21, CoefficientBounds::fitted));
        QVERIFY(clipped.fit(21, CoefficientBounds::clipped));
        QVERIFY2(fitted.squaredResidual() < clipped.squaredResidual(),
                 qPrintable(QString("%1 against %2")
                                .arg(fitted.squaredResidual())
                                .arg(clipped.squaredResidual())));
        const std::array bounds{21.0, 42.0, 21.0, 14.0};
        const double least = fitted.squaredResidual();
        for (Eigen::Index j = 0; j < 4; ++j) {
            const double bound = bounds[static_cast<std::size_t>(j)];
            QVERIFY(std::abs(fitted.coefficients()(j)) <= bound);
            QVERIFY(std::abs(clipped.coefficients()(j)) <= bound);
        }
        // No step within the bounds makes it better.
        for (Eigen::Index j = 0; j < 4; ++j)
            for (const double step : {-1e-3, 1e-3}) {
                Eigen::VectorXd moved = fitted.coefficients();
                moved(j) = std::clamp(moved(j) + step, -bounds[static_cast<std::size_t>(j)],
                                      bounds[static_cast<std::size_t>(j)]);
                QVERIFY(fitted.squaredResidualAt(moved) >= least - 1e-6);
            }
    }

    void chebCbFollowsTheRelease()
    {
        // The first choice is a coin; the rate after it is 2 t √(d t/(R - r + 2 α² t)).
        const double norm = 2 + 4 * (1 + std::log(6.0));
        compare(provenApproximation(6),
                (std::acos(-1) + 2 / std::acos(-1) * std::log(13.0)) / (2 * norm * 7), 1e-12);
        // After a first solve of k iterations: K = k, R = (0 - k/(K N))² = 1/N², nothing is
        // bounded.
        ExplorationRate rate(20, 0.01, norm);
        compare(rate.value(), 0, 0);
        rate.add(0, 40, 40, 0);
        compare(rate.value(), 2 * std::sqrt(20 / (1 / (norm * norm) + 2e-4)), 1e-9);
        // A second one of 30, predicted as 0.05: R = 1/N² + (0.05 - 30/(40 N))², residual 0.001.
        rate.add(0.05, 30, 40, 0.001);
        const double error = 0.05 - 0.75 / norm;
        compare(rate.value(),
                4 * std::sqrt(40 / (1 / (norm * norm) + error * error - 0.001 + 4e-4)), 1e-9);
        // A third one sets a new largest cost, by which all costs are scaled.
        rate.add(0.02, 80, 80, 0);
        const auto square = [](double x) { return x * x; };
        compare(rate.value(),
                6 * std::sqrt(60 / (square(0.5 / norm) + square(0.05 - 0.375 / norm) +
                                    square(0.02 - 1 / norm) + 6e-4)),
                1e-9);
    }

    void contextPays()
    {
        // Thirty solves are enough to tell a policy that knows from one that does not; the shifts
        // and their costs are the same for both.
        const auto instance = m_runs.instance("bandits/sor", Json::object(), 3);
        const auto oracle =
            m_runs.play("bandits/contextual-oracle", Json::object(), instance, 30, 3);
        const auto fixed = m_runs.play("bandits/fixed-action", {{"action", 9}}, instance, 30, 3);
        compare(oracle.last(channel::meanIterations), oracle.last(channel::optimalIterations), 0);
        QCOMPARE(fixed.last(channel::optimalIterations), oracle.last(channel::optimalIterations));
        // Young's parameter is the best in the long run of one solve, not for its iterations.
        QCOMPARE(fixed.last(channel::youngIterations), oracle.last(channel::youngIterations));
        QVERIFY(fixed.last(channel::youngIterations) < 1.5 * oracle.last(channel::meanIterations));
        QVERIFY(fixed.last(channel::meanIterations) > oracle.last(channel::meanIterations));
    }
};

QTEST_GUILESS_MAIN(SolverTest)
#include "solver_test.moc"
