#include "plugins/federated/objectives/quadratic_problem.h"

#include "core/learning/vectors.h"
#include "core/random/distributions.h"
#include "plugins/federated/channels.h"

#include <algorithm>
#include <cmath>

namespace agon::federated {

QuadraticProblem::QuadraticProblem(TaskSetting setting, QuadraticClients clients)
    : m_setting(std::move(setting)), m_clients(std::move(clients)), m_optimum(m_setting.dimension)
{
    const std::size_t dimension = m_setting.dimension;
    for (std::size_t j = 0; j < dimension; ++j) {
        double numerator = 0;
        double denominator = 0;
        for (std::size_t i = 0; i < m_setting.clientWeights.size(); ++i) {
            const double weight =
                m_setting.clientWeights[i] * m_clients.curvatures[i * dimension + j];
            numerator += weight * m_clients.centres[i * dimension + j];
            denominator += weight;
        }
        m_optimum[j] = numerator / denominator;
    }
    m_minimumLoss = loss(m_optimum);
}

void QuadraticProblem::initialModel(std::span<double> model) const
{
    std::copy(m_clients.initialModel.begin(), m_clients.initialModel.end(), model.begin());
}

void QuadraticProblem::fullGradient(std::int32_t client, std::span<const double> model,
                                    std::span<double> gradient, Workspace &) const
{
    const std::size_t first = static_cast<std::size_t>(client) * m_setting.dimension;
    for (std::size_t j = 0; j < m_setting.dimension; ++j)
        gradient[j] = m_clients.curvatures[first + j] * (model[j] - m_clients.centres[first + j]);
}

void QuadraticProblem::gradient(const BatchKey &batch, std::span<const double> model,
                                std::span<double> gradient, Workspace &workspace) const
{
    fullGradient(batch.client, model, gradient, workspace);
    if (m_clients.gradientNoise == 0)
        return;
    random::Stream stream(batch.seed, random::Purpose("federated batch"),
                          static_cast<std::uint64_t>(batch.client),
                          static_cast<std::uint64_t>(batch.step));
    for (double &value : gradient)
        value += random::normal(stream, 0, m_clients.gradientNoise);
}

std::int64_t QuadraticProblem::gradientCost() const
{
    return static_cast<std::int64_t>(m_setting.dimension) * (m_clients.gradientNoise > 0 ? 20 : 4);
}

std::int64_t QuadraticProblem::evaluationCost() const
{
    return static_cast<std::int64_t>(m_setting.dimension) * m_setting.clients() * 4;
}

double QuadraticProblem::loss(std::span<const double> model) const
{
    double sum = 0;
    for (std::size_t i = 0; i < m_setting.clientWeights.size(); ++i) {
        const std::size_t first = i * m_setting.dimension;
        double value = 0;
        for (std::size_t j = 0; j < m_setting.dimension; ++j) {
            const double difference = model[j] - m_clients.centres[first + j];
            value += m_clients.curvatures[first + j] * difference * difference;
        }
        sum += m_setting.clientWeights[i] * 0.5 * value;
    }
    return sum;
}

Evaluation QuadraticProblem::evaluate(std::span<const double> model, Workspace &workspace) const
{
    std::vector<double> sum(m_setting.dimension, 0.0);
    std::vector<double> own(m_setting.dimension);
    for (std::int32_t i = 0; i < m_setting.clients(); ++i) {
        fullGradient(i, model, own, workspace);
        learning::addScaled(sum, m_setting.clientWeights[static_cast<std::size_t>(i)], own);
    }
    return {loss(model), learning::norm(sum)};
}

void QuadraticProblem::recordMetrics(Recorder &recorder, int lane, std::int64_t step,
                                     std::span<const double> model, Workspace &) const
{
    recorder.metric(channel::distanceToOptimum, lane, step,
                    std::sqrt(learning::squaredDistance(model, m_optimum)));
    recorder.metric(channel::minimumLoss, lane, step, m_minimumLoss);
}

} // namespace agon::federated
