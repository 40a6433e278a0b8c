#pragma once

#include "core/random/distributions.h"

#include <Eigen/Core>

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

namespace agon::bandits {

/** The wealth of many constant mixtures of a few returns, and their average weighted by it: Cover's
 *  universal mixture over a sample of the simplex. */
class MixingWealth
{
public:
    /** @p samples mixtures of @p size returns from Dirichlet(1), and with @p vertices the pure
     * ones. */
    MixingWealth(std::size_t size, int samples, bool vertices, std::uint64_t seed)
    {
        const auto columns = static_cast<Eigen::Index>(size);
        const Eigen::Index pure = vertices ? columns : 0;
        m_mixtures.resize(columns, samples + pure);
        m_mixtures.rightCols(pure).setIdentity();
        std::vector<double> drawn(size);
        for (Eigen::Index sample = 0; sample < samples; ++sample) {
            random::Stream stream(seed, random::Purpose("mixtures"),
                                  static_cast<std::uint64_t>(sample));
            random::dirichlet(stream, 1.0, drawn);
            m_mixtures.col(sample) = Eigen::Map<const Eigen::VectorXd>(drawn.data(), columns);
        }
        m_wealth = Eigen::VectorXd::Ones(m_mixtures.cols());
    }

    void observe(std::span<const double> returns)
    {
        m_wealth.array() *= (m_mixtures.transpose() * map(returns)).array();
        m_wealth /= m_wealth.maxCoeff(); // only shares matter
    }

    /** The mean mixture, weighted by wealth. */
    void mixture(std::span<double> out) const
    {
        const Eigen::VectorXd mean = m_mixtures * m_wealth / m_wealth.sum();
        std::copy(mean.begin(), mean.end(), out.begin());
    }

private:
    static Eigen::Map<const Eigen::VectorXd> map(std::span<const double> values)
    {
        return {values.data(), static_cast<Eigen::Index>(values.size())};
    }

    Eigen::MatrixXd m_mixtures; ///< one a column
    Eigen::VectorXd m_wealth;   ///< of each mixture, by the largest
};

} // namespace agon::bandits
