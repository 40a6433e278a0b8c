#pragma once

#include "core/experiment/family.h"

#include <cstdint>

namespace agon::bandits {

/** What trials that play their lanes one round after the other have in common: units, recorded
 *  rounds, cancellation. A loop derives from it and says what a round is. */
class RoundsTrial : public Trial
{
public:
    bool advance(Recorder &recorder) final;
    std::int64_t step() const final { return m_step; }

protected:
    /** @p roundsPerUnit of one lane take 1–10 ms; a run has at least eight units. */
    RoundsTrial(const TrialRequest &request, std::int64_t roundsPerUnit);

    /** Plays round @p round, counted from 1. */
    virtual void play(int lane, std::int64_t round) = 0;
    /** After @p step rounds; 0 before the first. */
    virtual void recordMetrics(Recorder &recorder, int lane, std::int64_t step) = 0;
    virtual void recordFrames(Recorder &recorder, int lane, std::int64_t step) = 0;

private:
    void record(Recorder &recorder);

    int m_lanes;
    std::int64_t m_budget;
    std::int64_t m_unit;
    std::int64_t m_step = 0;
    bool m_begun = false;
};

} // namespace agon::bandits
