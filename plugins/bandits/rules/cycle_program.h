#pragma once

#include "core/expected.h"
#include "core/random/stream.h"
#include "plugins/bandits/rules/switch_payoffs.h"

#include <span>
#include <vector>

namespace agon::bandits {

/** An arm that rests for idle rounds and is then played so many times in a row; idle 0: it is
 * played all the time, one round a cycle. */
struct PlayCycle
{
    int arm = 0;
    int plays = 1;
    int idle = 0;
    double rate = 0; ///< cycles a round
    int length() const { return plays + idle; }
};

struct CyclePlan
{
    double value = 0; ///< payoff a round; no policy has more in the long run
    std::vector<PlayCycle> cycles;
};

/** P057: max Σ x R subject to Σ p x <= 1 and, by arm, Σ (p + q) x <= 1, over cycles of q idle
 * rounds and p plays, both up to the memory, and playing all the time. */
Expected<CyclePlan> planCycles(const SwitchPayoffs &payoffs);

/** Follows a plan: every arm goes through its cycles by itself from a random phase on, the virtual
 *  state; of the arms that it says to play, the one with the largest virtual payoff is played. By
 *  monotonicity the actual payoff is at least that. */
class VirtualCycles
{
public:
    VirtualCycles(const SwitchPayoffs &payoffs, CyclePlan plan, random::Stream &stream);

    /** The arm to play next, -1 for none. */
    int next(random::Stream &stream);
    /** The arms that wanted to be played in the round just asked for, ascending. */
    std::span<const int> candidates() const { return m_candidates; }

private:
    struct Arm
    {
        std::vector<PlayCycle> cycles;
        double rest = 1; ///< rate of rounds that belong to no cycle
        int cycle = -1;  ///< the one it is in; -1: a round of rest
        int position = 0;
    };
    void begin(Arm &arm, random::Stream &stream) const;

    SwitchPayoffs m_payoffs;
    std::vector<Arm> m_arms;
    std::vector<int> m_candidates;
};

} // namespace agon::bandits
