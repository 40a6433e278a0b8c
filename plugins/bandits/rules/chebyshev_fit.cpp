#include "plugins/bandits/rules/chebyshev_fit.h"

#include "core/optimization/smooth_minimum.h"

#include <Eigen/QR>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace agon::bandits {
namespace {

std::span<const double> spanOf(const Eigen::VectorXd &vector)
{
    return {vector.data(), static_cast<std::size_t>(vector.size())};
}

} // namespace

ChebyshevFit::ChebyshevFit(int polynomials)
    : m_matrix(Eigen::MatrixXd::Zero(polynomials, polynomials))
    , m_moment(Eigen::VectorXd::Zero(polynomials))
    , m_coefficients(Eigen::VectorXd::Zero(polynomials))
{}

void ChebyshevFit::add(std::span<const double> features, double cost)
{
    const Eigen::Map<const Eigen::VectorXd> x(features.data(), m_moment.size());
    m_matrix += x * x.transpose();
    m_moment += cost * x;
    m_squares += cost * cost;
}

bool ChebyshevFit::fit(double largest, CoefficientBounds bounds)
{
    if (m_squares == 0) {
        m_coefficients.setZero();
        return false;
    }
    Eigen::CompleteOrthogonalDecomposition<Eigen::MatrixXd> decomposition;
    decomposition.setThreshold(1e-12);
    m_coefficients = decomposition.compute(m_matrix).solve(m_moment);
    Eigen::VectorXd upper(m_coefficients.size());
    for (Eigen::Index j = 0; j < upper.size(); ++j)
        upper(j) = j == 0 ? largest : 2 * largest / static_cast<double>(j);
    if ((m_coefficients.array().abs() <= upper.array()).all())
        return false;
    m_coefficients = m_coefficients.cwiseMin(upper).cwiseMax(-upper);
    if (bounds == CoefficientBounds::clipped)
        return true;
    const auto squares = [this](std::span<const double> point, std::span<double> gradient) {
        const Eigen::Map<const Eigen::VectorXd> x(point.data(), m_moment.size());
        Eigen::Map<Eigen::VectorXd> slope(gradient.data(), m_moment.size());
        const Eigen::VectorXd image = m_matrix * x;
        slope = 2 * (image - m_moment);
        return x.dot(image) - 2 * x.dot(m_moment);
    };
    const Eigen::VectorXd lower = -upper;
    const auto best = optimization::minimize(squares, spanOf(m_coefficients), spanOf(lower),
                                             spanOf(upper), {1e-14, 2000});
    std::copy(best.point.begin(), best.point.end(), m_coefficients.data());
    return true;
}

double ChebyshevFit::predict(std::span<const double> features) const
{
    return m_coefficients.dot(
        Eigen::Map<const Eigen::VectorXd>(features.data(), m_coefficients.size()));
}

double ChebyshevFit::squaredResidualAt(const Eigen::VectorXd &coefficients) const
{
    return std::max(0.0, coefficients.dot(m_matrix * coefficients) -
                             2 * coefficients.dot(m_moment) + m_squares);
}

double chebyshevNorm(int polynomials) { return 2 + 4 * (1 + std::log(polynomials)); }

double provenApproximation(int polynomials)
{
    const double m = polynomials;
    return (std::numbers::pi + 2 / std::numbers::pi * std::log(2 * m + 1)) /
           (2 * chebyshevNorm(polynomials) * (m + 1));
}

void ExplorationRate::add(double predicted, double cost, double largest, double residual)
{
    m_rounds += 1;
    m_squaredPredictions += predicted * predicted;
    m_products += predicted * cost;
    m_squaredCosts += cost * cost;
    const double scale = largest * m_norm;
    const double errors =
        m_squaredPredictions - 2 * m_products / scale + m_squaredCosts / (scale * scale);
    constexpr double least = 1e-12; // where every prediction was right
    const double spread =
        std::max(least, errors - residual + 2 * m_approximation * m_approximation * m_rounds);
    m_value = 2 * m_rounds * std::sqrt(m_actions * m_rounds / spread);
}

} // namespace agon::bandits
