#include "plugins/bandits/rules/logistic.h"

#include <Eigen/Cholesky>

#include <cassert>
#include <cmath>
#include <numeric>

namespace agon::bandits {

double sigmoid(double x)
{
    if (x >= 0)
        return 1 / (1 + std::exp(-x));
    const double e = std::exp(x);
    return e / (1 + e);
}

LogisticRegression::LogisticRegression(int dimension, double regularization)
    : m_dimension(static_cast<std::size_t>(dimension))
    , m_regularization(regularization)
    , m_parameters(m_dimension)
{
    assert(dimension >= 1 && regularization > 0);
}

void LogisticRegression::add(std::span<const double> x, double y, double weight)
{
    assert(x.size() == m_dimension);
    m_inputs.insert(m_inputs.end(), x.begin(), x.end());
    m_targets.push_back(y);
    m_weights.push_back(weight);
}

void LogisticRegression::clear()
{
    m_inputs.clear();
    m_targets.clear();
    m_weights.clear();
}

double LogisticRegression::probability(std::span<const double> x) const
{
    return sigmoid(std::inner_product(x.begin(), x.end(), m_parameters.begin(), 0.0));
}

double LogisticRegression::objective(std::span<const double> parameters) const
{
    double sum = 0.5 * m_regularization *
                 std::inner_product(parameters.begin(), parameters.end(), parameters.begin(), 0.0);
    for (std::size_t i = 0; i < m_targets.size(); ++i) {
        const double *x = m_inputs.data() + i * m_dimension;
        const double z = std::inner_product(parameters.begin(), parameters.end(), x, 0.0);
        // ln(1 + e^z) - y z
        sum += m_weights[i] * ((z > 0 ? z + std::log1p(std::exp(-z)) : std::log1p(std::exp(z))) -
                               m_targets[i] * z);
    }
    return sum;
}

void LogisticRegression::fit()
{
    const auto d = static_cast<Eigen::Index>(m_dimension);
    const Eigen::Map<const Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>
        inputs(m_inputs.data(), static_cast<Eigen::Index>(m_targets.size()), d);
    Eigen::Map<Eigen::VectorXd> parameters(m_parameters.data(), d);
    Eigen::VectorXd residuals(inputs.rows());
    Eigen::VectorXd curvatures(inputs.rows());
    for (int iteration = 0; iteration < 50; ++iteration) {
        const Eigen::VectorXd scores = inputs * parameters;
        for (Eigen::Index i = 0; i < scores.size(); ++i) {
            const auto k = static_cast<std::size_t>(i);
            const double p = sigmoid(scores(i));
            residuals(i) = m_weights[k] * (p - m_targets[k]);
            curvatures(i) = m_weights[k] * p * (1 - p);
        }
        const Eigen::VectorXd gradient =
            inputs.transpose() * residuals + m_regularization * parameters;
        Eigen::MatrixXd hessian = inputs.transpose() * curvatures.asDiagonal() * inputs;
        hessian.diagonal().array() += m_regularization;
        const Eigen::VectorXd step = hessian.llt().solve(gradient);
        // Far from the solution a full Newton step can overshoot; halve it until it descends.
        const std::vector<double> before = m_parameters;
        const double value = step.norm() > 1 ? objective(before) : 0;
        double length = 1;
        parameters -= step;
        while (step.norm() * length > 1 && objective(m_parameters) > value) {
            length /= 2;
            parameters = Eigen::Map<const Eigen::VectorXd>(before.data(), d) - length * step;
        }
        if (step.lpNorm<Eigen::Infinity>() < 1e-12)
            break;
    }
}

} // namespace agon::bandits
