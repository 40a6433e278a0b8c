#include "core/optimization/linear_program.h"

#include <Clp_C_Interface.h>
#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <memory>

namespace agon::optimization {
namespace {

// What CLP takes for infinity.
constexpr double clpInfinity = std::numeric_limits<double>::max();
// Ten times the tolerance that CLP works to.
constexpr double worstViolation = 1e-6;

struct DeleteModel
{
    void operator()(Clp_Simplex *model) const { Clp_deleteModel(model); }
};
using Model = std::unique_ptr<Clp_Simplex, DeleteModel>;

double bounded(double bound)
{
    return std::isinf(bound) ? std::copysign(clpInfinity, bound) : bound;
}

Model load(const LinearProgram &program)
{
    const auto columns = static_cast<std::size_t>(program.columns());
    const auto rows = static_cast<std::size_t>(program.rows());
    // Column by column, rows ascending, repeated coefficients added up.
    std::vector<LinearProgram::Coefficient> sorted = program.coefficients();
    std::stable_sort(sorted.begin(), sorted.end(), [](const auto &a, const auto &b) {
        return a.column != b.column ? a.column < b.column : a.row < b.row;
    });
    std::vector<CoinBigIndex> starts(columns + 1);
    std::vector<int> indices;
    std::vector<double> values;
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        if (i > 0 && sorted[i].column == sorted[i - 1].column &&
            sorted[i].row == sorted[i - 1].row) {
            values.back() += sorted[i].value;
            continue;
        }
        indices.push_back(sorted[i].row);
        values.push_back(sorted[i].value);
        ++starts[static_cast<std::size_t>(sorted[i].column) + 1];
    }
    for (std::size_t column = 0; column < columns; ++column)
        starts[column + 1] += starts[column];

    std::vector<double> columnLower(columns), columnUpper(columns), costs(columns);
    for (std::size_t column = 0; column < columns; ++column) {
        const LinearProgram::Column &data = program.columnData()[column];
        columnLower[column] = bounded(data.lower);
        columnUpper[column] = bounded(data.upper);
        costs[column] = -data.objective; // CLP minimises
    }
    std::vector<double> rowLower(rows), rowUpper(rows);
    for (std::size_t row = 0; row < rows; ++row) {
        rowLower[row] = bounded(program.rowData()[row].lower);
        rowUpper[row] = bounded(program.rowData()[row].upper);
    }
    Model model(Clp_newModel());
    Clp_setLogLevel(model.get(), 0);
    Clp_loadProblem(model.get(), program.columns(), program.rows(), starts.data(), indices.data(),
                    values.data(), columnLower.data(), columnUpper.data(), costs.data(),
                    rowLower.data(), rowUpper.data());
    return model;
}

/** The largest amount by which a column or row leaves its bounds. */
double violation(const LinearProgram &program, const std::vector<double> &primal)
{
    const auto outside = [](double value, double lower, double upper) {
        return std::max({0.0, lower - value, value - upper}) / std::max(1.0, std::abs(value));
    };
    std::vector<double> activity(static_cast<std::size_t>(program.rows()));
    for (const auto &[row, column, value] : program.coefficients())
        activity[static_cast<std::size_t>(row)] += value * primal[static_cast<std::size_t>(column)];
    double worst = 0;
    for (std::size_t column = 0; column < primal.size(); ++column) {
        const auto &data = program.columnData()[column];
        worst = std::max(worst, outside(primal[column], data.lower, data.upper));
    }
    for (std::size_t row = 0; row < activity.size(); ++row) {
        const auto &data = program.rowData()[row];
        worst = std::max(worst, outside(activity[row], data.lower, data.upper));
    }
    return worst;
}

} // namespace

int LinearProgram::addColumn(double objective, double lower, double upper)
{
    assert(std::isfinite(objective) && !std::isnan(lower) && !std::isnan(upper));
    m_columns.push_back({objective, lower, upper});
    return columns() - 1;
}

int LinearProgram::addRow(double lower, double upper)
{
    assert(!std::isnan(lower) && !std::isnan(upper));
    m_rows.push_back({lower, upper});
    return rows() - 1;
}

void LinearProgram::addCoefficient(int row, int column, double value)
{
    assert(row >= 0 && row < rows() && column >= 0 && column < columns() && std::isfinite(value));
    m_coefficients.push_back({row, column, value});
}

Expected<LinearSolution> solve(const LinearProgram &program)
{
    const Model model = load(program);
    Clp_primal(model.get(), 0);
    switch (Clp_status(model.get())) {
    case 0:
        break;
    case 1:
        return Error("The linear programme has no solution: its constraints contradict each other.",
                     "Widen a bound.");
    case 2:
        return Error("The linear programme has no optimum: its objective grows without bound.",
                     "Bound the columns that it grows along.");
    default:
        return Error(fmt::format("The linear programme was given up after {} steps.",
                                 Clp_numberIterations(model.get())),
                     "Scale its rows and columns to similar sizes.");
    }
    LinearSolution solution;
    const double *primal = Clp_primalColumnSolution(model.get());
    solution.primal.assign(primal, primal + program.columns());
    if (const double worst = violation(program, solution.primal); worst > worstViolation)
        return Error(
            fmt::format("The linear programme's solution misses a bound by {:.3g}.", worst),
            "Scale its rows and columns to similar sizes.");
    for (std::size_t column = 0; column < solution.primal.size(); ++column)
        solution.value += program.columnData()[column].objective * solution.primal[column];
    // CLP minimised -c'x: its prices are those of the loss.
    const double *dual = Clp_dualRowSolution(model.get());
    for (int row = 0; row < program.rows(); ++row)
        solution.dual.push_back(-dual[row]);
    const double *reduced = Clp_dualColumnSolution(model.get());
    for (int column = 0; column < program.columns(); ++column)
        solution.reducedCosts.push_back(-reduced[column]);
    return solution;
}

} // namespace agon::optimization
