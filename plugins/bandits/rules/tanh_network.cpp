#include "plugins/bandits/rules/tanh_network.h"

#include "core/random/distributions.h"

#include <cmath>

namespace agon::bandits {
namespace {

using ConstMatrix = Eigen::Map<const Eigen::MatrixXd>;
using ConstVector = Eigen::Map<const Eigen::VectorXd>;
using MutableMatrix = Eigen::Map<Eigen::MatrixXd>;
using MutableVector = Eigen::Map<Eigen::VectorXd>;

/** Where the parameters of each layer begin. */
struct Places
{
    explicit Places(Eigen::Index width)
        : firstBiases(width)
        , secondWeights(2 * width)
        , secondBiases(2 * width + width * width)
        , outputWeights(secondBiases + width)
        , outputBias(outputWeights + width)
    {}
    Eigen::Index firstBiases, secondWeights, secondBiases, outputWeights, outputBias;
};

/** tanh of a jet, by its chain rule. With s = 1 - y²: y' = s z', y'' = s z'' + s' z', y''' = s z'''
 *  + 2 s' z'' + s'' z'. */
void tanhOf(const Jets<Eigen::ArrayXXd> &in, Jets<Eigen::ArrayXXd> &out)
{
    out[0] = in[0].tanh();
    const Eigen::ArrayXXd s = 1 - out[0].square();
    out[1] = s * in[1];
    const Eigen::ArrayXXd s1 = -2 * out[0] * out[1];
    out[2] = s * in[2] + s1 * in[1];
    const Eigen::ArrayXXd s2 = -2 * (out[1].square() + out[0] * out[2]);
    out[3] = s * in[3] + 2 * s1 * in[2] + s2 * in[1];
}

/** The same backwards: @p adjoint comes in as that of the output and leaves as that of the input.
 */
void tanhBackwards(const Jets<Eigen::ArrayXXd> &in, const Jets<Eigen::ArrayXXd> &out,
                   Jets<Eigen::ArrayXXd> &adjoint)
{
    const Eigen::ArrayXXd s = 1 - out[0].square();
    const Eigen::ArrayXXd s1 = -2 * out[0] * out[1];
    const Eigen::ArrayXXd s2 = -2 * (out[1].square() + out[0] * out[2]);
    auto &[y, y1, y2, y3] = adjoint;
    const Eigen::ArrayXXd bySecond = y3 * in[1]; // adjoint of s''
    y -= 2 * out[2] * bySecond;
    y1 -= 4 * out[1] * bySecond;
    y2 -= 2 * out[0] * bySecond;
    const Eigen::ArrayXXd byFirst = 2 * y3 * in[2] + y2 * in[1]; // of s'
    y -= 2 * out[1] * byFirst;
    y1 -= 2 * out[0] * byFirst;
    const Eigen::ArrayXXd bySlope = y3 * in[3] + y2 * in[2] + y1 * in[1]; // of s
    y -= 2 * out[0] * bySlope;
    y *= s;
    y1 = y1 * s + y2 * s1 + y3 * s2;
    y2 = y2 * s + 2 * y3 * s1;
    y3 *= s;
}

} // namespace

TanhNetwork::TanhNetwork(int width) : m_width(width) {}

std::size_t TanhNetwork::parameterCount() const
{
    return static_cast<std::size_t>(Places(m_width).outputBias + 1);
}

void TanhNetwork::initialise(random::Stream &stream, std::span<double> parameters) const
{
    const Places places(m_width);
    const auto layer = [&](Eigen::Index weights, Eigen::Index biases, Eigen::Index end,
                           double inputs, double outputs) {
        const auto begin = static_cast<std::size_t>(weights);
        const auto middle = static_cast<std::size_t>(biases);
        random::fillNormal(stream, parameters.subspan(begin, middle - begin),
                           std::sqrt(2 / (inputs + outputs)));
        for (std::size_t i = middle; i < static_cast<std::size_t>(end); ++i)
            parameters[i] = (2 * stream.uniform() - 1) / std::sqrt(inputs);
    };
    const auto width = static_cast<double>(m_width);
    layer(0, places.firstBiases, places.secondWeights, 1, width);
    layer(places.secondWeights, places.secondBiases, places.outputWeights, width, width);
    layer(places.outputWeights, places.outputBias, places.outputBias + 1, width, 1);
}

const Jets<Eigen::RowVectorXd> &TanhNetwork::evaluate(std::span<const double> parameters,
                                                      const Eigen::RowVectorXd &points)
{
    const Places places(m_width);
    const double *p = parameters.data();
    m_points = points;
    const ConstVector firstWeights(p, m_width);
    const ConstVector firstBiases(p + places.firstBiases, m_width);
    m_firstIn[0] = ((firstWeights * points).colwise() + firstBiases).array();
    m_firstIn[1] = firstWeights.replicate(1, points.size()).array();
    m_firstIn[2] = Eigen::ArrayXXd::Zero(m_width, points.size());
    m_firstIn[3] = m_firstIn[2];
    tanhOf(m_firstIn, m_first);
    const ConstMatrix weights(p + places.secondWeights, m_width, m_width);
    for (std::size_t order = 0; order < m_first.size(); ++order)
        m_secondIn[order] = (weights * m_first[order].matrix()).array();
    m_secondIn[0].colwise() += ConstVector(p + places.secondBiases, m_width).array();
    tanhOf(m_secondIn, m_second);
    const ConstVector output(p + places.outputWeights, m_width);
    for (std::size_t order = 0; order < m_second.size(); ++order)
        m_output[order] = output.transpose() * m_second[order].matrix();
    m_output[0].array() += p[places.outputBias];
    return m_output;
}

void TanhNetwork::addGradient(std::span<const double> parameters,
                              const Jets<Eigen::RowVectorXd> &adjoints,
                              std::span<double> gradient) const
{
    const Places places(m_width);
    const double *p = parameters.data();
    double *g = gradient.data();
    MutableVector output(g + places.outputWeights, m_width);
    const ConstVector outputWeights(p + places.outputWeights, m_width);
    Jets<Eigen::ArrayXXd> adjoint;
    for (std::size_t order = 0; order < adjoint.size(); ++order) {
        output += m_second[order].matrix() * adjoints[order].transpose();
        adjoint[order] = (outputWeights * adjoints[order]).array();
    }
    g[places.outputBias] += adjoints[0].sum();

    tanhBackwards(m_secondIn, m_second, adjoint);
    MutableMatrix weights(g + places.secondWeights, m_width, m_width);
    const ConstMatrix secondWeights(p + places.secondWeights, m_width, m_width);
    MutableVector(g + places.secondBiases, m_width) += adjoint[0].matrix().rowwise().sum();
    for (std::size_t order = 0; order < adjoint.size(); ++order) {
        weights += adjoint[order].matrix() * m_first[order].matrix().transpose();
        adjoint[order] = (secondWeights.transpose() * adjoint[order].matrix()).array();
    }

    tanhBackwards(m_firstIn, m_first, adjoint);
    MutableVector(g, m_width) += adjoint[0].matrix() * m_points.transpose();
    MutableVector(g, m_width) += adjoint[1].matrix().rowwise().sum();
    MutableVector(g + places.firstBiases, m_width) += adjoint[0].matrix().rowwise().sum();
}

} // namespace agon::bandits
