#include "plugins/bandits/channels.h"
#include "plugins/bandits/rules/chebyshev.h"
#include "plugins/bandits/rules/inverse_gap.h"
#include "plugins/bandits/rules/relaxation.h"
#include "plugins/bandits/rules/tsallis_costs.h"
#include "tests/plugins/bandits/contextual_runs.h"

#include <QTest>

#include <array>
#include <cmath>
#include <numeric>

using namespace agon;
using namespace agon::bandits;
using agon::bandits::test::ContextualRuns;

/** Relaxation and the policies that choose its parameter (P220). */
class SolverTest : public QObject
{
    Q_OBJECT

    ContextualRuns m_runs;

    static void compare(double actual, double expected, double tolerance)
    {
        QVERIFY2(
            std::abs(actual - expected) <= tolerance,
            qPrintable(
                QString("%1 instead of %2").arg(actual, 0, 'g', 17).arg(expected, 0, 'g', 17)));
    }

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
        QVERIFY(fixed.last(channel::meanIterations) > oracle.last(channel::meanIterations));
    }
};

QTEST_GUILESS_MAIN(SolverTest)
#include "solver_test.moc"
