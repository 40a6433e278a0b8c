#include "storage/stored_source.h"

namespace agon::storage {

StoredSource::StoredSource(std::shared_ptr<Readers> readers, std::int64_t experiment,
                           ExperimentView view, ChannelTable channels)
    : m_readers(std::move(readers))
    , m_experiment(experiment)
    , m_view(std::move(view))
    , m_channels(std::move(channels))
{}

void StoredSource::report(int run, const std::string &channel, const std::string &sentence) const
{
    m_readers->report({m_experiment, run, channel, sentence});
}

std::int64_t StoredSource::rowOf(Connection &connection, int run, std::uint64_t now) const
{
    if (m_runsSeen != now) {
        std::vector<std::int64_t> rows;
        m_runs = loadRuns(connection, m_experiment, m_readers->runsCanBeRunning(), &rows);
        m_runRows = std::move(rows);
        m_runsSeen = now;
    }
    const bool known = run >= 0 && static_cast<std::size_t>(run) < m_runRows.size();
    return known ? m_runRows[static_cast<std::size_t>(run)] : 0;
}

std::vector<RunView> StoredSource::runs() const
{
    const std::scoped_lock lock(m_mutex);
    const std::uint64_t now = m_readers->changes();
    if (m_runsSeen != now) {
        const Expected<std::int64_t> done =
            m_readers->read([&](Connection &connection) { return rowOf(connection, 0, now); });
        if (!done)
            report(-1, {}, done.error().text());
    }
    return m_runs;
}

void StoredSource::refresh(Connection &connection, Series &series, std::int64_t runRow,
                           const StoredChannel &channel) const
{
    // Listed in the very transaction that reads them: a list from a moment ago may be older than what
    // this transaction sees, and a chunk that has grown since would look damaged.
    series.rows = listRows(connection, runRow, channel.id);
    series.runRow = runRow;
    for (const SeriesRow &row : series.rows) {
        if (row.end > series.covered) {
            series.pieces.push_back({series.covered, row.end});
            series.covered = row.end;
        }
    }
}

std::vector<ChunkPointer> StoredSource::chunks(int run, int channel, std::size_t from) const
{
    std::vector<ChunkPointer> result;
    const StoredChannel *stored = m_channels.find(channel);
    if (stored == nullptr)
        return result;
    const std::scoped_lock lock(m_mutex);
    const std::uint64_t now = m_readers->changes();
    const Expected<bool> done = m_readers->read([&](Connection &connection) {
        const std::int64_t row = rowOf(connection, run, now);
        if (row == 0)
            return false;
        Series &series = m_series[{run, channel}];
        refresh(connection, series, row, *stored);
        if (from >= series.pieces.size())
            return false;
        std::vector<Piece> readable(series.pieces.begin(),
                                    series.pieces.begin() + static_cast<std::ptrdiff_t>(from));
        std::size_t next = from;
        readPieces(
            connection, row, *stored, channel, series.rows, std::span(series.pieces).subspan(from),
            [&](std::shared_ptr<Chunk> chunk) {
                if (chunk) {
                    result.push_back(std::move(chunk));
                    readable.push_back(series.pieces[next]);
                }
                ++next;
            },
            [&](const std::string &sentence) { report(run, stored->key, sentence); });
        // A damaged piece leaves the numbering, now and for every later question.
        if (readable.size() != series.pieces.size())
            series.pieces = std::move(readable);
        return true;
    });
    if (!done)
        report(run, stored->key, done.error().text());
    return result;
}

std::vector<std::string> StoredSource::labels(int run, int channel) const
{
    const StoredChannel *stored = m_channels.find(channel);
    if (stored == nullptr)
        return {};
    const std::scoped_lock lock(m_mutex);
    const std::uint64_t now = m_readers->changes();
    Expected<std::vector<std::string>> names =
        m_readers->read([&](Connection &connection) -> std::vector<std::string> {
            const std::int64_t row = rowOf(connection, run, now);
            return row == 0 ? std::vector<std::string>() : loadLabels(connection, row, stored->id);
        });
    if (!names)
        report(run, stored->key, names.error().text());
    return names ? *std::move(names) : std::vector<std::string>();
}

} // namespace agon::storage
