#include "plugins/bandits/rules/linear_model.h"

#include <numeric>

namespace agon::bandits {

Schema<LinearModelSettings> LinearModelSettings::schema()
{
    using S = LinearModelSettings;
    Schema<S> s;
    s.choice<Sharing>(
         &S::sharing, "model", "Model",
         {{Sharing::shared, "shared", "Shared", "One parameter vector on the actions' features."},
          {Sharing::disjoint, "disjoint", "Disjoint",
           "One parameter vector an action on the context."}})
        .help("Whether actions share their parameters.");
    s.real(&S::regularization, "regularization", "Regularisation λ")
        .range(1e-6, 1e6)
        .slider(0.1, 10)
        .logarithmic()
        .help("Weight of the squared parameters in the ridge regression.")
        .source("classic: 1");
    return s;
}

LinearModel::LinearModel(const LinearModelSettings &settings, const ContextualTask &task)
    : m_sharing(settings.sharing)
{
    const bool shared = m_sharing == Sharing::shared;
    const int dimension = shared || task.contextSize == 0 ? task.featureSize : task.contextSize;
    m_models.assign(shared ? 1 : static_cast<std::size_t>(task.actions),
                    Ridge(dimension, settings.regularization));
    m_view.resize(static_cast<std::size_t>(dimension));
}

void LinearModel::update(const Situation &situation, int action, double reward, double weight)
{
    if (m_sharing == Sharing::shared) {
        situation.featuresOf(action, m_view);
        m_models.front().update(m_view, reward, weight);
    } else {
        situation.viewOf(action, m_view);
        m_models[static_cast<std::size_t>(action)].update(m_view, reward, weight);
    }
}

void LinearModel::predict(const Situation &situation, std::span<double> out)
{
    if (m_sharing == Sharing::shared) {
        m_models.front().predict(situation, out);
        return;
    }
    for (int action = 0; action < situation.actions; ++action) {
        situation.viewOf(action, m_view);
        out[static_cast<std::size_t>(action)] =
            m_models[static_cast<std::size_t>(action)].predict(m_view);
    }
}

void LinearModel::squaredWidths(const Situation &situation, std::span<double> out)
{
    if (m_sharing == Sharing::shared) {
        m_models.front().squaredWidths(situation, out);
        return;
    }
    for (int action = 0; action < situation.actions; ++action) {
        situation.viewOf(action, m_view);
        out[static_cast<std::size_t>(action)] =
            m_models[static_cast<std::size_t>(action)].squaredWidth(m_view);
    }
}

void LinearModel::predictWith(std::span<const std::vector<double>> parameters,
                              const Situation &situation, std::span<double> out)
{
    for (int action = 0; action < situation.actions; ++action) {
        const bool shared = m_sharing == Sharing::shared;
        if (shared)
            situation.featuresOf(action, m_view);
        else
            situation.viewOf(action, m_view);
        const auto &theta = parameters[shared ? 0 : static_cast<std::size_t>(action)];
        out[static_cast<std::size_t>(action)] =
            std::inner_product(theta.begin(), theta.end(), m_view.begin(), 0.0);
    }
}

} // namespace agon::bandits
