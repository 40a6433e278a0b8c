#pragma once

#include "core/random/stream.h"

#include <functional>
#include <span>
#include <vector>

namespace agon::bandits {

/** A Gaussian process with mean 0 that learns one observation at a time: the Cholesky factor of
 *  K + noise·I grows by a row, so learning and predicting cost n² each. */
class GaussianProcess
{
public:
    using Kernel = std::function<double(std::span<const double>, std::span<const double>)>;

    /** Points have @p dimension numbers; @p noise is the observations' variance, > 0. */
    GaussianProcess(int dimension, Kernel kernel, double noise);

    void add(std::span<const double> point, double value);
    /** Posterior means and variances (>= 0, without the noise) at @p points, one after another. */
    void predict(std::span<const double> points, std::span<double> means,
                 std::span<double> variances);
    /** One joint draw from the posterior at the points that predict() was given last. */
    void draw(random::Stream &stream, std::span<double> out);

    std::size_t count() const { return m_weights.size(); }

private:
    double *row(std::size_t index) { return m_factor.data() + index * (index + 1) / 2; }
    std::span<const double> point(std::size_t index) const
    {
        return std::span(m_points).subspan(index * m_dimension, m_dimension);
    }
    /** L⁻¹ k for all points at once, into m_solutions. */
    void solve(std::span<const double> points, std::size_t count);

    std::size_t m_dimension;
    Kernel m_kernel;
    double m_noise;
    std::vector<double> m_points;
    std::vector<double> m_factor;  ///< L, rows packed one after another
    std::vector<double> m_weights; ///< L⁻¹ y
    std::vector<double> m_solutions;
    std::size_t m_queries = 0;
    std::vector<double> m_query;
    std::vector<double> m_means;
};

} // namespace agon::bandits
