#include "core/learning/softmax_regression.h"

#include "core/learning/vectors.h"

#include <Eigen/Core>

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

namespace agon::learning {
namespace {

using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using ConstMap = Eigen::Map<const Matrix>;
using MutableMap = Eigen::Map<Matrix>;

/** Rows worked on at a time. Small enough that Eigen never splits the inner dimension of a product
 *  by cache size, so that the order of summation is the same on every machine of one class. Other
 *  sums are written as loops: Eigen's reductions depend on the address of their operand. */
constexpr std::size_t blockRows = 128;

Eigen::Index index(std::size_t value) { return static_cast<Eigen::Index>(value); }

} // namespace

SoftmaxRegression::SoftmaxRegression(std::int32_t features, std::int32_t classes,
                                     double regularization)
    : m_features(static_cast<std::size_t>(features))
    , m_classes(static_cast<std::size_t>(classes))
    , m_regularization(regularization)
{}

std::size_t SoftmaxRegression::dimension() const { return (m_features + 1) * m_classes; }

void SoftmaxRegression::score(const double *features, std::size_t count,
                              std::span<const double> parameters, Workspace &workspace) const
{
    assert(parameters.size() == dimension());
    workspace.scores.resize(count * m_classes);
    MutableMap scores(workspace.scores.data(), index(count), index(m_classes));
    const ConstMap weights(parameters.data(), index(m_features), index(m_classes));
    const ConstMap bias(parameters.data() + m_features * m_classes, 1, index(m_classes));
    scores.rowwise() = bias.row(0);
    scores.noalias() += ConstMap(features, index(count), index(m_features)) * weights;
}

double SoftmaxRegression::residuals(std::span<const std::int32_t> labels,
                                    std::span<const double> weights, Workspace &workspace) const
{
    double loss = 0;
    for (std::size_t row = 0; row < labels.size(); ++row) {
        const std::span scores = std::span(workspace.scores).subspan(row * m_classes, m_classes);
        const auto label = static_cast<std::size_t>(labels[row]);
        const double largest = *std::max_element(scores.begin(), scores.end());
        const double labelScore = scores[label] - largest;
        double sum = 0;
        for (double &value : scores) {
            value = std::exp(value - largest);
            sum += value;
        }
        loss += weights[row] * (std::log(sum) - labelScore);
        const double factor = weights[row] / sum;
        for (double &value : scores)
            value *= factor;
        scores[label] -= weights[row];
    }
    return loss;
}

void SoftmaxRegression::addGradient(const double *features, std::size_t count,
                                    const Workspace &workspace, std::span<double> gradient) const
{
    MutableMap weights(gradient.data(), index(m_features), index(m_classes));
    const ConstMap residual(workspace.scores.data(), index(count), index(m_classes));
    weights.noalias() += ConstMap(features, index(count), index(m_features)).transpose() * residual;
    const std::span bias = gradient.subspan(m_features * m_classes);
    for (std::size_t row = 0; row < count; ++row)
        for (std::size_t label = 0; label < m_classes; ++label)
            bias[label] += workspace.scores[row * m_classes + label];
}

double SoftmaxRegression::addRegularization(std::span<const double> parameters,
                                            std::span<double> gradient) const
{
    if (!gradient.empty())
        addScaled(gradient, m_regularization, parameters);
    return 0.5 * m_regularization * squaredNorm(parameters);
}

double SoftmaxRegression::meanLoss(const DataSet &set, std::span<const std::int32_t> rows,
                                   std::span<const double> parameters, std::span<double> gradient,
                                   Workspace &workspace) const
{
    assert(!rows.empty() && (gradient.empty() || gradient.size() == dimension()));
    std::fill(gradient.begin(), gradient.end(), 0.0);
    std::array<std::int32_t, blockRows> labels;
    std::array<double, blockRows> weights;
    weights.fill(1.0 / static_cast<double>(rows.size()));
    double loss = 0;
    for (std::size_t first = 0; first < rows.size(); first += blockRows) {
        const std::size_t count = std::min(blockRows, rows.size() - first);
        workspace.features.resize(count * m_features);
        for (std::size_t i = 0; i < count; ++i) {
            const auto source = set.row(rows[first + i]);
            std::copy(source.begin(), source.end(),
                      workspace.features.begin() + static_cast<std::ptrdiff_t>(i * m_features));
            labels[i] = set.labels[static_cast<std::size_t>(rows[first + i])];
        }
        score(workspace.features.data(), count, parameters, workspace);
        loss +=
            residuals(std::span(labels).first(count), std::span(weights).first(count), workspace);
        if (!gradient.empty())
            addGradient(workspace.features.data(), count, workspace, gradient);
    }
    return loss + addRegularization(parameters, gradient);
}

double SoftmaxRegression::weightedLoss(const DataSet &set, std::span<const double> weights,
                                       std::span<const double> parameters,
                                       std::span<double> gradient, Workspace &workspace) const
{
    assert(weights.size() == set.labels.size());
    assert(gradient.empty() || gradient.size() == dimension());
    std::fill(gradient.begin(), gradient.end(), 0.0);
    double loss = 0;
    for (std::size_t first = 0; first < set.labels.size(); first += blockRows) {
        const std::size_t count = std::min(blockRows, set.labels.size() - first);
        const double *features = set.values.data() + first * m_features;
        score(features, count, parameters, workspace);
        loss += residuals(std::span(set.labels).subspan(first, count),
                          weights.subspan(first, count), workspace);
        if (!gradient.empty())
            addGradient(features, count, workspace, gradient);
    }
    return loss + addRegularization(parameters, gradient);
}

std::vector<std::int32_t> SoftmaxRegression::predict(const DataSet &set,
                                                     std::span<const double> parameters,
                                                     Workspace &workspace) const
{
    std::vector<std::int32_t> predictions;
    predictions.reserve(set.labels.size());
    for (std::size_t first = 0; first < set.labels.size(); first += blockRows) {
        const std::size_t count = std::min(blockRows, set.labels.size() - first);
        score(set.values.data() + first * m_features, count, parameters, workspace);
        for (std::size_t row = 0; row < count; ++row) {
            const std::span scores =
                std::span(workspace.scores).subspan(row * m_classes, m_classes);
            predictions.push_back(static_cast<std::int32_t>(
                std::max_element(scores.begin(), scores.end()) - scores.begin()));
        }
    }
    return predictions;
}

double SoftmaxRegression::accuracy(const DataSet &set, std::span<const double> parameters,
                                   Workspace &workspace) const
{
    const auto predictions = predict(set, parameters, workspace);
    std::size_t correct = 0;
    for (std::size_t row = 0; row < predictions.size(); ++row)
        correct += predictions[row] == set.labels[row] ? 1U : 0U;
    return static_cast<double>(correct) / static_cast<double>(set.labels.size());
}

} // namespace agon::learning
