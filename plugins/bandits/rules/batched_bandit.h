#pragma once

#include "plugins/bandits/rules/exponential_weights.h"
#include "plugins/bandits/rules/policy.h"
#include "plugins/bandits/rules/tsallis.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace agon::bandits {

/** floor(K^(1/3) T^(2/3)) batches, at most T. */
std::int64_t banditBatches(const Task &task);
/** T^(2/3) batches, rounded, of about T^(1/3) rounds each. */
std::int64_t policyRegretBatches(std::int64_t horizon);
/** So many of @p batches as there are observations B, each of which is one batch's; at least one.
 */
std::int64_t countedBatches(const Task &task, std::int64_t batches);

/** One arm a batch, drawn by Tsallis-INF or Exp3, which learns from the mean loss of the batch, or
 *  from the loss of one sampled round. */
class BatchedBandit
{
public:
    BatchedBandit(const Task &task, std::int64_t batches, bool exp3);

    int select(std::int64_t round, random::Stream &stream);
    /** The loss of the arm in the round just played. */
    void update(double loss);
    /** From now on, before the first round, batches have a sampled round. */
    void sampleRounds() { m_samples = true; }
    /** Whether the round just played is its batch's sampled one. */
    bool isSample(std::int64_t round) const { return m_samples && round == m_sample; }
    void probabilities(std::span<double> out) const;

private:
    void learn();

    std::int64_t m_horizon;
    std::int64_t m_batches;
    std::int64_t m_batch = 0;
    std::int64_t m_next = 1; ///< the round in which the next batch begins
    bool m_samples = false;
    std::int64_t m_sample = 0; ///< the round of this batch that is looked at
    std::size_t m_arm = 0;
    double m_sum = 0; ///< losses of this batch
    double m_count = 0;
    std::vector<double> m_losses;
    TsallisProbabilities m_tsallis;
    std::optional<ExponentialWeights> m_exp3;
};

} // namespace agon::bandits
