#include "plugins/bandits/rules/preconditioned_gradients.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

namespace agon::bandits {
namespace {

/** So many solves go side by side: each waits for its own last number only. */
constexpr std::size_t gradientsAtOnce = 4;
using Abreast = std::array<double, gradientsAtOnce>;

/** Numbers of the inner points within a border of zeros. */
class BorderedGrid
{
public:
    explicit BorderedGrid(std::size_t side)
        : m_side(side), m_width(side + 2), m_values(m_width * m_width)
    {}
    std::size_t side() const { return m_side; }
    std::size_t width() const { return m_width; }
    std::size_t at(std::size_t i, std::size_t j) const { return (i + 1) * m_width + j + 1; }
    Abreast &operator[](std::size_t position) { return m_values[position]; }
    const Abreast &operator[](std::size_t position) const { return m_values[position]; }

    template <class Function>
    void each(const Function &function) const
    {
        for (std::size_t i = 0; i < m_side; ++i)
            for (std::size_t j = 0; j < m_side; ++j)
                function(at(i, j));
    }
    template <class Function>
    void eachBackwards(const Function &function) const
    {
        for (std::size_t i = m_side; i-- > 0;)
            for (std::size_t j = m_side; j-- > 0;)
                function(at(i, j));
    }

private:
    std::size_t m_side;
    std::size_t m_width;
    std::vector<Abreast> m_values;
};

/** Four solves of one system. */
class GradientSolves
{
public:
    GradientSolves(const GridMatrix &matrix, std::span<const double> right,
                   std::span<const double> start)
        : m_matrix(matrix)
        , m_x(static_cast<std::size_t>(matrix.side))
        , m_residual(m_x)
        , m_relaxed(m_x)
        , m_direction(m_x)
        , m_product(m_x)
    {
        std::size_t from = 0;
        m_x.each([&](std::size_t position) {
            m_x[position].fill(start[from]);
            m_right += right[from] * right[from];
            ++from;
        });
        from = 0;
        multiplyAbreast(m_x);
        m_x.each([&](std::size_t position) {
            for (std::size_t k = 0; k < gradientsAtOnce; ++k)
                m_residual[position][k] = right[from] - m_product[position][k];
            ++from;
        });
    }

    /** Runs until all have ended; @p omegas of the first @p iterations.size() ones count. */
    void run(const Abreast &omegas, SolveLimits limits, std::span<int> iterations)
    {
        const double limit = limits.tolerance * limits.tolerance * m_right;
        std::array<bool, gradientsAtOnce> ended{};
        std::size_t left = iterations.size();
        for (std::size_t k = iterations.size(); k < gradientsAtOnce; ++k)
            ended[k] = true;
        const auto stop = [&](int iteration) {
            const Abreast squares = dot(m_residual, m_residual);
            for (std::size_t k = 0; k < iterations.size(); ++k)
                if (!ended[k] && (squares[k] <= limit || iteration >= limits.most)) {
                    iterations[k] = iteration;
                    ended[k] = true;
                    --left;
                }
        };
        stop(0);
        Abreast before{};
        for (int iteration = 1; left > 0; ++iteration) {
            precondition(omegas);
            const Abreast now = dot(m_residual, m_relaxed);
            Abreast beta{};
            for (std::size_t k = 0; k < gradientsAtOnce; ++k)
                beta[k] = ended[k] || iteration == 1 ? 0 : now[k] / before[k];
            before = now;
            m_direction.each([&](std::size_t position) {
                for (std::size_t k = 0; k < gradientsAtOnce; ++k)
                    m_direction[position][k] =
                        m_relaxed[position][k] + beta[k] * m_direction[position][k];
            });
            multiplyAbreast(m_direction);
            const Abreast curvature = dot(m_direction, m_product);
            Abreast alpha{};
            for (std::size_t k = 0; k < gradientsAtOnce; ++k)
                alpha[k] = ended[k] ? 0 : now[k] / curvature[k]; // one that has ended stays put
            m_x.each([&](std::size_t position) {
                for (std::size_t k = 0; k < gradientsAtOnce; ++k) {
                    m_x[position][k] += alpha[k] * m_direction[position][k];
                    m_residual[position][k] -= alpha[k] * m_product[position][k];
                }
            });
            stop(iteration);
        }
    }

