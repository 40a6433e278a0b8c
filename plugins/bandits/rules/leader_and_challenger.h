#pragma once

#include "plugins/bandits/rules/identification.h"

#include <limits>
#include <utility>

namespace agon::bandits {

struct LucbSettings
{
    double tolerance = 0;

    static Schema<LucbSettings> schema()
    {
        using S = LucbSettings;
        Schema<S> s;
        s.real(&S::tolerance, "tolerance", "Tolerance ε")
            .range(0, 1e6)
            .slider(0, 0.2)
            .unit("reward")
            .help("An arm this near to the best will do.")
            .source("Kalyanakrishnan et al. 2012: 0 for the best arm itself");
        return s;
    }
};

/** LUCB with bounds of one kind: pulls the arm with the best mean and the other one with the
 *  largest upper bound, until that bound is below the former's lower bound. */
template <Bounds kind>
class LeaderAndChallenger
{
public:
    using Settings = LucbSettings;
    static constexpr int initialPulls = 1;

    LeaderAndChallenger(const Settings &settings, const Task &task)
        : m_bounds(task, kind), m_tolerance(settings.tolerance)
    {}

    int select(const Round &round, const ArmStatistics &arms, random::Stream &)
    {
        if (m_challenger >= 0)
            return std::exchange(m_challenger, -1);
        const int leader = bestMean(arms);
        double highest = -std::numeric_limits<double>::infinity();
        for (int arm = 0; arm < arms.count(); ++arm)
            if (const double upper = m_bounds.upper(arm, round, arms);
                arm != leader && upper > highest) {
                highest = upper;
                m_challenger = arm;
            }
        m_stopped = highest - m_bounds.lower(leader, round, arms) < m_tolerance;
        return leader;
    }

    bool stopped() const { return m_stopped; }

private:
    ConfidenceBounds m_bounds;
    double m_tolerance;
    int m_challenger = -1; ///< the arm to be pulled next, after the leader
    bool m_stopped = false;
};

} // namespace agon::bandits
