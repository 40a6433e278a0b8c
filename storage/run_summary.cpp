#include "storage/run_summary.h"

#include "storage/store_private.h"

#include <cmath>
#include <limits>

namespace agon::storage {

void RunningSummary::add(const Chunk &chunk)
{
    if (chunk.values.empty())
        return;
    for (std::size_t i = 0; i < chunk.values.size(); ++i) {
        const double value = chunk.values[i];
        if (std::isnan(value)) {
            ++m_summary.missing;
            continue;
        }
        if (!m_any || value < m_summary.minimum) {
            m_summary.minimum = value;
            m_summary.minimumStep = chunk.steps[i];
        }
        if (!m_any || value > m_summary.maximum) {
            m_summary.maximum = value;
            m_summary.maximumStep = chunk.steps[i];
        }
        m_any = true;
    }
    if (m_summary.count == 0)
        m_summary.first = chunk.values.front();
    m_summary.last = chunk.values.back();
    m_summary.lastStep = chunk.steps.back();
    if (chunk.thinned()) {
        for (const Bucket &bucket : chunk.buckets)
            m_summary.count += bucket.count;
    } else {
        m_summary.count += static_cast<std::int64_t>(chunk.values.size());
    }
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

namespace {

/** Mean of points past a step. */
class TailMean
{
public:
    explicit TailMean(double limit) : m_limit(limit) {}
    void add(const Chunk &chunk)
    {
        for (std::size_t i = 0; !chunk.thinned() && i < chunk.values.size(); ++i)
            add(chunk.steps[i], chunk.values[i], 1);
        // A bucket belongs to the tail when it begins there.
        for (const Bucket &bucket : chunk.buckets)
            add(chunk.steps[static_cast<std::size_t>(bucket.begin)], bucket.mean, bucket.count);
    }
    double mean() const { return m_count > 0 ? m_sum / m_count : std::nan(""); }

private:
    void add(std::int64_t step, double value, std::int64_t count)
    {
        if (static_cast<double>(step) <= m_limit || std::isnan(value))
            return;
        m_sum += value * static_cast<double>(count);
        m_count += static_cast<double>(count);
    }
    double m_limit;
    double m_sum = 0;
    double m_count = 0;
};

} // namespace

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
    TailMean tail(limit);
    visitChunks(connection, run, channel, ObservationKind::metric, from,
                [&](std::int64_t, std::int64_t, const Expected<Chunk> &chunk) {
                    if (chunk)
                        tail.add(*chunk);
                    return true;
                });
    return tail.mean();
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
