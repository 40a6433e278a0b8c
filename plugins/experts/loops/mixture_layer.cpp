#include "plugins/experts/loops/mixture_layer.h"

#include "core/random/distributions.h"

#include <Eigen/Core>

#include <cassert>
#include <cmath>

namespace agon::experts {
namespace {

using Matrix = Eigen::Map<Eigen::MatrixXd>;
using Vector = Eigen::Map<Eigen::VectorXd>;
using ConstMatrix = Eigen::Map<const Eigen::MatrixXd>;
using ConstVector = Eigen::Map<const Eigen::VectorXd>;

/** Tokens as columns. */
ConstMatrix columns(std::span<const double> values, int rows)
{
    return {values.data(), rows, static_cast<Eigen::Index>(values.size()) / rows};
}

} // namespace

MixtureLayer::MixtureLayer(int dimension, int experts, std::uint64_t seed)
    : m_dimension(dimension), m_experts(experts), m_parameters(biasOffset(experts), 0)
{
    random::Stream router(seed, random::Purpose("experts/initial router"));
    random::fillNormal(router, std::span(m_parameters).first(expertOffset(0)), 0.02);
    for (int e = 0; e < experts; ++e) {
        random::Stream stream(seed, random::Purpose("experts/initial expert"),
                              static_cast<std::uint64_t>(e));
        random::fillNormal(
            stream,
            std::span(m_parameters).subspan(expertOffset(e), expertOffset(1) - expertOffset(0)),
            0.5 / std::sqrt(dimension));
    }
}

std::size_t MixtureLayer::expertOffset(int expert) const
{
    return static_cast<std::size_t>(m_experts * m_dimension) +
           static_cast<std::size_t>(expert) * static_cast<std::size_t>(m_dimension * m_dimension);
}

std::size_t MixtureLayer::biasOffset(int expert) const
{
    return expertOffset(m_experts) + static_cast<std::size_t>(expert * m_dimension);
}

void MixtureLayer::score(const TokenBatch &batch, Routing &routing) const
{
    assert(routing.totalTokens() == batch.tokens && routing.experts == m_experts);
    const ConstMatrix router(m_parameters.data(), m_experts, m_dimension);
    Matrix(routing.logits.data(), m_experts, batch.tokens).noalias() =
        router * columns(batch.inputs, m_dimension);
}

double MixtureLayer::loss(const TokenBatch &batch, const Routing &routing) const
{
    return loss(batch, routing, {}, {});
}

double MixtureLayer::loss(const TokenBatch &batch, const Routing &routing,
                          std::span<double> gradient, std::span<double> weightGradient) const
{
    const bool differentiate = !gradient.empty();
    const auto k = static_cast<std::size_t>(routing.selected);
    const auto matrix = [&](auto &values, int expert) {
        return Eigen::Map<
            std::conditional_t<std::is_const_v<std::remove_reference_t<decltype(values[0])>>,
                               const Eigen::MatrixXd, Eigen::MatrixXd>>(
            values.data() + expertOffset(expert), m_dimension, m_dimension);
    };
    const ConstMatrix inputs = columns(batch.inputs, m_dimension);
    const ConstMatrix targets = columns(batch.targets, m_dimension);
    const double scale = 1.0 / (static_cast<double>(batch.tokens) * m_dimension);

    if (differentiate)
        std::fill(gradient.begin(), gradient.end(), 0);
    Eigen::MatrixXd answers(m_dimension, routing.selected); // what each chosen expert says
    Eigen::VectorXd error(m_dimension);
    double sum = 0;
    for (int token = 0; token < batch.tokens; ++token) {
        const std::size_t first = static_cast<std::size_t>(token) * k;
        error = -targets.col(token);
        for (std::size_t i = 0; i < k; ++i) {
            if (!routing.served[first + i])
                continue;
            const int expert = routing.chosen[first + i];
            auto answer = answers.col(static_cast<Eigen::Index>(i));
            answer = ConstVector(m_parameters.data() + biasOffset(expert), m_dimension);
            answer.noalias() += matrix(m_parameters, expert) * inputs.col(token);
            error += routing.weights[first + i] * answer;
        }
        sum += error.squaredNorm();
        if (!differentiate)
            continue;
        error *= 2 * scale; // now dL/dy
        for (std::size_t i = 0; i < k; ++i) {
            weightGradient[first + i] = 0;
            if (!routing.served[first + i])
                continue;
            const int expert = routing.chosen[first + i];
            weightGradient[first + i] = error.dot(answers.col(static_cast<Eigen::Index>(i)));
            const double weight = routing.weights[first + i];
            Vector(gradient.data() + biasOffset(expert), m_dimension) += weight * error;
            matrix(gradient, expert).noalias() += (weight * error) * inputs.col(token).transpose();
        }
    }
    return sum * scale;
}

void MixtureLayer::differentiateScores(const TokenBatch &batch,
                                       std::span<const double> logitGradient,
                                       std::span<double> gradient) const
{
    Matrix(gradient.data(), m_experts, m_dimension).noalias() +=
        columns(logitGradient, m_experts) * columns(batch.inputs, m_dimension).transpose();
}

} // namespace agon::experts
