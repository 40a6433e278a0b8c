#include "plugins/bandits/rules/market.h"

#include "plugins/bandits/rules/simplex.h"

#include <Eigen/Cholesky>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

namespace agon::bandits {
namespace {

// The logarithm of the best mixture's wealth is found to within this.
constexpr double wealthTolerance = 1e-9;
constexpr int mostSteps = 200;

using Rows =
    Eigen::Map<const Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>;

/** The mixture of largest growth, by Newton's method on the simplex: each step minimises the
 * quadratic model exactly and is halved until the growth rises. */
Eigen::VectorXd bestMixture(const Rows &returns)
{
    const Eigen::Index size = returns.cols();
    Eigen::VectorXd weights = Eigen::VectorXd::Constant(size, 1 / static_cast<double>(size));
    Eigen::VectorXd growth = returns * weights;
    for (int step = 0; step < mostSteps; ++step) {
        const Eigen::MatrixXd scaled = growth.cwiseInverse().asDiagonal() * returns;
        const Eigen::VectorXd gradient = scaled.colwise().sum();
        // Concave: no mixture gains more than the largest entry exceeds the mean.
        if (gradient.maxCoeff() - gradient.dot(weights) <= wealthTolerance)
            break;
        Eigen::MatrixXd curvature = scaled.transpose() * scaled;
        curvature.diagonal().array() += 1e-9 * curvature.diagonal().maxCoeff();
        const Eigen::VectorXd target = weights + curvature.llt().solve(gradient);
        const Eigen::VectorXd direction = projectOntoSimplex(curvature, target, weights) - weights;
        const double before = growth.array().log().sum();
        double length = 1;
        Eigen::VectorXd moved = growth + returns * direction;
        while (length > 1e-12 && !(moved.minCoeff() > 0 && moved.array().log().sum() >= before)) {
            length /= 2;
            moved = growth + length * (returns * direction);
        }
        if (length <= 1e-12)
            break;
        weights += length * direction;
        growth = std::move(moved);
    }
    return weights;
}

} // namespace

double growthSweep(std::span<const double> returns, std::span<double> weights)
{
    const std::size_t size = weights.size();
    const std::size_t rows = returns.size() / size;
    std::vector<double> factors(size);
    for (std::size_t row = 0; row < rows; ++row) {
        const double *relatives = &returns[row * size];
        double growth = 0;
        for (std::size_t k = 0; k < size; ++k)
            growth += weights[k] * relatives[k];
        const double inverse = 1 / growth;
        for (std::size_t k = 0; k < size; ++k)
            factors[k] += relatives[k] * inverse;
    }
    double largest = 0;
    double sum = 0;
    for (std::size_t k = 0; k < size; ++k) {
        factors[k] /= static_cast<double>(rows);
        largest = std::max(largest, factors[k]);
        weights[k] *= factors[k];
        sum += weights[k];
    }
    for (double &weight : weights)
        weight /= sum;
    return largest;
}

Market::Market(std::vector<double> relatives, std::vector<std::string> labels)
    : m_relatives(std::move(relatives)), m_labels(std::move(labels)), m_still(m_labels.size(), 1)
{
    assert(!m_labels.empty() && m_relatives.size() % m_labels.size() == 0);
}

std::span<const double> Market::day(std::int64_t day) const
{
    if (day >= days())
        return m_still;
    return std::span(m_relatives).subspan(static_cast<std::size_t>(day) * assets(), assets());
}

std::shared_ptr<const HindsightPortfolio> Market::hindsight(std::int64_t wanted) const
{
    const std::int64_t known = std::min(wanted, days());
    const std::scoped_lock lock(m_mutex);
    auto &found = m_hindsight[known];
    if (found)
        return found;
    const auto result = std::make_shared<HindsightPortfolio>();
    const std::span<const double> returns =
        std::span(m_relatives).first(static_cast<std::size_t>(known) * assets());
    const Eigen::VectorXd best =
        bestMixture({returns.data(), known, static_cast<Eigen::Index>(assets())});
    result->weights.assign(best.begin(), best.end());
    std::vector<double> growth(assets());
    for (std::size_t cell = 0; cell < returns.size(); ++cell)
        growth[cell % assets()] += std::log(returns[cell]);
    result->bestAsset =
        static_cast<std::size_t>(std::max_element(growth.begin(), growth.end()) - growth.begin());
    found = result;
    return found;
}

} // namespace agon::bandits
