#include "plugins/bandits/rules/ridge.h"

#include "core/wide_kernel.h"
#include "plugins/bandits/rules/four_numbers.h"

#include <Eigen/Cholesky>

#include <algorithm>
#include <cassert>
#include <cmath>

namespace agon::bandits {
namespace {

constexpr int updatesBetweenFactorisations = 2000;

using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
template <class Matrix>
using PaddedColumns = Eigen::Map<Matrix, Eigen::Unaligned, Eigen::OuterStride<>>;

/** Adds left · right' to a matrix in columns; @p left is padded as they are. */
AGON_WIDE_KERNEL void addOuterProduct(std::span<double> columns, std::span<const double> left,
                                      std::span<const double> right)
{
    inBlocks(left.size(), [&]<std::size_t fours>(std::size_t first) {
        for (std::size_t j = 0; j < right.size(); ++j)
            for (std::size_t b = 0; b < fours; ++b) {
                const std::size_t i = first + b * numbersAtOnce;
                fourNumbers(&columns[j * left.size() + i]) += fourNumbers(&left[i]) * right[j];
            }
    });
}

} // namespace

Ridge::Ridge(int dimension, double regularization)
    : m_dimension(static_cast<std::size_t>(dimension))
    , m_stride(paddedToFours(m_dimension))
    , m_matrix(m_dimension * m_stride)
    , m_moment(m_stride)
    , m_inverse(m_matrix.size())
    , m_parameters(m_stride)
    , m_direction(m_stride)
    , m_scaled(m_stride)
{
    assert(dimension >= 1 && regularization > 0);
    for (std::size_t i = 0; i < m_dimension; ++i) {
        m_matrix[i * m_stride + i] = regularization;
        m_inverse[i * m_stride + i] = 1 / regularization;
    }
}

void Ridge::update(std::span<const double> x, double y) { update(x, y, 1); }

void Ridge::update(std::span<const double> x, double y, double weight)
{
    assert(x.size() == m_dimension);
    if (weight == 0)
        return;
    multiplyColumns(m_inverse, x, m_direction);
    double quadratic = 0;
    double predicted = 0;
    for (std::size_t i = 0; i < m_dimension; ++i) {
        quadratic += m_direction[i] * x[i];
        predicted += m_parameters[i] * x[i];
    }
    // Sherman and Morrison 1950; the parameters follow without a product with the inverse.
    const double scale = weight / (1 + weight * quadratic);
    const double step = scale * (y - predicted);
    for (std::size_t i = 0; i < m_dimension; ++i) {
        m_scaled[i] = -scale * m_direction[i];
        m_parameters[i] += step * m_direction[i];
    }
    addOuterProduct(m_inverse, m_scaled, std::span(m_direction).first(m_dimension));
    for (std::size_t i = 0; i < m_dimension; ++i) {
        m_scaled[i] = weight * x[i];
        m_moment[i] += m_scaled[i] * y;
    }
    addOuterProduct(m_matrix, m_scaled, x);
    m_logDeterminantRatio += std::log1p(weight * quadratic);
    if (++m_updates == updatesBetweenFactorisations)
        refactorise();
}

void Ridge::refactorise()
{
    m_updates = 0;
    const auto d = static_cast<Eigen::Index>(m_dimension);
    const Eigen::OuterStride<> stride(static_cast<Eigen::Index>(m_stride));
    const PaddedColumns<const Eigen::MatrixXd> matrix(m_matrix.data(), d, d, stride);
    const Eigen::LLT<Eigen::MatrixXd> factors(matrix.selfadjointView<Eigen::Lower>());
    const RowMajor inverse = factors.solve(Eigen::MatrixXd::Identity(d, d));
    // Rounding leaves it not quite symmetric.
    PaddedColumns<Eigen::MatrixXd>(m_inverse.data(), d, d, stride) =
        0.5 * (inverse + inverse.transpose());
    Eigen::Map<Eigen::VectorXd>(m_parameters.data(), d) =
        factors.solve(Eigen::Map<const Eigen::VectorXd>(m_moment.data(), d));
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
    multiplyColumns(m_inverse, x, m_direction);
    double sum = 0;
    for (std::size_t i = 0; i < m_dimension; ++i)
        sum += m_direction[i] * x[i];
    return std::max(0.0, sum);
}

void Ridge::predict(const Situation &situation, std::span<double> out) const
{
    multiplyColumns(situation.features, parameters(), out);
}

// x' A⁻¹ x = Σ_i x_i (a_ii x_i + 2 Σ_{j>i} a_ij x_j).
AGON_WIDE_KERNEL void Ridge::squaredWidths(const Situation &situation, std::span<double> out) const
{
    const double *features = situation.features.data();
    const std::size_t stride = situation.stride;
    inBlocks(stride, [&]<std::size_t fours>(std::size_t first) {
        const auto x = [&](std::size_t i, std::size_t b) -> const FourNumbers & {
            return fourNumbers(features + i * stride + first + b * numbersAtOnce);
        };
        FourNumbers sums[fours] = {};
        for (std::size_t i = 0; i < m_dimension; ++i) {
            FourNumbers later[fours] = {};
            for (std::size_t j = i + 1; j < m_dimension; ++j)
                for (std::size_t b = 0; b < fours; ++b)
                    later[b] += inverse(i, j) * x(j, b);
            for (std::size_t b = 0; b < fours; ++b)
                sums[b] += x(i, b) * (inverse(i, i) * x(i, b) + 2 * later[b]);
        }
        for (std::size_t b = 0; b < fours; ++b)
            fourNumbers(&out[first + b * numbersAtOnce]) = sums[b] > 0 ? sums[b] : FourNumbers{};
    });
}

void Ridge::factorOfInverse(std::span<double> out) const
{
    const auto d = static_cast<Eigen::Index>(m_dimension);
    const Eigen::LLT<Eigen::MatrixXd> factors(PaddedColumns<const Eigen::MatrixXd>(
        m_inverse.data(), d, d, Eigen::OuterStride<>(static_cast<Eigen::Index>(m_stride))));
    Eigen::Map<RowMajor>(out.data(), d, d) = Eigen::MatrixXd(factors.matrixL());
}

double confidenceRadius(double regularization, double norm, double deviation, double delta,
                        double logDeterminantRatio)
{
    return std::sqrt(regularization) * norm +
           deviation * std::sqrt(2 * std::log(1 / delta) + logDeterminantRatio);
}

} // namespace agon::bandits
