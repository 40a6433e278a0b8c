#pragma once

#include "core/experiment/recorder.h"

#include <cstdint>
#include <span>
#include <vector>

// What the loops record of a policy's choices, whatever its rule: how often they were the best ones
// lately, and how random they are.

namespace agon::bandits {

/** How often each arm was chosen so far, and which of them is the best; or a single number: how
 *  often the choice was a best one. */
struct BestChoices
{
    std::span<const double> counts;
    std::size_t best = 0;
};

/** How often the best arm was chosen in the last tenth of the rounds. Counts are remembered as of
 *  recorded rounds, so that the rounds between cost nothing: the window begins with the last
 *  recorded round that lies a tenth of all rounds back, or further. */
class RecentChoices
{
public:
    /** Share after @p rounds >= 1 rounds, not fewer than before. The number of counts stays the
     *  same. */
    double share(std::int64_t rounds, const BestChoices &choices);

private:
    void remember(std::int64_t rounds, std::span<const double> counts);
    void forgetPassed();

    std::vector<std::int64_t> m_rounds; ///< recorded ones, the beginning first
    std::vector<double> m_counts;       ///< recorded rounds × counts
    std::size_t m_begin = 0;            ///< position of the round with which the window begins
};

/** -Σ p ln p in nats. */
double entropyOf(std::span<const double> probabilities);

/** Records the recent share of the best arm after @p rounds rounds, and the entropy of
 *  @p probabilities unless they are empty. Nothing before the first round. */
void recordChoices(Recorder &recorder, int lane, std::int64_t step, std::int64_t rounds,
                   const BestChoices &choices, RecentChoices &recent,
                   std::span<const double> probabilities);

} // namespace agon::bandits
