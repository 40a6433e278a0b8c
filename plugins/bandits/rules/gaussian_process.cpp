#include "plugins/bandits/rules/gaussian_process.h"

#include "core/random/distributions.h"

#include <Eigen/Cholesky>

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

namespace agon::bandits {
namespace {

/** A dot product in four sums, so that additions do not wait for each other. */
double dot(const double *x, const double *y, std::size_t size)
{
    std::array<double, 4> sums{};
    std::size_t i = 0;
    for (; i + 4 <= size; i += 4)
        for (std::size_t k = 0; k < 4; ++k)
            sums[k] += x[i + k] * y[i + k];
    double rest = 0;
    for (; i < size; ++i)
        rest += x[i] * y[i];
    return (sums[0] + sums[1]) + (sums[2] + sums[3]) + rest;
}

} // namespace

GaussianProcess::GaussianProcess(int dimension, Kernel kernel, double noise)
    : m_dimension(static_cast<std::size_t>(dimension)), m_kernel(std::move(kernel)), m_noise(noise)
{
    assert(dimension >= 1 && noise > 0);
}

void GaussianProcess::solve(std::span<const double> points, std::size_t queries)
{
    const std::size_t n = count();
    m_solutions.resize(n * queries);
    if (queries == 1) {
        for (std::size_t i = 0; i < n; ++i) {
            const double *factors = row(i);
            m_solutions[i] =
                (m_kernel(point(i), points) - dot(factors, m_solutions.data(), i)) / factors[i];
        }
        return;
    }
    for (std::size_t i = 0; i < n; ++i) {
        const double *factors = row(i);
        double *solution = m_solutions.data() + i * queries;
        for (std::size_t q = 0; q < queries; ++q)
            solution[q] = m_kernel(point(i), points.subspan(q * m_dimension, m_dimension));
        for (std::size_t j = 0; j < i; ++j) {
            const double factor = factors[j];
            const double *earlier = m_solutions.data() + j * queries;
            for (std::size_t q = 0; q < queries; ++q)
                solution[q] -= factor * earlier[q];
        }
        for (std::size_t q = 0; q < queries; ++q)
            solution[q] /= factors[i];
    }
}

void GaussianProcess::add(std::span<const double> point, double value)
{
    assert(point.size() == m_dimension);
    solve(point, 1);
    const std::size_t n = count();
    const double remaining =
        m_kernel(point, point) + m_noise - dot(m_solutions.data(), m_solutions.data(), n);
    // The noise keeps the pivot away from 0; rounding must not push it below.
    const double pivot = std::sqrt(std::max(remaining, 1e-12 * m_noise));
    const double weight = (value - dot(m_solutions.data(), m_weights.data(), n)) / pivot;
    m_factor.insert(m_factor.end(), m_solutions.begin(), m_solutions.end());
    m_factor.push_back(pivot);
    m_weights.push_back(weight);
    m_points.insert(m_points.end(), point.begin(), point.end());
    m_queries = 0;
}

void GaussianProcess::predict(std::span<const double> points, std::span<double> means,
                              std::span<double> variances)
{
    const std::size_t queries = points.size() / m_dimension;
    solve(points, queries);
    std::fill(means.begin(), means.end(), 0.0);
    for (std::size_t q = 0; q < queries; ++q) {
        const auto query = points.subspan(q * m_dimension, m_dimension);
        variances[q] = m_kernel(query, query);
    }
    for (std::size_t i = 0; i < count(); ++i)
        for (std::size_t q = 0; q < queries; ++q) {
            const double solution = m_solutions[i * queries + q];
            means[q] += solution * m_weights[i];
            variances[q] -= solution * solution;
        }
    for (double &variance : variances)
        variance = std::max(0.0, variance);
    m_queries = queries;
    m_query.assign(points.begin(), points.end());
    m_means.assign(means.begin(), means.end());
}

void GaussianProcess::draw(random::Stream &stream, std::span<double> out)
{
    assert(m_queries == out.size());
    const auto queries = static_cast<Eigen::Index>(m_queries);
    Eigen::MatrixXd covariance(queries, queries);
    for (std::size_t a = 0; a < m_queries; ++a)
        for (std::size_t b = 0; b <= a; ++b) {
            const auto query = [&](std::size_t q) {
                return std::span<const double>(m_query).subspan(q * m_dimension, m_dimension);
            };
            double value = m_kernel(query(a), query(b));
            for (std::size_t i = 0; i < count(); ++i)
                value -= m_solutions[i * m_queries + a] * m_solutions[i * m_queries + b];
            covariance(static_cast<Eigen::Index>(a), static_cast<Eigen::Index>(b)) = value;
        }
    // Semidefinite where two actions look alike: pivoted, and pivots below rounding count as 0.
    const Eigen::LDLT<Eigen::MatrixXd> factors(covariance);
    Eigen::VectorXd normals(queries);
    for (Eigen::Index q = 0; q < queries; ++q)
        normals(q) = random::normal(stream) * std::sqrt(std::max(0.0, factors.vectorD()(q)));
    const Eigen::VectorXd drawn =
        factors.transpositionsP().transpose() * (factors.matrixL() * normals).eval();
    for (std::size_t q = 0; q < m_queries; ++q)
        out[q] = m_means[q] + drawn(static_cast<Eigen::Index>(q));
}

} // namespace agon::bandits
