#include "plugins/bandits/rules/federated_policy.h"

#include "plugins/bandits/rules/inverse_gap.h"

#include <Eigen/Eigenvalues>

#include <algorithm>
#include <cmath>

namespace agon::bandits {

Schema<FederatedSettings> FederatedSettings::schema()
{
    using S = FederatedSettings;
    Schema<S> s;
    s.integer(&S::batch, "batch", "Batch")
        .range(1, 1'000'000)
        .slider(1, 50)
        .unit("rounds a silo")
        .help("Statistics are exchanged after so many rounds of every silo: batches are fixed, for "
              "data-dependent ones would leak.")
        .source("P094");
    s.real(&S::beta, "beta", "Width β")
        .range(0, 1000)
        .slider(0, 3)
        .help("How far the bound lies above the prediction, in units of |x| in the norm of V⁻¹.");
    s.real(&S::regularization, "regularization", "Regularisation λ")
        .range(1e-6, 1e6)
        .slider(0.1, 10)
        .logarithmic()
        .help("Weight of the identity in V before noise is allowed for.");
    return s;
}

FederatedPolicy::FederatedPolicy(const FederatedSettings &settings, const ContextualTask &task)
    : m_settings(settings)
    , m_regularization(settings.regularization)
    , m_silos(task.silos)
    , m_roundsPerBatch(std::int64_t{settings.batch} * task.silos)
    , m_matrix(Eigen::MatrixXd::Zero(task.featureSize, task.featureSize))
    , m_vector(Eigen::VectorXd::Zero(task.featureSize))
    , m_features(task.featureSize)
    , m_means(static_cast<std::size_t>(task.actions))
    , m_scores(m_means)
{
    synchronise(m_regularization, m_matrix, m_vector);
}

void FederatedPolicy::synchronise(double regularization, const Eigen::MatrixXd &matrix,
                                  const Eigen::VectorXd &vector)
{
    Eigen::MatrixXd v = matrix;
    v.diagonal().array() += regularization;
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(v);
    m_smallestEigenvalue = solver.eigenvalues()(0);
    // Noise can push an eigenvalue below 0, against all odds of the regularisation: it is raised,
    // so that widths stay real.
    const Eigen::VectorXd inverse =
        solver.eigenvalues().cwiseMax(1e-6 * regularization).cwiseInverse();
    m_inverse = solver.eigenvectors() * inverse.asDiagonal() * solver.eigenvectors().transpose();
    m_parameters = m_inverse * vector;
}

int FederatedPolicy::select(const Situation &situation, random::Stream &)
{
    score(situation);
    const int action = bestAvailable(m_scores, situation.available);
    const auto a = static_cast<std::size_t>(action);
    m_interval = {m_means[a], m_scores[a] - m_means[a]};
    return action;
}

// P094, algorithm 1: x'θ + β |x| in the norm of V⁻¹.
void FederatedPolicy::score(const Situation &situation)
{
    for (int action = 0; action < situation.actions; ++action) {
        const auto a = static_cast<std::size_t>(action);
        situation.featuresOf(action,
                             {m_features.data(), static_cast<std::size_t>(m_features.size())});
        m_means[a] = m_features.dot(m_parameters);
        m_scores[a] =
            m_means[a] +
            m_settings.beta * std::sqrt(std::max(0.0, m_features.dot(m_inverse * m_features)));
    }
}

void FederatedPolicy::update(const Situation &situation, int action, double reward,
                             random::Stream &stream)
{
    situation.featuresOf(action, {m_features.data(), static_cast<std::size_t>(m_features.size())});
    m_matrix += m_features * m_features.transpose();
    m_vector += reward * m_features;
    if (++m_roundsInBatch < m_roundsPerBatch)
        return;
    m_roundsInBatch = 0;
    ++m_exchanges;
    Eigen::MatrixXd matrix = m_matrix;
    Eigen::VectorXd vector = m_vector;
    disturb(matrix, vector, stream);
    synchronise(m_regularization, matrix, vector);
}

double FederatedPolicy::report(Quantity quantity) const
{
    if (quantity == Quantity::communication)
        return static_cast<double>(m_exchanges);
    const double messages = 2.0 * m_silos * static_cast<double>(m_exchanges);
    if (quantity == Quantity::messages)
        return messages;
    if (quantity == Quantity::bytes) {
        const auto d = static_cast<double>(m_features.size());
        return messages * sizeof(double) * (d * (d + 1) / 2 + d);
    }
    if (quantity == Quantity::smallestEigenvalue)
        return m_smallestEigenvalue;
    return std::numeric_limits<double>::quiet_NaN();
}

PolicyInsight FederatedPolicy::insight(const Situation &situation)
{
    score(situation);
    return {m_scores, {}};
}

} // namespace agon::bandits
