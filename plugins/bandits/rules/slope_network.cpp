#include "plugins/bandits/rules/slope_network.h"

#include "core/optimization/smooth_minimum.h"
#include "core/random/distributions.h"
#include "core/random/stream.h"
#include "plugins/bandits/rules/price_table.h"

#include <Eigen/Core>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <set>
#include <span>

namespace agon::bandits {
namespace {

constexpr Eigen::Index inputs = 2;
constexpr Eigen::Index firstWidth = 30;
constexpr Eigen::Index secondWidth = 15;
constexpr Eigen::Index firstEnd = firstWidth * (inputs + 1);
constexpr Eigen::Index secondEnd = firstEnd + secondWidth * (firstWidth + 1);
constexpr Eigen::Index parameterCount = secondEnd + secondWidth + 1;

template <class Matrix>
struct SlopeLayers
{
    /** @p p: weights column by column and biases of each layer in turn. */
    template <class Pointer>
    explicit SlopeLayers(Pointer p)
        : first(p, firstWidth, inputs + 1)
        , second(p + firstEnd, secondWidth, firstWidth + 1)
        , output(p + secondEnd, 1, secondWidth + 1)
    {}
    Eigen::Map<Matrix> first, second, output; ///< the last column holds the biases
};
using ConstSlopeLayers = SlopeLayers<const Eigen::MatrixXd>;

/** What the layers answer to inputs in columns. */
struct SlopeAnswer
{
    SlopeAnswer(const ConstSlopeLayers &layers, const Eigen::MatrixXd &points)
    {
        const auto linear = [](const auto &layer, const Eigen::MatrixXd &in) -> Eigen::MatrixXd {
            return (layer.leftCols(in.rows()) * in).colwise() + layer.col(in.rows());
        };
        first = linear(layers.first, points).array().tanh();
        second = linear(layers.second, first).array().tanh();
        output = linear(layers.output, second);
    }
    Eigen::MatrixXd first, second, output;
};

/** Both inputs between -1 and 1. */
Eigen::Vector2d scaledInput(int n, int b, int auctions, int budget)
{
    return {2.0 * n / auctions - 1, 2.0 * b / budget - 1};
}

} // namespace

SlopeNetwork::SlopeNetwork(const BudgetValues &values, int from, int least, double unit)
    : m_auctions(values.auctions())
    , m_least(least)
    , m_budget(values.budget())
    , m_unit(unit)
    , m_parameters(static_cast<std::size_t>(parameterCount))
{
    // A grid that is denser where budgets are small and slopes are steep.
    constexpr int rows = 20;
    constexpr int columns = 60;
    std::set<std::pair<int, int>> grid;
    for (int row = 0; row < rows; ++row)
        for (int column = 0; column < columns; ++column) {
            const double place = static_cast<double>(column) / (columns - 1);
            grid.emplace(from + (m_auctions - from) * row / (rows - 1),
                         least +
                             static_cast<int>(std::lround((m_budget - 1 - least) * place * place)));
        }
    const auto count = static_cast<Eigen::Index>(grid.size());
    Eigen::MatrixXd points(inputs, count);
    Eigen::MatrixXd targets(1, count);
    Eigen::Index column = 0;
    for (const auto &[n, b] : grid) {
        points.col(column) = scaledInput(n, b, m_auctions, m_budget);
        targets(0, column++) = (values.value(n, b + 1) - values.value(n, b)) / unit;
    }
    // Worths are often thousandths of a click: they are brought to the order of 1.
    m_unit = unit * std::max(targets.maxCoeff(), std::numeric_limits<double>::min());
    targets *= unit / m_unit;

    random::Stream stream(1, random::Purpose("slope network"));
    SlopeLayers<Eigen::MatrixXd> layers(m_parameters.data());
    const auto initialise = [&](auto &layer) {
        const Eigen::Index in = layer.cols() - 1;
        const double deviation = std::sqrt(2.0 / static_cast<double>(in + layer.rows()));
        for (Eigen::Index j = 0; j < in; ++j)
            for (Eigen::Index i = 0; i < layer.rows(); ++i)
                layer(i, j) = deviation * random::normal(stream);
    };
    initialise(layers.first);
    initialise(layers.second);
    initialise(layers.output);

    const auto loss = [&](std::span<const double> x, std::span<double> gradient) {
        const ConstSlopeLayers at(x.data());
        const SlopeAnswer answer(at, points);
        SlopeLayers<Eigen::MatrixXd> slope(gradient.data());
        const Eigen::MatrixXd error = answer.output - targets;
        const auto backwards = [](auto &layer, const Eigen::MatrixXd &adjoint,
                                  const Eigen::MatrixXd &in) {
            layer.leftCols(in.rows()) = adjoint * in.transpose();
            layer.col(in.rows()) = adjoint.rowwise().sum();
        };
        const Eigen::MatrixXd byOutput = 2 / static_cast<double>(count) * error;
        backwards(slope.output, byOutput, answer.second);
        const Eigen::MatrixXd bySecond =
            (at.output.leftCols(secondWidth).transpose() * byOutput).array() *
            (1 - answer.second.array().square());
        backwards(slope.second, bySecond, answer.first);
        const Eigen::MatrixXd byFirst =
            (at.second.leftCols(firstWidth).transpose() * bySecond).array() *
            (1 - answer.first.array().square());
        backwards(slope.first, byFirst, points);
        return error.squaredNorm() / static_cast<double>(count);
    };
    const std::vector<double> bound(m_parameters.size(), std::numeric_limits<double>::infinity());
    std::vector<double> lower(bound);
    std::transform(lower.begin(), lower.end(), lower.begin(), std::negate<>());
    m_parameters = optimization::minimize(loss, m_parameters, lower, bound,
                                          {.relativeChange = 1e-9, .evaluations = 200})
                       .point;
}

std::vector<double> SlopeNetwork::slopes(int n) const
{
    const int count = m_budget - m_least;
    Eigen::MatrixXd points(inputs, count);
    for (int b = 0; b < count; ++b)
        points.col(b) = scaledInput(n, m_least + b, m_auctions, m_budget);
    const SlopeAnswer answer(ConstSlopeLayers(m_parameters.data()), points);
    std::vector<double> result(static_cast<std::size_t>(count));
    for (int b = 0; b < count; ++b)
        result[static_cast<std::size_t>(b)] = m_unit * answer.output(0, b);
    return result;
}

} // namespace agon::bandits
