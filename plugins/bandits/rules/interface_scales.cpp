#include "plugins/bandits/rules/interface_scales.h"

#include "core/optimization/smooth_minimum.h"
#include "plugins/bandits/rules/kernels.h"

#include <Eigen/Cholesky>

#include <array>
#include <cassert>
#include <cmath>
#include <numbers>

namespace agon::bandits {
namespace {

constexpr double priorShape = 100; // of the precision
constexpr double priorRate = 1;

/** What stays the same while scales change. */
class Evidence
{
public:
    explicit Evidence(const InterfaceObservations &observations)
        : m_size(static_cast<Eigen::Index>(observations.count()))
        , m_distances(m_size, m_size)
        , m_agreements(m_size, m_size)
        , m_rewards(m_size)
    {
        for (Eigen::Index i = 0; i < m_size; ++i) {
            const auto x = observations.point(static_cast<std::size_t>(i));
            m_rewards(i) = observations.reward(static_cast<std::size_t>(i));
            for (Eigen::Index j = 0; j <= i; ++j) {
                const auto y = observations.point(static_cast<std::size_t>(j));
                m_distances(i, j) = m_distances(j, i) =
                    squaredDistance(x, y, observations.contextSize());
                m_agreements(i, j) = m_agreements(j, i) =
                    agreement(x, y, observations.contextSize());
            }
        }
    }

    double operator()(const InterfaceScales &scales, std::span<double, 3> gradient) const
    {
        const Eigen::MatrixXd kernel =
            (scales.weight * m_agreements - m_distances / scales.context).array().exp();
        Eigen::MatrixXd covariance = kernel;
        covariance.diagonal().array() += interfaceJitter + 1 / scales.precision;
        const Eigen::LLT<Eigen::MatrixXd> factors(covariance);
        const Eigen::VectorXd weights = factors.solve(m_rewards);
        const double logDeterminant = 2 * factors.matrixLLT().diagonal().array().log().sum();

        // d evidence = 1/2 tr((w w' - C⁻¹) dC).
        const Eigen::MatrixXd sensitivity =
            weights * weights.transpose() -
            factors.solve(Eigen::MatrixXd::Identity(m_size, m_size));
        const auto weighted = (sensitivity.array() * kernel.array()).eval();
        gradient[0] = 0.5 * (weighted * m_distances.array()).sum() / scales.context;
        gradient[1] = 0.5 * (weighted * m_agreements.array()).sum() * scales.weight;
        gradient[2] = -0.5 * sensitivity.trace() / scales.precision + (priorShape - 1) -
                      priorRate * scales.precision;
        return -0.5 * m_rewards.dot(weights) - 0.5 * logDeterminant -
               0.5 * static_cast<double>(m_size) * std::log(2 * std::numbers::pi) +
               (priorShape - 1) * std::log(scales.precision) - priorRate * scales.precision;
    }

private:
    Eigen::Index m_size;
    Eigen::MatrixXd m_distances;  ///< squared, of contexts
    Eigen::MatrixXd m_agreements; ///< of actions
    Eigen::VectorXd m_rewards;
};

InterfaceScales scalesAt(std::span<const double> logarithms)
{
    return {std::exp(logarithms[0]), std::exp(logarithms[1]), std::exp(logarithms[2])};
}

} // namespace

void InterfaceObservations::add(std::span<const double> point, double reward)
{
    assert(point.size() == m_pointSize);
    m_points.insert(m_points.end(), point.begin(), point.end());
    m_rewards.push_back(reward);
}

double interfaceEvidence(const InterfaceObservations &observations, const InterfaceScales &scales,
                         std::span<double, 3> gradient)
{
    return Evidence(observations)(scales, gradient);
}

InterfaceScales fitInterfaceScales(const InterfaceObservations &observations)
{
    if (observations.count() == 0)
        return {};
    const Evidence evidence(observations);
    const auto loss = [&](std::span<const double> logarithms, std::span<double> gradient) {
        const double value = evidence(scalesAt(logarithms), gradient.first<3>());
        for (double &derivative : gradient)
            derivative = -derivative;
        return -value;
    };
    constexpr std::array<double, 3> start{};
    const double wide = std::log(1e4);
    const auto best = optimization::minimize(loss, start, std::array{-wide, -wide, -wide},
                                             std::array{wide, std::log(10.0), wide}, {1e-9, 200});
    return scalesAt(best.point);
}

} // namespace agon::bandits
