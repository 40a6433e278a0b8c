#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace agon::federated {

/** P016, algorithm 2: per client the running mean of the intervals between participations, cut at a
 *  length, which estimates 1 / (rate of participation). Three numbers a client. */
class IntervalWeights
{
public:
    /** @p cutoff K >= 1 rounds. */
    IntervalWeights(std::int32_t clients, std::int64_t cutoff);

    /** ω_i for a participation in the coming round; 1 before the first completed interval. */
    std::span<const double> weights() const { return m_weights; }
    /** Takes note of the @p participants of a round, ascending, after their weights were used. */
    void record(std::span<const std::int32_t> participants);

private:
    std::int64_t m_cutoff;
    std::vector<double> m_weights;
    std::vector<std::int64_t> m_counters;  ///< rounds since the last interval ended
    std::vector<std::int64_t> m_intervals; ///< how many were completed
};

} // namespace agon::federated