    /** The first one's solution. */
    void writeSolution(std::span<double> solution) const
    {
        std::size_t to = 0;
        m_x.each([&](std::size_t position) { solution[to++] = m_x[position][0]; });
    }

private:
    static Abreast dot(const BorderedGrid &left, const BorderedGrid &right)
    {
        Abreast sums{};
        left.each([&](std::size_t position) {
            for (std::size_t k = 0; k < gradientsAtOnce; ++k)
                sums[k] += left[position][k] * right[position][k];
        });
        return sums;
    }

    void multiplyAbreast(const BorderedGrid &values)
    {
        const std::size_t width = values.width();
        values.each([&](std::size_t position) {
            for (std::size_t k = 0; k < gradientsAtOnce; ++k)
                m_product[position][k] =
                    m_matrix.diagonal * values[position][k] -
                    m_matrix.beside * (values[position - width][k] + values[position - 1][k] +
                                       values[position + 1][k] + values[position + width][k]);
        });
    }

    // z with (D + ωL) D⁻¹ (D + ωL)' z = r: forwards, then backwards.
    void precondition(const Abreast &omegas)
    {
        Abreast weights{};
        for (std::size_t k = 0; k < gradientsAtOnce; ++k)
            weights[k] = omegas[k] * m_matrix.beside / m_matrix.diagonal;
        const double inverse = 1 / m_matrix.diagonal;
        const std::size_t width = m_relaxed.width();
        m_relaxed.each([&](std::size_t position) {
            for (std::size_t k = 0; k < gradientsAtOnce; ++k)
                m_relaxed[position][k] =
                    inverse * m_residual[position][k] +
                    weights[k] * (m_relaxed[position - 1][k] + m_relaxed[position - width][k]);
        });
        m_relaxed.eachBackwards([&](std::size_t position) {
            for (std::size_t k = 0; k < gradientsAtOnce; ++k)
                m_relaxed[position][k] +=
                    weights[k] * (m_relaxed[position + 1][k] + m_relaxed[position + width][k]);
        });
    }

    GridMatrix m_matrix;
    BorderedGrid m_x;
    BorderedGrid m_residual;
    BorderedGrid m_relaxed; ///< the residual, preconditioned
    BorderedGrid m_direction;
    BorderedGrid m_product; ///< of the matrix and a direction
    double m_right = 0;     ///< |b|²
};

} // namespace

void preconditionedIterations(const GridMatrix &matrix, std::span<const double> right,
                              std::span<const double> start, std::span<const double> omegas,
                              SolveLimits limits, std::span<int> iterations,
                              std::span<double> solution)
{
    for (std::size_t first = 0; first < omegas.size(); first += gradientsAtOnce) {
        const std::size_t count = std::min(gradientsAtOnce, omegas.size() - first);
        Abreast chosen{};
        std::copy_n(omegas.begin() + static_cast<std::ptrdiff_t>(first), count, chosen.begin());
        GradientSolves solves(matrix, right, start);
        solves.run(chosen, limits, iterations.subspan(first, count));
        if (first == 0 && !solution.empty())
            solves.writeSolution(solution);
    }
}

void multiply(const GridMatrix &matrix, std::span<const double> values, std::span<double> product)
{
    const auto side = static_cast<std::size_t>(matrix.side);
    for (std::size_t i = 0; i < side; ++i)
        for (std::size_t j = 0; j < side; ++j) {
            const std::size_t at = i * side + j;
            const double neighbours =
                (i > 0 ? values[at - side] : 0) + (j > 0 ? values[at - 1] : 0) +
                (j + 1 < side ? values[at + 1] : 0) + (i + 1 < side ? values[at + side] : 0);
            product[at] = matrix.diagonal * values[at] - matrix.beside * neighbours;
        }
}

} // namespace agon::bandits
