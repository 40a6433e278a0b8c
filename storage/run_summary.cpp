#include "storage/run_summary.h"

#include "storage/store_private.h"

#include <cmath>
#include <limits>

namespace agon::storage {

void RunningSummary::add(std::span<const std::int64_t> steps, std::span<const double> values)
{
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double value = values[i];
        if (std::isnan(value)) {
            ++m_summary.missing;
            continue;
        }
        if (!m_any) {
            m_summary.minimum = value;
            m_summary.maximum = value;
            m_summary.minimumStep = steps[i];
            m_summary.maximumStep = steps[i];
            m_any = true;
        } else if (value < m_summary.minimum) {
            m_summary.minimum = value;
            m_summary.minimumStep = steps[i];
        } else if (value > m_summary.maximum) {
            m_summary.maximum = value;
            m_summary.maximumStep = steps[i];
        }
    }
    if (values.empty())
        return;
    if (m_summary.count == 0)
        m_summary.first = values.front();
    m_summary.last = values.back();
    m_summary.lastStep = steps.back();
    m_summary.count += static_cast<std::int64_t>(values.size());
}

ChannelSummary RunningSummary::summary() const
{
    constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
    ChannelSummary result = m_summary;
    result.meanOfTail = nothing;
    result.best = nothing;
    if (!m_any) {
        result.minimum = nothing;
        result.maximum = nothing;
    } else if (m_direction == Direction::minimize) {
        result.best = result.minimum;
        result.bestStep = result.minimumStep;
    } else if (m_direction == Direction::maximize) {
        result.best = result.maximum;
        result.bestStep = result.maximumStep;
    }
    return result;
}

double meanOfStoredTail(Connection &connection, std::int64_t run, std::int64_t channel,
                        std::int64_t lastStep)
{
    const double limit = (1.0 - tailShare) * static_cast<double>(lastStep);
    std::int64_t from = 0;
    {
        Query query(connection,
                    "SELECT min(position) FROM chunk WHERE run_id = ? AND channel_id = ? "
                    "AND last_step > ?",
                    run, channel, limit);
        if (query.next())
            from = query.integer(0);
    }
    double sum = 0;
    std::int64_t count = 0;
    visitChunks(connection, run, channel, ObservationKind::metric, from,
                [&](std::int64_t, std::int64_t, const Expected<Chunk> &chunk) {
                    if (!chunk)
                        return true;
                    for (std::size_t i = 0; i < chunk->values.size(); ++i) {
                        if (static_cast<double>(chunk->steps[i]) > limit &&
                            !std::isnan(chunk->values[i])) {
                            sum += chunk->values[i];
                            ++count;
                        }
                    }
                    return true;
                });
    return count == 0 ? std::numeric_limits<double>::quiet_NaN() : sum / static_cast<double>(count);
}

void saveSummary(Connection &connection, std::int64_t run, std::int64_t channel,
                 const ChannelSummary &s)
{
    Query(connection,
          "INSERT INTO summary VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
          "ON CONFLICT (run_id, channel_id) DO UPDATE SET count = excluded.count, "
          "missing = excluded.missing, first = excluded.first, last = excluded.last, "
          "last_step = excluded.last_step, minimum = excluded.minimum, "
          "minimum_step = excluded.minimum_step, maximum = excluded.maximum, "
          "maximum_step = excluded.maximum_step, best = excluded.best, "
          "best_step = excluded.best_step, mean_of_tail = excluded.mean_of_tail",
          run, channel, s.count, s.missing, s.first, s.last, s.lastStep, s.minimum, s.minimumStep,
          s.maximum, s.maximumStep, s.best, s.bestStep, s.meanOfTail)
        .run();
}

} // namespace agon::storage
