#pragma once

#include "core/experiment/family.h"

#include <cstdint>

namespace agon::bandits {

/** Rounds, units and due steps: what the trials of all loops have in common. */
class RoundTrial : public Trial
{
public:
    bool advance(Recorder &recorder) final;
    std::int64_t step() const final { return m_step; }

protected:
    RoundTrial(std::int64_t budget, std::int64_t roundsPerUnit);
    /** Plays rounds first+1 … last of all lanes. */
    virtual void play(std::int64_t first, std::int64_t last) = 0;
    virtual void recordMetrics(Recorder &recorder, std::int64_t step) = 0;
    virtual void recordFrames(Recorder &recorder, std::int64_t step) = 0;

private:
    std::int64_t m_budget;
    std::int64_t m_roundsPerUnit;
    std::int64_t m_step = 0;
    bool m_begun = false;
};

} // namespace agon::bandits
