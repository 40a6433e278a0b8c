#include "plugins/federated/rules/interval_weights.h"

namespace agon::federated {

IntervalWeights::IntervalWeights(std::int32_t clients, std::int64_t cutoff)
    : m_cutoff(cutoff)
    , m_weights(static_cast<std::size_t>(clients), 1.0)
    , m_counters(m_weights.size(), 0)
    , m_intervals(m_weights.size(), 0)
{}

void IntervalWeights::record(std::span<const std::int32_t> participants)
{
    std::size_t next = 0;
    for (std::size_t client = 0; client < m_weights.size(); ++client) {
        ++m_counters[client];
        const bool took =
            next < participants.size() && static_cast<std::size_t>(participants[next]) == client;
        next += took ? 1U : 0U;
        if (!took && m_counters[client] != m_cutoff)
            continue;
        const auto interval = static_cast<double>(m_counters[client]);
        const auto completed = static_cast<double>(m_intervals[client]);
        m_weights[client] = m_intervals[client] == 0
                                ? interval
                                : (completed * m_weights[client] + interval) / (completed + 1);
        ++m_intervals[client];
        m_counters[client] = 0;
    }
}

} // namespace agon::federated
