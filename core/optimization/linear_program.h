#pragma once

#include "core/expected.h"
#include "core/export.h"

#include <limits>
#include <vector>

namespace agon::optimization {

/** A linear programme: maximise c'x subject to rows, lower <= a'x <= upper, and to bounds on every
 *  column x_j. Plain data: build it column by column and row by row, then solve(). */
class AGON_CORE_EXPORT LinearProgram
{
public:
    static constexpr double infinity = std::numeric_limits<double>::infinity();

    /** Adds a variable with its coefficient in the objective; returns its index. */
    int addColumn(double objective, double lower = 0, double upper = infinity);
    /** Adds a constraint without coefficients; returns its index. Bounds may be infinite. */
    int addRow(double lower, double upper);
    /** Adds @p value to the coefficient of @p column in @p row; both exist already. */
    void addCoefficient(int row, int column, double value);

    int columns() const { return static_cast<int>(m_columns.size()); }
    int rows() const { return static_cast<int>(m_rows.size()); }

    struct Column
    {
        double objective, lower, upper;
    };
    struct Row
    {
        double lower, upper;
    };
    struct Coefficient
    {
        int row, column;
        double value;
    };
    const std::vector<Column> &columnData() const { return m_columns; }
    const std::vector<Row> &rowData() const { return m_rows; }
    const std::vector<Coefficient> &coefficients() const { return m_coefficients; }

private:
    std::vector<Column> m_columns;
    std::vector<Row> m_rows;
    std::vector<Coefficient> m_coefficients;
};

/** An optimal vertex: at most rows() of the columns lie strictly between their bounds. */
struct LinearSolution
{
    double value = 0;                 ///< c'x
    std::vector<double> primal;       ///< x, one a column
    std::vector<double> dual;         ///< by how much the optimum grows per unit of the row's bound
                                      ///< in force: >= 0 at an upper, <= 0 at a lower bound
    std::vector<double> reducedCosts; ///< c - A'dual, one a column: 0 between the bounds
};

/** Solves @p program by the simplex method of COIN-OR CLP (tolerance 1e-7). Deterministic;
 *  calls may run at the same time. Errors: no x satisfies all constraints; the objective grows
 *  without bound; the solver gave up. */
AGON_CORE_EXPORT Expected<LinearSolution> solve(const LinearProgram &program);

} // namespace agon::optimization
