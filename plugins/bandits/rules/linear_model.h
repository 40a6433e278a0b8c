#pragma once

#include "core/experiment/parameters.h"
#include "plugins/bandits/loops/contextual.h"
#include "plugins/bandits/rules/ridge.h"

#include <span>
#include <vector>

namespace agon::bandits {

/** Whether actions share one parameter vector. */
enum class Sharing { shared, disjoint };

/** What policies on linear models have in common. */
struct LinearModelSettings
{
    Sharing sharing = Sharing::shared;
    double regularization = 1;

    static Schema<LinearModelSettings> schema();
};

/** Linear predictions of the actions' rewards by ridge regression: one on the actions' features, or
 *  one an action on the context (on its features where rounds have no context). */
class LinearModel
{
public:
    LinearModel(const LinearModelSettings &settings, const ContextualTask &task);

    void update(const Situation &situation, int action, double reward, double weight = 1);
    /** Predicted rewards of all actions; size of @p out: the stride. */
    void predict(const Situation &situation, std::span<double> out);
    /** x' A⁻¹ x of all actions; size of @p out: the stride. */
    void squaredWidths(const Situation &situation, std::span<double> out);
    /** Predictions with the parameters of @p parameters, one vector a model. */
    void predictWith(std::span<const std::vector<double>> parameters, const Situation &situation,
                     std::span<double> out);

    const std::vector<Ridge> &models() const { return m_models; }
    const Ridge &modelOf(int action) const
    {
        return m_models[m_sharing == Sharing::shared ? 0 : static_cast<std::size_t>(action)];
    }

private:
    Sharing m_sharing;
    std::vector<Ridge> m_models;
    std::vector<double> m_view; ///< room for what a model sees of an action
};

} // namespace agon::bandits
