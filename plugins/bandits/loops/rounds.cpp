#include "plugins/bandits/loops/rounds.h"

#include <algorithm>

namespace agon::bandits {

RoundsTrial::RoundsTrial(const TrialRequest &request, std::int64_t roundsPerUnit)
    : m_lanes(request.lanes())
    , m_budget(request.budget)
    , m_unit(std::clamp<std::int64_t>(roundsPerUnit / m_lanes, 1,
                                      std::max<std::int64_t>(1, request.budget / 8)))
{}

bool RoundsTrial::advance(Recorder &recorder)
{
    if (!m_begun) {
        m_begun = true;
        record(recorder);
    }
    const std::int64_t end = std::min(m_budget, m_step + m_unit);
    while (m_step < end && !recorder.cancelled()) {
        const std::int64_t next =
            std::min({end, recorder.nextDue(m_step + 1), recorder.nextFrameDue(m_step + 1)});
        for (std::int64_t round = m_step + 1; round <= next; ++round)
            for (int lane = 0; lane < m_lanes; ++lane)
                play(lane, round);
        m_step = next;
        record(recorder);
    }
    return m_step < m_budget;
}

void RoundsTrial::record(Recorder &recorder)
{
    const bool metricsDue = recorder.due(m_step);
    const bool framesDue = recorder.frameDue(m_step);
    for (int lane = 0; lane < m_lanes; ++lane) {
        if (metricsDue)
            recordMetrics(recorder, lane, m_step);
        if (framesDue && recorder.framesWanted(lane))
            recordFrames(recorder, lane, m_step);
    }
}

} // namespace agon::bandits
