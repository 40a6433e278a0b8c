#include "storage/store_private.h"

#include <bit>
#include <fmt/format.h>

namespace agon::storage {

namespace {

/** Bits, not values: NaN equals itself, 0 and -0 differ. */
bool sameBits(double a, double b)
{
    return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

/** Compares a stored channel with the same channel given piece by piece. */
class PrefixComparison
{
public:
    PrefixComparison(Connection &connection, std::int64_t storedRun, const StoredChannel &channel)
        : m_channel(channel)
    {
        visitChunks(connection, storedRun, channel.id, channel.kind, 0,
                    [&](std::int64_t, std::int64_t, Expected<Chunk> chunk) {
                        // What cannot be read cannot be compared; the points before it can.
                        if (!chunk)
                            return false;
                        m_steps.insert(m_steps.end(), chunk->steps.begin(), chunk->steps.end());
                        m_values.insert(m_values.end(), chunk->values.begin(), chunk->values.end());
                        std::move(chunk->frames.begin(), chunk->frames.end(),
                                  std::back_inserter(m_frames));
                        return true;
                    });
    }

    bool done() const { return m_next >= m_steps.size() || !m_difference.empty(); }
    void compare(const Chunk &chunk)
    {
        for (std::size_t i = 0; i < chunk.steps.size() && !done(); ++i, ++m_next) {
            const bool same = m_steps[m_next] == chunk.steps[i] &&
                              (m_channel.kind == ObservationKind::metric
                                   ? sameBits(m_values[m_next], chunk.values[i])
                                   : m_frames[m_next] == chunk.frames[i]);
            if (!same)
                m_difference =
                    fmt::format("channel {} differs at step {}.", m_channel.key, m_steps[m_next]);
        }
    }
    Expected<void> result() const
    {
        if (!m_difference.empty())
            return Error(m_difference);
        if (m_next < m_steps.size())
            return Error(
                fmt::format("channel {} ends before step {}.", m_channel.key, m_steps[m_next]));
        return {};
    }

private:
    const StoredChannel &m_channel;
    std::vector<std::int64_t> m_steps;
    std::vector<double> m_values;
    std::vector<Frame> m_frames;
    std::size_t m_next = 0;
    std::string m_difference;
};

} // namespace

Expected<void> comparePrefix(Connection &connection, std::int64_t before, std::int64_t after,
                             const ChannelTable &channels)
{
    for (int number = 0; number < channels.size(); ++number) {
        const StoredChannel &channel = *channels.find(number);
        if (channel.timed)
            continue;
        PrefixComparison comparison(connection, before, channel);
        visitChunks(connection, after, channel.id, channel.kind, 0,
                    [&](std::int64_t, std::int64_t, const Expected<Chunk> &chunk) {
                        if (!chunk || comparison.done())
                            return false;
                        comparison.compare(*chunk);
                        return true;
                    });
        Expected<void> result = comparison.result();
        if (!result)
            return result;
    }
    return {};
}

Expected<void> Store::prefixMatches(std::int64_t experiment, int run,
                                    const ObservationSource &recomputed) const
{
    const Expected<Expected<void>> outcome =
        d->readers->read([&](Connection &connection) -> Expected<void> {
            const ChannelTable channels(connection, experiment,
                                        loadExperiment(connection, experiment));
            std::vector<std::int64_t> rows;
            loadRuns(connection, experiment, true, &rows);
            if (run < 0 || static_cast<std::size_t>(run) >= rows.size())
                throw BadContent{fmt::format("experiment {} has no run {}", experiment, run)};
            for (int number = 0; number < channels.size(); ++number) {
                const StoredChannel &channel = *channels.find(number);
                if (channel.timed)
                    continue;
                PrefixComparison comparison(connection, rows[static_cast<std::size_t>(run)],
                                            channel);
                for (const ChunkPointer &chunk : recomputed.chunks(run, number))
                    comparison.compare(*chunk);
                Expected<void> result = comparison.result();
                if (!result)
                    return result;
            }
            return {};
        });
    return outcome ? *outcome : Expected<void>(outcome.error());
}

} // namespace agon::storage
