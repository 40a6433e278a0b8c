#include "core/random/distributions.h"
#include "plugins/bandits/channels.h"
#include "plugins/bandits/rules/chebyshev.h"
#include "plugins/bandits/rules/chebyshev_fit.h"
#include "plugins/bandits/rules/heat_equation.h"
#include "plugins/bandits/rules/inverse_gap.h"
#include "plugins/bandits/rules/preconditioned_gradients.h"
#include "plugins/bandits/rules/relaxation.h"
#include "plugins/bandits/rules/tsallis_costs.h"
#include "tests/plugins/bandits/contextual_runs.h"
#include "tests/support/compare.h"

#include <QTest>

#include <Eigen/Cholesky>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
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

    void preconditionedIterationsAreThoseOfTheMatrices()
    {
        // The same method with the matrices written out.
        constexpr int side = 7;
        constexpr Eigen::Index points = side * side;
        const GridMatrix matrix{side, 1 + 4 * 2.5, 2.5};
        Eigen::MatrixXd dense(points, points);
        for (Eigen::Index column = 0; column < points; ++column) {
            std::vector<double> unit(points);
            unit[static_cast<std::size_t>(column)] = 1;
            multiply(matrix, unit, std::span(dense.col(column).data(), points));
        }
        QVERIFY((dense - dense.transpose()).cwiseAbs().maxCoeff() == 0);
        QCOMPARE(dense(0, 1), -2.5);
        QCOMPARE(dense(0, side), -2.5);
        QCOMPARE(dense(side - 1, side), 0.0); // the end of a row is no neighbour of the next row
        random::Stream stream(1, random::Purpose("test"));
        Eigen::VectorXd right(points);
        Eigen::VectorXd start(points);
        for (Eigen::Index i = 0; i < points; ++i) {
            right(i) = random::normal(stream);
            start(i) = random::normal(stream);
        }

        const std::array omegas{1.5, 0.0, 1.0, 1.2, 1.9, 1.7};
        std::array<int, omegas.size()> found{};
        std::vector<double> solution(points);
        preconditionedIterations(matrix, std::span(right.data(), points),
                                 std::span(start.data(), points), omegas, {}, found, solution);
        for (std::size_t k = 0; k < omegas.size(); ++k) {
            const Eigen::MatrixXd diagonal = dense.diagonal().asDiagonal();
            const Eigen::MatrixXd lower =
                diagonal +
                omegas[k] * Eigen::MatrixXd(dense.triangularView<Eigen::StrictlyLower>());
            const Eigen::LDLT<Eigen::MatrixXd> preconditioner(
                lower * dense.diagonal().cwiseInverse().asDiagonal() * lower.transpose());
            Eigen::VectorXd x = start;
            Eigen::VectorXd residual = right - dense * x;
            Eigen::VectorXd direction = Eigen::VectorXd::Zero(points);
            double before = 1;
            int iteration = 0;
            while (residual.norm() > 1e-8 * right.norm()) {
                const Eigen::VectorXd relaxed = preconditioner.solve(residual);
                const double now = residual.dot(relaxed);
                direction = relaxed + (iteration > 0 ? now / before : 0) * direction;
                before = now;
                const Eigen::VectorXd product = dense * direction;
                const double alpha = now / direction.dot(product);
                x += alpha * direction;
                residual -= alpha * product;
                ++iteration;
            }
            QCOMPARE(found[k], iteration);
        }
        const Eigen::Map<const Eigen::VectorXd> x(solution.data(), points);
        QVERIFY((dense * x - right).norm() <= 1.01e-8 * right.norm());

        // From the solution there is nothing to do.
        const Eigen::VectorXd exact = dense.ldlt().solve(right);
        preconditionedIterations(matrix, std::span(right.data(), points),
                                 std::span(exact.data(), points), omegas, {}, found);
        QCOMPARE(found, (std::array<int, omegas.size()>{}));
    }

    void heatSpreadsByCrankAndNicolson()
    {
        compare(diffusion(0.25), 0.1, 1e-12);
        compare(diffusion(0.75), 10, 1e-12);
        compare(diffusion(3.25), 0.1, 1e-12);
        // Of a sine wave, far from the source: the rule multiplies it by 1 - κ dt λ/2, and the
        // system divides it by 1 + κ dt λ/2, λ = 8 n² sin²(π/2n).
        constexpr int cells = 40;
        constexpr double step = 0.002;
        HeatEquation equation(cells, step, 0.7);
        std::vector<double> wave;
        for (int i = 1; i < cells; ++i)
            for (int j = 1; j < cells; ++j)
                wave.push_back(std::sin(i * std::numbers::pi / cells) *
                               std::sin(j * std::numbers::pi / cells));
        equation.advance(wave);
        compare(equation.nextDiffusion(), diffusion(0.702), 1e-12);
        const double half = std::sin(std::numbers::pi / (2 * cells));
        const double decay = diffusion(0.703) * step / 2 * 8 * cells * cells * half * half;
        compare(equation.right().front(), (1 - decay) * wave.front(), 1e-12);
        std::vector<double> product(wave.size());
        multiply(equation.matrix(), wave, product);
        for (std::size_t i = 0; i < wave.size(); ++i)
            compare(product[i], (1 + decay) * wave[i], 1e-10);
        // In the source's midst it is warmer.
        double warmest = 0;
        for (std::size_t i = 0; i < wave.size(); ++i)
            warmest = std::max(warmest, equation.right()[i] - (1 - decay) * wave[i]);
        QVERIFY(warmest > 0.5 * 32 * step && warmest <= 32 * step + 1e-12);
    }

    void preconditionersPayWhereHeatSpreadsFast()
    {
        const auto instance =
            m_runs.instance("bandits/heat-equation", {{"cells", 20}, {"step", 0.01}}, 3);
        const auto oracle =
            m_runs.play("bandits/contextual-oracle", Json::object(), instance, 100, 3, true);
        const auto fixed =
            m_runs.play("bandits/fixed-action", {{"action", 1}}, instance, 100, 3, true);
        compare(oracle.last(channel::meanIterations), oracle.last(channel::optimalIterations), 0);
        QVERIFY(oracle.last(channel::meanIterations) < fixed.last(channel::meanIterations));
        QVERIFY(fixed.last(channel::meanIterations) < fixed.last(channel::plainIterations));
        // The surface: the mean over the rounds of every context, whatever was chosen.
        const auto surface = [](const auto &lane) {
            return std::get<FieldFrame>(lane.frames.at(channel::iterationsByContext).back().second);
        };
        const FieldFrame map = surface(oracle);
        QCOMPARE(map.columns, 20);
        QCOMPARE(map.rows, 20);
        // Twenty parameters cost more where diffusion is ten times as fast.
        double slow = 0, fast = 0;
        for (std::size_t a = 0; a < 20; ++a) {
            slow += map.values[a];
            fast += map.values[19 * 20 + a];
        }
        QVERIFY(slow < fast);
        const FieldFrame other = surface(fixed);
        for (std::size_t i = 0; i < map.values.size(); ++i)
            QVERIFY(map.values[i] == other.values[i] ||
                    (std::isnan(map.values[i]) && std::isnan(other.values[i])));
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
