#pragma once

#include "plugins/bandits/loops/streaming.h"

#include <cstdint>

namespace agon::bandits {

/** Pulls every arm equally often as it arrives, as far as the budget goes, and stores the one with
 *  the best mean so far. */
class KeepBest final : public StreamingPolicy
{
public:
    explicit KeepBest(std::int64_t pulls) : m_pulls(pulls) {}

    void arrive(int arm, ArmStream &stream) override
    {
        if (stream.left() == 0)
            return;
        const double mean = stream.pull(arm, m_pulls);
        if (m_best >= 0 && mean <= m_mean)
            return;
        stream.replace(m_best, arm);
        m_best = arm;
        m_mean = mean;
    }
    int choose(ArmStream &) override { return m_best; }

private:
    std::int64_t m_pulls;
    int m_best = -1;
    double m_mean = 0;
};

/** Whether two pulls an arm are more than the budget has: contests of arms make no sense then. */
inline bool isTooShortForContests(const StreamingTask &task)
{
    return task.horizon < 2 * std::int64_t{task.arms};
}

} // namespace agon::bandits
