#include "plugins/bandits/rules/private_sums.h"

#include "core/random/distributions.h"

#include <bit>
#include <cassert>
#include <cmath>

namespace agon::bandits {

int treeLevels(std::int64_t batches)
{
    assert(batches >= 1);
    return static_cast<int>(std::bit_width(static_cast<std::uint64_t>(batches)));
}

double treeNoiseVariance(int levels, double epsilon, double delta)
{
    return 8 * levels * (std::log(2 / delta) + epsilon) / (epsilon * epsilon);
}

TreeNoise::TreeNoise(int dimension, int levels, double variance) : m_deviation(std::sqrt(variance))
{
    m_nodes.assign(static_cast<std::size_t>(levels),
                   {Eigen::MatrixXd::Zero(dimension, dimension), Eigen::VectorXd::Zero(dimension)});
}

void TreeNoise::advance(random::Stream &stream)
{
    ++m_release;
    const auto level = static_cast<std::size_t>(std::countr_zero(m_release));
    // A run longer than announced goes on with one more level: its noise is as large.
    if (level >= m_nodes.size())
        m_nodes.push_back(m_nodes.front());
    Node &node = m_nodes[level];
    for (Eigen::Index i = 0; i < node.vector.size(); ++i) {
        node.vector(i) = random::normal(stream, 0, m_deviation);
        for (Eigen::Index j = 0; j <= i; ++j)
            node.matrix(i, j) = node.matrix(j, i) = random::normal(stream, 0, m_deviation);
    }
}

int TreeNoise::activeNodes() const { return std::popcount(m_release); }

Eigen::MatrixXd TreeNoise::matrix() const
{
    Eigen::MatrixXd sum =
        Eigen::MatrixXd::Zero(m_nodes.front().matrix.rows(), m_nodes.front().matrix.cols());
    for (std::size_t level = 0; level < m_nodes.size(); ++level)
        if ((m_release >> level) & 1)
            sum += m_nodes[level].matrix;
    return sum;
}

Eigen::VectorXd TreeNoise::vector() const
{
    Eigen::VectorXd sum = Eigen::VectorXd::Zero(m_nodes.front().vector.size());
    for (std::size_t level = 0; level < m_nodes.size(); ++level)
        if ((m_release >> level) & 1)
            sum += m_nodes[level].vector;
    return sum;
}

} // namespace agon::bandits
