#pragma once

#include "core/experiment/family.h"

#include <cstdint>

namespace agon::bandits {

/** Fresh rounds on which a trained policy is judged have numbers from this one on: no run comes
 * that far. */
constexpr std::int64_t firstTestRound = std::int64_t{1} << 40;

/** Rounds, units, due steps and cancellation: what the trials of all loops have in common. */
class RoundTrial : public Trial
{
public:
    bool advance(Recorder &recorder) final;
    std::int64_t step() const final { return m_step; }

protected:
    /** @p roundsPerUnit take 1–10 ms. */
    RoundTrial(std::int64_t budget, std::int64_t roundsPerUnit);
    /** Does a part of what rounds first+1 … last need beforehand, with @p frames those
     * of round last too; true when nothing is left of it. */
    virtual bool prepare([[maybe_unused]] std::int64_t first, [[maybe_unused]] std::int64_t last,
                         [[maybe_unused]] bool frames)
    {
        return true;
    }
    /** Plays rounds first+1 … last of all lanes. */
    virtual void play(std::int64_t first, std::int64_t last) = 0;
    /** Does a unit of what is left to do once the last round is over, before it is recorded. True
     *  while more of it is left. */
    virtual bool judge() { return false; }
    std::int64_t roundsPerUnit() const { return m_roundsPerUnit; }
    /** After @p step rounds; 0 before the first. */
    virtual void recordMetrics(Recorder &recorder, std::int64_t step) = 0;
    virtual void recordFrames(Recorder &recorder, std::int64_t step) = 0;

private:
    std::int64_t m_budget;
    std::int64_t m_roundsPerUnit;
    std::int64_t m_step = 0;
    bool m_begun = false;
    bool m_over = false; ///< the last round has been played
};

/** A trial whose loop says what a round of one lane is; lanes are played side by side. */
class LaneTrial : public RoundTrial
{
protected:
    /** @p roundsPerUnit of one lane take 1–10 ms; a run has at least eight units. */
    LaneTrial(const TrialRequest &request, std::int64_t roundsPerUnit);

    /** Plays round @p round, counted from 1. */
    virtual void playLane(int lane, std::int64_t round) = 0;
    virtual void recordLaneMetrics(Recorder &recorder, int lane, std::int64_t step) = 0;
    /** For lanes whose frames are wanted. */
    virtual void recordLaneFrames(Recorder &recorder, int lane, std::int64_t step) = 0;

private:
    void play(std::int64_t first, std::int64_t last) final;
    void recordMetrics(Recorder &recorder, std::int64_t step) final;
    void recordFrames(Recorder &recorder, std::int64_t step) final;

    int m_lanes;
};

} // namespace agon::bandits
