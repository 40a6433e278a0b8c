#pragma once

#include "plugins/bandits/loops/contextual.h"
#include "plugins/bandits/rules/gaussian_process.h"

#include <algorithm>
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

} // namespace agon::bandits
