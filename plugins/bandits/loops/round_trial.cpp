#include "plugins/bandits/loops/round_trial.h"

#include <algorithm>

namespace agon::bandits {

RoundTrial::RoundTrial(std::int64_t budget, std::int64_t roundsPerUnit)
    : m_budget(budget), m_roundsPerUnit(std::max<std::int64_t>(1, roundsPerUnit))
{}

bool RoundTrial::advance(Recorder &recorder)
{
    if (!m_begun) {
        m_begun = true;
        recordMetrics(recorder, 0);
        recordFrames(recorder, 0);
    }
    const std::int64_t end = std::min(m_budget, m_step + m_roundsPerUnit);
    while (m_step < end && !recorder.cancelled()) {
        const std::int64_t metricsDue = recorder.nextDue(m_step + 1);
        const std::int64_t framesDue = recorder.nextFrameDue(m_step + 1);
        const std::int64_t next = std::min({end, metricsDue, framesDue});
        if (!m_over) {
            if (!prepare(m_step, next, next == framesDue))
                break;
            play(m_step, next);
        }
        m_over = next == m_budget;
        if (m_over && judge())
            break;
        m_step = next;
        if (m_step == metricsDue)
            recordMetrics(recorder, m_step);
        if (m_step == framesDue)
            recordFrames(recorder, m_step);
    }
    return m_step < m_budget;
}

LaneTrial::LaneTrial(const TrialRequest &request, std::int64_t roundsPerUnit)
    : RoundTrial(request.budget,
                 std::clamp<std::int64_t>(roundsPerUnit / request.lanes(), 1,
                                          std::max<std::int64_t>(1, request.budget / 8)))
    , m_lanes(request.lanes())
{}

void LaneTrial::play(std::int64_t first, std::int64_t last)
{
    for (std::int64_t round = first + 1; round <= last; ++round)
        for (int lane = 0; lane < m_lanes; ++lane)
            playLane(lane, round);
}

void LaneTrial::recordMetrics(Recorder &recorder, std::int64_t step)
{
    for (int lane = 0; lane < m_lanes; ++lane)
        recordLaneMetrics(recorder, lane, step);
}

void LaneTrial::recordFrames(Recorder &recorder, std::int64_t step)
{
    for (int lane = 0; lane < m_lanes; ++lane)
        if (recorder.framesWanted(lane))
            recordLaneFrames(recorder, lane, step);
}

} // namespace agon::bandits
