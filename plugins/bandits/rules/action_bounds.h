#pragma once

#include "plugins/bandits/loops/contextual.h"
#include "plugins/bandits/rules/inverse_gap.h"

#include <cmath>
#include <limits>
#include <vector>

namespace agon::bandits {

/** Policies with a model of its own for every action and an upper bound on each: the largest bound
 *  is chosen, an action that was never tried first. */
class ActionBounds : public ContextualPolicy
{
public:
    int select(const Situation &situation, random::Stream &) override
    {
        score(situation);
        const int action = bestAvailable(m_scores, situation.available);
        const auto a = static_cast<std::size_t>(action);
        m_interval = {};
        if (std::isfinite(m_scores[a]))
            m_interval = {m_means[a], m_scores[a] - m_means[a]};
        return action;
    }

    RewardInterval interval() const override { return m_interval; }

    PolicyInsight insight(const Situation &situation) override
    {
        score(situation);
        std::vector<double> scores = m_scores;
        for (double &value : scores)
            if (!std::isfinite(value))
                value = std::numeric_limits<double>::quiet_NaN();
        return {std::move(scores), {}};
    }

    int greedyAction(const Situation &situation) override
    {
        score(situation);
        std::vector<double> means = m_means;
        for (std::size_t a = 0; a < means.size(); ++a)
            if (!std::isfinite(m_scores[a]))
                means[a] = -std::numeric_limits<double>::infinity();
        return bestAvailable(means, situation.available);
    }

protected:
    explicit ActionBounds(const ContextualTask &task)
        : m_view(
              static_cast<std::size_t>(task.contextSize > 0 ? task.contextSize : task.featureSize))
        , m_means(static_cast<std::size_t>(task.actions))
        , m_scores(m_means)
    {}

    /** Writes m_means and m_scores of all actions; the score of one never tried is infinite. */
    virtual void score(const Situation &situation) = 0;

    std::vector<double> m_view; ///< room for what a model sees of an action
    std::vector<double> m_means;
    std::vector<double> m_scores;

private:
    RewardInterval m_interval;
};

} // namespace agon::bandits
