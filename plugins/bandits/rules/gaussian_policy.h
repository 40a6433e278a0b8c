#pragma once

#include "plugins/bandits/loops/contextual.h"
#include "plugins/bandits/rules/gaussian_process.h"
#include "plugins/bandits/rules/inverse_gap.h"
#include "plugins/bandits/rules/kernels.h"

#include <cmath>
#include <vector>

namespace agon::bandits {

/** One Gaussian process over the features of the chosen actions: what policies on it share. */
class GaussianPolicy : public ContextualPolicy
{
public:
    void update(const Situation &situation, int action, double reward, random::Stream &) override
    {
        point(situation, action, m_points);
        m_process.add(std::span(m_points).first(m_dimension), reward);
    }
    RewardInterval interval() const override { return m_interval; }
    int greedyAction(const Situation &situation) override
    {
        predict(situation);
        return bestAvailable(m_means, situation.available);
    }

protected:
    /** Points have @p dimension numbers: the action's features, or what point() makes of it. */
    GaussianPolicy(const ContextualTask &task, int dimension, GaussianProcess::Kernel kernel,
                   double noise)
        : m_dimension(static_cast<std::size_t>(dimension))
        , m_process(dimension, std::move(kernel), noise)
        , m_means(static_cast<std::size_t>(task.actions))
        , m_variances(m_means)
        , m_scores(m_means)
        , m_points(m_dimension * m_means.size())
    {}

    /** Likewise on the actions' features alone. */
    GaussianPolicy(const ContextualTask &task, KernelChoice choice, double noise)
        : GaussianPolicy(
              task, task.featureSize,
              [choice](std::span<const double> x, std::span<const double> y) {
                  return kernel(choice, x, y);
              },
              noise)
    {}

    virtual void point(const Situation &situation, int action, std::span<double> out) const
    {
        situation.featuresOf(action, out.first(m_dimension));
    }

    /** Fills m_means and m_variances for all actions. */
    void predict(const Situation &situation)
    {
        for (int action = 0; action < situation.actions; ++action)
            point(situation, action,
                  std::span(m_points).subspan(static_cast<std::size_t>(action) * m_dimension,
                                              m_dimension));
        m_process.predict(m_points, m_means, m_variances);
    }

    std::size_t m_dimension;
    GaussianProcess m_process;
    std::vector<double> m_means;
    std::vector<double> m_variances;
    std::vector<double> m_scores;
    RewardInterval m_interval;

private:
    std::vector<double> m_points;
};

/** Chooses the largest upper bound: so many posterior deviations above the mean. */
class GaussianBounds : public GaussianPolicy
{
public:
    int select(const Situation &situation, random::Stream &) override
    {
        score(situation);
        const int action = bestAvailable(m_scores, situation.available);
        const auto a = static_cast<std::size_t>(action);
        m_interval = {m_means[a], m_scores[a] - m_means[a]};
        return action;
    }

    PolicyInsight insight(const Situation &situation) override
    {
        score(situation);
        return {m_scores, {}};
    }

protected:
    using GaussianPolicy::GaussianPolicy;
    /** Deviations in the round of @p situation. */
    virtual double width(const Situation &situation) const = 0;

private:
    void score(const Situation &situation)
    {
        predict(situation);
        const double deviations = width(situation);
        for (std::size_t a = 0; a < m_scores.size(); ++a)
            m_scores[a] = m_means[a] + deviations * std::sqrt(m_variances[a]);
    }
};

} // namespace agon::bandits
