#include "storage/stored_source.h"

#include <algorithm>
#include <iterator>

namespace agon::storage {

namespace {

/** Points @p begin to @p end - 1 of @p chunk are appended to @p piece. */
void appendSlice(Chunk &piece, Chunk &chunk, std::int64_t begin, std::int64_t end)
{
    const auto slice = [&](auto &from, auto &to) {
        if (from.empty())
            return;
        if (to.empty() && begin == 0 && end == static_cast<std::int64_t>(from.size()))
            to = std::move(from);
        else
            to.insert(to.end(), from.begin() + begin, from.begin() + end);
    };
    // Frames and values first: the number of steps tells how long the chunk was.
    slice(chunk.values, piece.values);
    slice(chunk.frames, piece.frames);
    slice(chunk.steps, piece.steps);
}

} // namespace

StoredSource::StoredSource(std::shared_ptr<Readers> readers, std::int64_t experiment,
                           ExperimentView view, std::vector<std::int64_t> channelIds)
    : m_readers(std::move(readers))
    , m_experiment(experiment)
    , m_view(std::move(view))
    , m_channelIds(std::move(channelIds))
{}

void StoredSource::refreshRuns(Connection &connection, std::uint64_t now) const
{
    if (m_runsSeen == now)
        return;
    std::vector<std::int64_t> rows;
    m_runs = loadRuns(connection, m_experiment, m_readers->runsCanBeRunning(), &rows);
    m_runRows = std::move(rows);
    m_runsSeen = now;
}

std::vector<RunView> StoredSource::runs() const
{
    const std::scoped_lock lock(m_mutex);
    const std::uint64_t now = m_readers->changes();
    if (m_runsSeen != now) {
        const Expected<bool> done = m_readers->read([&](Connection &connection) {
            refreshRuns(connection, now);
            return true;
        });
        if (!done)
            m_readers->report({m_experiment, -1, {}, done.error().text()});
    }
    return m_runs;
}

void StoredSource::refreshSeries(Connection &connection, Series &series, std::int64_t runRow,
                                 int channel, std::uint64_t now) const
{
    if (series.seen == now && series.runRow == runRow)
        return;
    series.rows.clear();
    series.runRow = runRow;
    series.seen = now;
    std::int64_t total = 0;
    Query query(
        connection,
        "SELECT position, count FROM chunk WHERE run_id = ? AND channel_id = ? ORDER BY position",
        runRow, m_channelIds[static_cast<std::size_t>(channel)]);
    while (query.next()) {
        // An impossible count is told when the chunk is read; here it must only not overflow.
        const std::int64_t count =
            std::clamp<std::int64_t>(query.integer(1), 0, std::int64_t{1} << 32);
        series.rows.push_back({query.integer(0), total, total + count});
        total += count;
        if (total > series.listed) {
            series.pieces.push_back({series.listed, total});
            series.listed = total;
        }
    }
}

void StoredSource::read(Connection &connection, Series &series, int run, int channel,
                        std::size_t from, std::vector<ChunkPointer> &result) const
{
    if (from >= series.pieces.size() || series.rows.empty())
        return;
    const ChannelDeclaration &declaration = m_view.channels[static_cast<std::size_t>(channel)];
    const std::int64_t begin = series.pieces[from].begin;
    auto row = std::upper_bound(series.rows.begin(), series.rows.end(), begin,
                                [](std::int64_t point, const Row &r) { return point < r.end; });
    if (row == series.rows.end())
        return;

    std::vector<std::size_t> lost;
    std::size_t piece = from;
    auto open = std::make_shared<Chunk>();
    visitChunks(
        connection, series.runRow, m_channelIds[static_cast<std::size_t>(channel)],
        declaration.kind, row->position,
        [&](std::int64_t position, std::int64_t, Expected<Chunk> chunk) {
            while (row != series.rows.end() && row->position < position)
                ++row;
            if (row == series.rows.end() || row->position != position)
                return false;
            if (!chunk)
                m_readers->report({m_experiment, run, declaration.key, chunk.error().message});
            for (; piece < series.pieces.size() && series.pieces[piece].begin < row->end; ++piece) {
                const Piece &wanted = series.pieces[piece];
                if (chunk) {
                    const std::int64_t first = std::max(wanted.begin, row->begin);
                    const std::int64_t last = std::min(wanted.end, row->end);
                    appendSlice(*open, *chunk, first - row->begin, last - row->begin);
                }
                if (wanted.end > row->end)
                    break;
                open->channel = channel;
                open->kind = declaration.kind;
                if (open->steps.empty())
                    lost.push_back(piece);
                else
                    result.push_back(std::move(open));
                open = std::make_shared<Chunk>();
            }
            return piece < series.pieces.size();
        });

    // A damaged piece leaves the numbering, now and for every later question.
    for (auto index = lost.rbegin(); index != lost.rend(); ++index)
        series.pieces.erase(series.pieces.begin() + static_cast<std::ptrdiff_t>(*index));
}

std::vector<ChunkPointer> StoredSource::chunks(int run, int channel, std::size_t from) const
{
    std::vector<ChunkPointer> result;
    if (channel < 0 || static_cast<std::size_t>(channel) >= m_channelIds.size() || run < 0)
        return result;
    const std::scoped_lock lock(m_mutex);
    const std::uint64_t now = m_readers->changes();
    const Expected<bool> done = m_readers->read([&](Connection &connection) {
        refreshRuns(connection, now);
        if (static_cast<std::size_t>(run) >= m_runRows.size())
            return false;
        Series &series = m_series[{run, channel}];
        refreshSeries(connection, series, m_runRows[static_cast<std::size_t>(run)], channel, now);
        read(connection, series, run, channel, from, result);
        return true;
    });
    if (!done)
        m_readers->report({m_experiment, run,
                           m_view.channels[static_cast<std::size_t>(channel)].key,
                           done.error().text()});
    return result;
}

std::vector<std::string> StoredSource::labels(int run, int channel) const
{
    if (channel < 0 || static_cast<std::size_t>(channel) >= m_channelIds.size() || run < 0)
        return {};
    const std::scoped_lock lock(m_mutex);
    const std::uint64_t now = m_readers->changes();
    Expected<std::vector<std::string>> names =
        m_readers->read([&](Connection &connection) -> std::vector<std::string> {
            refreshRuns(connection, now);
            if (static_cast<std::size_t>(run) >= m_runRows.size())
                return {};
            return loadLabels(connection, m_runRows[static_cast<std::size_t>(run)],
                              m_channelIds[static_cast<std::size_t>(channel)]);
        });
    if (!names)
        m_readers->report({m_experiment, run,
                           m_view.channels[static_cast<std::size_t>(channel)].key,
                           names.error().text()});
    return names ? *std::move(names) : std::vector<std::string>();
}

} // namespace agon::storage
