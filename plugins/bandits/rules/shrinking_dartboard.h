#pragma once

#include "plugins/bandits/rules/policy.h"

#include <cstdint>
#include <vector>

namespace agon::bandits {

/** The first round, counted from 1, of batch @p batch among so many equal batches of T rounds. */
inline std::int64_t batchBegin(std::int64_t batch, std::int64_t batches, std::int64_t horizon)
{
    return batch * horizon / batches + 1;
}

/** How many batches B observations pay for, and the learning rate of so many. */
std::int64_t dartboardBatches(const Task &task, double probability);
double dartboardRate(int arms, std::int64_t batches);

/** Hedge that keeps its arm with the probability by which the arm's weight shrank, Geulen, Vöcking
 *  and Winkler 2010, in batches with one look each (P003, our reading). */
class ShrinkingDartboard
{
public:
    /** Every entry of a batch's sampled round is looked at with @p probability. */
    ShrinkingDartboard(const Task &task, double probability);

    int select(std::int64_t round, random::Stream &stream);
    /** The arms whose losses it looks at in the round just played. */
    const std::vector<int> &observes(random::Stream &stream);
    void see(int arm, double loss);
    void probabilities(std::span<double> out) const;

private:
    void endBatch(random::Stream &stream);

    int m_arms;
    std::int64_t m_horizon;
    double m_probability;
    std::int64_t m_batches;
    double m_logarithm;  ///< ln(1 - η)
    std::int64_t m_left; ///< observations
    std::int64_t m_batch = 0;
    std::int64_t m_next = 1;   ///< the round in which the next batch begins
    std::int64_t m_sample = 0; ///< the round of this batch that is looked at
    std::int64_t m_round = 0;
    int m_arm = -1;
    std::vector<double> m_losses; ///< cumulative estimates
    std::vector<double> m_seen;   ///< of this batch
    std::vector<int> m_looks;
    std::vector<double> m_weights;
};

} // namespace agon::bandits
