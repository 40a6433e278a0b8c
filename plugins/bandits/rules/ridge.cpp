#include "plugins/bandits/rules/ridge.h"

#include "plugins/bandits/rules/four_actions.h"

#include <Eigen/Cholesky>

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

namespace agon::bandits {
namespace {

constexpr int updatesBetweenFactorisations = 2000;
/** Rows whose products are computed side by side: while one waits for its sum, the others go on. */
constexpr std::size_t rowsAtOnce = 4;

using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/** Gives @p use the product of every row of a d × d matrix with x, in order. Every sum is added up
 *  from the first column to the last. */
template <class F>
void forEachProduct(const std::vector<double> &matrix, std::span<const double> x, F use)
{
    const std::size_t d = x.size();
    std::size_t i = 0;
    for (; i + rowsAtOnce <= d; i += rowsAtOnce) {
        const double *rows = matrix.data() + i * d;
        std::array<double, rowsAtOnce> sums{};
        for (std::size_t j = 0; j < d; ++j)
            for (std::size_t r = 0; r < rowsAtOnce; ++r)
                sums[r] += rows[r * d + j] * x[j];
        for (std::size_t r = 0; r < rowsAtOnce; ++r)
            use(i + r, sums[r]);
    }
    for (; i < d; ++i) {
        double sum = 0;
        for (std::size_t j = 0; j < d; ++j)
            sum += matrix[i * d + j] * x[j];
        use(i, sum);
    }
}

} // namespace

Ridge::Ridge(int dimension, double regularization)
    : m_dimension(static_cast<std::size_t>(dimension))
    , m_matrix(m_dimension * m_dimension)
    , m_moment(m_dimension)
    , m_inverse(m_dimension * m_dimension)
    , m_parameters(m_dimension)
    , m_direction(m_dimension)
{
    assert(dimension >= 1 && regularization > 0);
    for (std::size_t i = 0; i < m_dimension; ++i) {
        m_matrix[i * m_dimension + i] = regularization;
        m_inverse[i * m_dimension + i] = 1 / regularization;
    }
}

void Ridge::update(std::span<const double> x, double y) { update(x, y, 1); }

void Ridge::update(std::span<const double> x, double y, double weight)
{
    assert(x.size() == m_dimension);
    if (weight == 0)
        return;
    const std::size_t d = m_dimension;
    double quadratic = 0;
    double predicted = 0;
    forEachProduct(m_inverse, x, [&](std::size_t i, double product) {
        m_direction[i] = product;
        quadratic += product * x[i];
        predicted += m_parameters[i] * x[i];
    });
    // Sherman and Morrison 1950; the parameters follow without a product with the inverse.
    const double scale = weight / (1 + weight * quadratic);
    const double step = scale * (y - predicted);
    for (std::size_t i = 0; i < d; ++i) {
        const double factor = scale * m_direction[i];
        double *inverse = m_inverse.data() + i * d;
        for (std::size_t j = 0; j < d; ++j)
            inverse[j] -= factor * m_direction[j];
        m_parameters[i] += step * m_direction[i];
        const double scaled = weight * x[i];
        double *matrix = m_matrix.data() + i * d;
        for (std::size_t j = 0; j <= i; ++j)
            matrix[j] += scaled * x[j];
        m_moment[i] += scaled * y;
    }
    m_logDeterminantRatio += std::log1p(weight * quadratic);
    if (++m_updates == updatesBetweenFactorisations)
        refactorise();
}

void Ridge::refactorise()
{
    m_updates = 0;
    const auto d = static_cast<Eigen::Index>(m_dimension);
    const Eigen::Map<const RowMajor> matrix(m_matrix.data(), d, d);
    const Eigen::LLT<Eigen::MatrixXd> factors(matrix.selfadjointView<Eigen::Lower>());
    Eigen::Map<RowMajor>(m_inverse.data(), d, d) = factors.solve(Eigen::MatrixXd::Identity(d, d));
    Eigen::Map<Eigen::VectorXd>(m_parameters.data(), d) =
        factors.solve(Eigen::Map<const Eigen::VectorXd>(m_moment.data(), d));
    for (std::size_t i = 0; i < m_dimension; ++i)
        for (std::size_t j = 0; j < i; ++j) {
            double &lower = m_inverse[i * m_dimension + j];
            double &upper = m_inverse[j * m_dimension + i];
            lower = upper = 0.5 * (lower + upper);
        }
}

double Ridge::predict(std::span<const double> x) const
{
    double sum = 0;
    for (std::size_t i = 0; i < m_dimension; ++i)
        sum += m_parameters[i] * x[i];
    return sum;
}

double Ridge::squaredWidth(std::span<const double> x) const
{
    double sum = 0;
    forEachProduct(m_inverse, x, [&](std::size_t i, double product) { sum += product * x[i]; });
    return std::max(0.0, sum);
}

void Ridge::predict(const Situation &situation, std::span<double> out) const
{
    const double *features = situation.features.data();
    const std::size_t stride = situation.stride;
    for (std::size_t first = 0; first < stride; first += actionsAtOnce) {
        FourActions sum = FourActions::Zero();
        for (std::size_t i = 0; i < m_dimension; ++i)
            sum += m_parameters[i] * fourActions(features + i * stride + first);
        Eigen::Map<FourActions>(out.data() + first) = sum;
    }
}

// x' A⁻¹ x = Σ_i x_i (a_ii x_i + 2 Σ_{j>i} a_ij x_j), for four actions at a time.
void Ridge::squaredWidths(const Situation &situation, std::span<double> out) const
{
    const double *features = situation.features.data();
    const std::size_t stride = situation.stride;
    for (std::size_t first = 0; first < stride; first += actionsAtOnce) {
        FourActions sum = FourActions::Zero();
        for (std::size_t i = 0; i < m_dimension; ++i) {
            const double *row = m_inverse.data() + i * m_dimension;
            FourActions later = FourActions::Zero();
            for (std::size_t j = i + 1; j < m_dimension; ++j)
                later += row[j] * fourActions(features + j * stride + first);
            const FourActions x = fourActions(features + i * stride + first);
            sum += x * (row[i] * x + 2 * later);
        }
        Eigen::Map<FourActions>(out.data() + first) = sum.max(0.0);
    }
}

void Ridge::factorOfInverse(std::span<double> out) const
{
    const auto d = static_cast<Eigen::Index>(m_dimension);
    const Eigen::LLT<Eigen::MatrixXd> factors(Eigen::Map<const RowMajor>(m_inverse.data(), d, d));
    Eigen::Map<RowMajor>(out.data(), d, d) = Eigen::MatrixXd(factors.matrixL());
}

double confidenceRadius(double regularization, double norm, double deviation, double delta,
                        double logDeterminantRatio)
{
    return std::sqrt(regularization) * norm +
           deviation * std::sqrt(2 * std::log(1 / delta) + logDeterminantRatio);
}

} // namespace agon::bandits
