#include "core/optimization/linear_program.h"

#include "core/random/stream.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <thread>

using namespace agon::optimization;

class LinearProgramTest : public QObject
{
    Q_OBJECT

    static constexpr double infinity = LinearProgram::infinity;

    static void compare(double actual, double expected, double tolerance = 1e-9)
    {
        QVERIFY2(std::abs(actual - expected) <= tolerance,
                 qPrintable(QString("%1 instead of %2").arg(actual).arg(expected)));
    }

    /** max 3x + 5y, x <= 4, 2y <= 12, 3x + 2y <= 18: the Wyndor Glass example. */
    static LinearProgram wyndor()
    {
        LinearProgram program;
        const int x = program.addColumn(3);
        const int y = program.addColumn(5);
        const std::array rows{program.addRow(-infinity, 4), program.addRow(-infinity, 12),
                              program.addRow(-infinity, 18)};
        program.addCoefficient(rows[2], y, 2); // any order
        program.addCoefficient(rows[0], x, 1);
        program.addCoefficient(rows[1], y, 1.5);
        program.addCoefficient(rows[1], y, 0.5); // adds up
        program.addCoefficient(rows[2], x, 3);
        return program;
    }

    /** max v'x, w'x <= capacity, 0 <= x <= 1. */
    static LinearProgram knapsack(const std::vector<double> &values,
                                  const std::vector<double> &weights, double capacity)
    {
        LinearProgram program;
        const int row = program.addRow(-infinity, capacity);
        for (std::size_t item = 0; item < values.size(); ++item)
            program.addCoefficient(row, program.addColumn(values[item], 0, 1), weights[item]);
        return program;
    }

    static double greedyKnapsack(std::vector<double> values, std::vector<double> weights,
                                 double capacity)
    {
        std::vector<std::size_t> order(values.size());
        for (std::size_t item = 0; item < order.size(); ++item)
            order[item] = item;
        std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
            return values[a] * weights[b] > values[b] * weights[a];
        });
        double value = 0;
        for (const std::size_t item : order) {
            const double share = std::clamp(capacity / weights[item], 0.0, 1.0);
            value += share * values[item];
            capacity -= share * weights[item];
        }
        return value;
    }

private Q_SLOTS:
    void primalAndDualOfATextbookExample()
    {
        const auto solution = solve(wyndor());
        QVERIFY(solution);
        compare(solution->value, 36);
        compare(solution->primal[0], 2);
        compare(solution->primal[1], 6);
        compare(solution->dual[0], 0);
        compare(solution->dual[1], 1.5);
        compare(solution->dual[2], 1);
        compare(solution->reducedCosts[0], 0);
        compare(solution->reducedCosts[1], 0);
    }

    void lowerBoundsEqualitiesAndFreeColumns()
    {
        // max -x - y, x + y >= 2, x - z = 1, z free, x <= 1.5: x = anything, value -2.
        LinearProgram program;
        const int x = program.addColumn(-1, 0, 1.5);
        const int y = program.addColumn(-1);
        const int z = program.addColumn(0.25, -infinity, infinity);
        const int atLeast = program.addRow(2, infinity);
        const int equal = program.addRow(1, 1);
        program.addCoefficient(atLeast, x, 1);
        program.addCoefficient(atLeast, y, 1);
        program.addCoefficient(equal, x, 1);
        program.addCoefficient(equal, z, -1);
        const auto solution = solve(program);
        QVERIFY(solution);
        compare(solution->primal[0], 1.5);
        compare(solution->primal[1], 0.5);
        compare(solution->primal[2], 0.5);
        compare(solution->value, -1.875);
        compare(solution->dual[0], -1); // a lower bound in force costs
        compare(solution->dual[1], -0.25);
        compare(solution->reducedCosts[0], 0.25); // at its upper bound
    }

    void contradictionsAreAnError()
    {
        LinearProgram program;
        const int x = program.addColumn(1, 0, 1);
        program.addCoefficient(program.addRow(2, infinity), x, 1);
        const auto solution = solve(program);
        QVERIFY(!solution);
        QCOMPARE(QString::fromStdString(solution.error().text()),
                 QString("The linear programme has no solution: its constraints contradict each "
                         "other. Widen a bound."));
        LinearProgram crossed;
        crossed.addColumn(1, 1, 0);
        QVERIFY(!solve(crossed));
    }

    void growthWithoutBoundIsAnError()
    {
        LinearProgram program;
        const int x = program.addColumn(1);
        const int y = program.addColumn(1);
        const int row = program.addRow(-infinity, 1);
        program.addCoefficient(row, x, 1);
        program.addCoefficient(row, y, -1);
        const auto solution = solve(program);
        QVERIFY(!solution);
        QCOMPARE(QString::fromStdString(solution.error().text()),
                 QString("The linear programme has no optimum: its objective grows without bound. "
                         "Bound the columns that it grows along."));
    }

    void withoutRowsOrColumns()
    {
        LinearProgram empty;
        const auto nothing = solve(empty);
        QVERIFY(nothing);
        QCOMPARE(nothing->value, 0.0);
        LinearProgram box;
        box.addColumn(2, -1, 3);
        box.addColumn(-2, -1, 3);
        const auto corner = solve(box);
        QVERIFY(corner);
        compare(corner->value, 8);
    }

    void degenerateProgrammesEnd()
    {
        // Beale 1955, on which the simplex method with Dantzig's rule cycles; optimum 1/20.
        LinearProgram program;
        const std::array columns{program.addColumn(0.75), program.addColumn(-150),
                                 program.addColumn(0.02), program.addColumn(-6)};
        const std::array<std::array<double, 4>, 3> matrix{
            {{0.25, -60, -1.0 / 25, 9}, {0.5, -90, -1.0 / 50, 3}, {0, 0, 1, 0}}};
        const std::array<double, 3> upper{0, 0, 1};
        for (std::size_t row = 0; row < 3; ++row) {
            const int index = program.addRow(-infinity, upper[row]);
            for (std::size_t column = 0; column < 4; ++column)
                program.addCoefficient(index, columns[column], matrix[row][column]);
        }
        const auto solution = solve(program);
        QVERIFY(solution);
        compare(solution->value, 0.05);

        // The same row a hundred times over.
        LinearProgram repeated;
        const int x = repeated.addColumn(1);
        const int y = repeated.addColumn(1);
        for (int copy = 0; copy < 100; ++copy) {
            const int row = repeated.addRow(-infinity, 1);
            repeated.addCoefficient(row, x, 1);
            repeated.addCoefficient(row, y, 2);
        }
        const auto vertex = solve(repeated);
        QVERIFY(vertex);
        compare(vertex->value, 1);
        double price = 0;
        for (const double dual : vertex->dual)
            price += dual;
        compare(price, 1);
    }

    void fractionalKnapsacksEqualGreedyAndDuality()
    {
        for (std::uint64_t seed = 1; seed <= 20; ++seed) {
            agon::random::Stream stream(seed, agon::random::Purpose("knapsack"));
            std::vector<double> values(200), weights(200);
            for (std::size_t item = 0; item < values.size(); ++item) {
                values[item] = stream.uniform();
                weights[item] = 0.05 + stream.uniform();
            }
            const double capacity = 10 + 20 * stream.uniform();
            const auto solution = solve(knapsack(values, weights, capacity));
            QVERIFY(solution);
            compare(solution->value, greedyKnapsack(values, weights, capacity));
            // Strong duality: capacity · price + positive reduced costs.
            double dual = capacity * solution->dual[0];
            int between = 0;
            for (std::size_t item = 0; item < values.size(); ++item) {
                dual += std::max(0.0, solution->reducedCosts[item]);
                between += solution->primal[item] > 1e-9 && solution->primal[item] < 1 - 1e-9;
            }
            compare(dual, solution->value);
            QVERIFY(between <= 1);
        }
    }

    void sameBitsInEveryThread()
    {
        std::vector<double> values(300), weights(300);
        agon::random::Stream stream(1, agon::random::Purpose("threads"));
        for (std::size_t item = 0; item < values.size(); ++item) {
            values[item] = stream.uniform();
            weights[item] = 0.05 + stream.uniform();
        }
        const LinearProgram program = knapsack(values, weights, 20);
        const auto alone = solve(program);
        QVERIFY(alone);
        std::array<bool, 4> equal{};
        std::vector<std::thread> threads;
        for (bool &result : equal)
            threads.emplace_back([&] {
                bool all = true;
                for (int repetition = 0; repetition < 20; ++repetition) {
                    const auto solution = solve(program);
                    all = all && solution && solution->primal == alone->primal &&
                          solution->dual == alone->dual;
                }
                result = all;
            });
        for (std::thread &thread : threads)
            thread.join();
        QVERIFY(std::all_of(equal.begin(), equal.end(), [](bool same) { return same; }));
    }
};

QTEST_GUILESS_MAIN(LinearProgramTest)
#include "linear_program_test.moc"
