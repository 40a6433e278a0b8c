#include "storage/log_follower.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

namespace agon::storage {

namespace {

constexpr std::size_t fullPoints = 1024;      ///< a chunk with so many points is not made longer
constexpr std::size_t mostPoints = 4096;      ///< no chunk has more points or frames
constexpr std::size_t fullBytes = 64U << 10U; ///< likewise for frames

bool ended(RunStatus status)
{
    return status == RunStatus::finished || status == RunStatus::failed ||
           status == RunStatus::cancelled;
}

/** Brings the chunks of an ended run back as they were cut in its log. */
ChunkReader readerOf(std::shared_ptr<Readers> readers, std::int64_t row, StoredChannel channel,
                     int number, std::vector<Piece> pieces)
{
    return [readers = std::move(readers), row, channel = std::move(channel), number,
            pieces = std::move(pieces)](int, int, std::size_t from, std::size_t count) {
        std::vector<ChunkPointer> result;
        if (from >= pieces.size())
            return result;
        const auto wanted = std::span(pieces).subspan(from, std::min(count, pieces.size() - from));
        bool whole = true;
        const auto damaged = [&](const std::string &sentence) {
            readers->report({0, -1, channel.key, sentence});
        };
        const Expected<bool> done = readers->read([&](Connection &connection) {
            readPieces(
                connection, row, channel, number, listRows(connection, row, channel.id), wanted,
                [&](std::shared_ptr<Chunk> chunk) {
                    whole = whole && chunk != nullptr;
                    if (whole)
                        result.push_back(std::move(chunk));
                },
                damaged);
            return true;
        });
        if (!done)
            damaged(done.error().text());
        return result;
    };
}

} // namespace

LogFollower::LogFollower(std::int64_t experiment, std::shared_ptr<const ObservationSource> log,
                         Machine machine)
    : m_experiment(experiment), m_log(std::move(log)), m_machine(std::move(machine))
{}

std::int64_t LogFollower::gather()
{
    m_pending.clear();
    m_news = false;
    m_ended = false;
    m_newRevision = m_log->revision();
    if (m_newRevision == m_revision)
        return 0;
    // Runs first: a run that says it has ended has all its chunks in the log.
    m_runs = m_log->runs();
    if (m_view.channels.empty())
        m_view = m_log->experiment();
    m_states.resize(m_runs.size());
    m_news = m_runs.size() != m_knownRuns;
    const int channels = static_cast<int>(m_view.channels.size());
    std::int64_t points = 0;
    for (std::size_t i = 0; i < m_runs.size(); ++i) {
        const RunState &state = m_states[i];
        const RunView &view = m_runs[i];
        if (view.status == RunStatus::queued || ended(state.status))
            continue;
        News news{static_cast<int>(i), view, {}};
        if (!state.skip) {
            for (int channel = eventChannel; channel < channels; ++channel) {
                const auto series = state.series.find(channel);
                const std::size_t from = series == state.series.end() ? 0 : series->second.taken;
                std::vector<ChunkPointer> chunks = m_log->chunks(news.run, channel, from);
                if (chunks.empty())
                    continue;
                for (const ChunkPointer &chunk : chunks)
                    points += static_cast<std::int64_t>(chunk->steps.size());
                news.pieces.push_back({channel, std::move(chunks)});
            }
        }
        if (news.pieces.empty() && view.status == state.status && view.step == state.step)
            continue;
        m_ended = m_ended || ended(view.status);
        m_news = true;
        m_pending.push_back(std::move(news));
    }
    return points;
}

void LogFollower::prepare(Connection &connection)
{
    m_channels = ChannelTable(connection, m_experiment, m_view);
    m_origins = loadOrigins(connection, m_experiment);
    Query query(connection, "SELECT count(*) FROM experiment_run WHERE experiment_id = ?",
                m_experiment);
    query.next();
    m_knownRuns = static_cast<std::size_t>(query.integer(0));
    m_prepared = true;
}

void LogFollower::write(Connection &connection)
{
    m_changed.clear();
    m_newWarnings.clear();
    {
        Query query(connection, "SELECT 1 FROM experiment WHERE id = ?", m_experiment);
        m_gone = !query.next();
    }
    if (m_gone)
        return;
    if (!m_prepared)
        prepare(connection);
    if (m_runs.size() > m_knownRuns)
        extendRuns(connection, m_experiment, m_log->experiment(), m_runs);
    for (const News &news : m_pending) {
        RunState state = m_states[static_cast<std::size_t>(news.run)];
        if (!state.known)
            begin(connection, news, state);
        if (!state.skip) {
            for (const NewChunks &piece : news.pieces)
                writePiece(connection, piece, news.run, state);
            if (ended(news.view.status))
                end(connection, news, state);
            else if (news.view.step != state.step)
                Query(connection, "UPDATE run SET step = ? WHERE id = ?", news.view.step, state.row)
                    .run();
        }
        state.status = news.view.status;
        state.step = news.view.step;
        m_changed[news.run] = std::move(state);
    }
}

void LogFollower::commit()
{
    for (auto &[run, state] : m_changed) {
        // An ended run says nothing more: its open chunks need not be kept.
        if (ended(state.status))
            state.series.clear();
        m_states[static_cast<std::size_t>(run)] = std::move(state);
    }
    m_changed.clear();
    m_pending.clear();
    m_knownRuns = std::max(m_knownRuns, m_runs.size());
    m_revision = m_newRevision;
    m_news = false;
    m_ended = false;
    m_warnings.insert(m_warnings.end(), m_newWarnings.begin(), m_newWarnings.end());
    m_newWarnings.clear();
}

void LogFollower::link(Connection &connection, int run, std::int64_t from, std::int64_t to)
{
    Query(
        connection,
        "UPDATE experiment_run SET run_id = ?, reused = 1 WHERE experiment_id = ? AND position = ?",
        to, m_experiment, run)
        .run();
    Query(connection,
          "DELETE FROM run WHERE id = ? AND status = 0 AND superseded_by IS NULL "
          "AND NOT EXISTS (SELECT 1 FROM experiment_run e WHERE e.run_id = run.id)",
          from)
        .run();
}

void LogFollower::begin(Connection &connection, const News &news, RunState &state)
{
    StoredStatus status{};
    std::string identity;
    std::string digest;
    std::string stale;
    {
        Query query(connection,
                    "SELECT r.id, r.identity, r.status, r.digest, r.stale FROM experiment_run e "
                    "JOIN run r ON r.id = e.run_id WHERE e.experiment_id = ? AND e.position = ?",
                    m_experiment, news.run);
        if (!query.next())
            throw BadContent{fmt::format("experiment {} has no run {}", m_experiment, news.run)};
        state.row = query.integer(0);
        identity = query.text(1);
        status = static_cast<StoredStatus>(query.integer(2));
        digest = query.text(3);
        stale = query.text(4);
    }
    state.known = true;
    if (status == StoredStatus::finished && identity == news.view.identity && stale.empty()) {
        state.skip = true;
        return;
    }
    if (const std::int64_t other = finishedRun(connection, news.view.identity); other != 0) {
        link(connection, news.run, state.row, other);
        state.row = other;
        state.skip = true;
        return;
    }
    if (news.view.status == RunStatus::cancelled && news.pieces.empty() &&
        status != StoredStatus::queued) {
        // Stopped before it said anything: what was stored before is worth more.
        state.skip = true;
        return;
    }
    if (status != StoredStatus::queued) {
        restart(connection, news, state);
    } else if (identity != news.view.identity) {
        // Its rule has a newer revision than when it was queued.
        const CellOrigin origin = originOf(news.view);
        Query(connection,
              "UPDATE run SET identity = ?, problem_revision = ?, algorithm_revision = ? WHERE id "
              "= ?",
              news.view.identity, origin.problemRevision, origin.algorithmRevision, state.row)
            .run();
    }
    Query(connection,
          "UPDATE run SET status = 1, started = ?, build = ?, host = ?, machine_class = ? WHERE id "
          "= ?",
          timestamp(), m_machine.build, m_machine.host, m_machine.machineClass, state.row)
        .run();
}

CellOrigin LogFollower::originOf(const RunView &view) const
{
    const auto cell = static_cast<std::size_t>(view.cell);
    return cell < m_origins.size() ? m_origins[cell] : CellOrigin();
}

void LogFollower::restart(Connection &connection, const News &news, RunState &state)
{
    const std::int64_t before = state.row;
    const CellOrigin origin = originOf(news.view);
    Query(connection,
          "INSERT INTO run (identity, lineage, seed, status, problem_revision, algorithm_revision, "
          "created) SELECT ?, lineage, seed, 0, ?, ?, ? FROM run WHERE id = ?",
          news.view.identity, origin.problemRevision, origin.algorithmRevision, timestamp(), before)
        .run();
    state.row = connection.lastRowId();
    Query(
        connection,
        "UPDATE experiment_run SET run_id = ?, reused = 0 WHERE experiment_id = ? AND position = ?",
        state.row, m_experiment, news.run)
        .run();
    // A finished run of another revision may serve other experiments; it is judged when this ends.
    Query(connection,
          "UPDATE run SET stale = 'It was started again.', superseded_by = ? WHERE id = ? AND "
          "status <> 2",
          state.row, before)
        .run();
}

void LogFollower::saveChunk(Connection &connection, std::int64_t row, std::int64_t channel,
                            std::int64_t position, const EncodedChunk &chunk)
{
    SQLite::Statement &statement = connection.statement(
        "INSERT INTO chunk (run_id, channel_id, position, first_step, last_step, stride, count, "
        "codec, "
        "checksum, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (run_id, channel_id, position) DO UPDATE SET last_step = excluded.last_step, "
        "stride = excluded.stride, count = excluded.count, codec = excluded.codec, "
        "checksum = excluded.checksum, data = excluded.data");
    Binder binder(statement);
    binder << row << channel << position << chunk.firstStep << chunk.lastStep << chunk.stride
           << chunk.count << static_cast<std::int64_t>(chunk.codec) << chunk.checksum;
    binder.blob(chunk.data);
    statement.exec();
    statement.tryReset();
}

void LogFollower::writePoints(Connection &connection, std::int64_t row, std::int64_t channel,
                              Series &series, bool seal)
{
    Chunk &open = series.open;
    const std::span<const std::int64_t> steps(open.steps);
    const std::span<const double> values(open.values);
    const std::span<const Bucket> buckets(open.buckets);
    std::size_t done = 0;
    std::size_t doneBuckets = 0;
    while (done < steps.size()) {
        std::size_t count = std::min(mostPoints, steps.size() - done);
        std::size_t countBuckets = buckets.size() - doneBuckets;
        if (!buckets.empty() && done + count < steps.size()) {
            // A bucket is never cut: the chunk ends where one begins.
            while (static_cast<std::size_t>(buckets[doneBuckets + countBuckets - 1].begin) >
                   done + count)
                --countBuckets;
            --countBuckets;
            count = static_cast<std::size_t>(buckets[doneBuckets + countBuckets].begin) - done;
        }
        saveChunk(connection, row, channel, series.position,
                  encodeMetric(steps.subspan(done, count), values.subspan(done, count),
                               buckets.subspan(doneBuckets, countBuckets), done));
        if (count < fullPoints && done + count == steps.size() && !seal)
            break;
        ++series.position;
        done += count;
        doneBuckets += countBuckets;
    }
    const auto past = static_cast<std::ptrdiff_t>(done);
    open.steps.erase(open.steps.begin(), open.steps.begin() + past);
    open.values.erase(open.values.begin(), open.values.begin() + past);
    open.buckets.erase(open.buckets.begin(),
                       open.buckets.begin() + static_cast<std::ptrdiff_t>(doneBuckets));
    for (Bucket &bucket : open.buckets)
        bucket.begin -= static_cast<std::int32_t>(done);
}

void LogFollower::writeMetrics(Connection &connection, std::int64_t row,
                               const StoredChannel &channel, Series &series, const NewChunks &piece)
{
    Chunk &open = series.open;
    bool becameThinned = false;
    for (const ChunkPointer &chunk : piece.chunks) {
        if (!open.steps.empty() && open.thinned() != chunk->thinned())
            writePoints(connection, row, channel.id, series, true);
        const auto offset = static_cast<std::int32_t>(open.steps.size());
        open.steps.insert(open.steps.end(), chunk->steps.begin(), chunk->steps.end());
        open.values.insert(open.values.end(), chunk->values.begin(), chunk->values.end());
        for (const Bucket &bucket : chunk->buckets)
            open.buckets.push_back({offset + bucket.begin, bucket.count, bucket.mean});
        becameThinned = becameThinned || chunk->thinned();
        series.summary.add(*chunk);
    }
    writePoints(connection, row, channel.id, series, false);
    saveSummary(connection, row, channel.id, series.summary.summary());
    if (becameThinned)
        Query(connection, "UPDATE run SET thinned = 1 WHERE id = ?", row).run();
}

void LogFollower::writeFrames(Connection &connection, std::int64_t row, std::int64_t channel,
                              Series &series)
{
    const std::span<const std::int64_t> steps(series.open.steps);
    const std::span<const Frame> frames(series.open.frames);
    std::size_t done = 0;
    while (done < steps.size()) {
        std::size_t count = 0;
        std::size_t bytes = 0;
        while (done + count < steps.size() && count < mostPoints && bytes < fullBytes)
            bytes += encodedSize(frames[done + count++]);
        const EncodedChunk chunk =
            encodeFrames(steps.subspan(done, count), frames.subspan(done, count));
        const bool tooLarge = chunk.data.size() > maximumChunkBytes;
        if (tooLarge)
            m_newWarnings.push_back(fmt::format("An observation at step {} takes {} bytes, more "
                                                "than the {} a store holds in one piece; "
                                                "it is shown now but not kept.",
                                                chunk.lastStep, chunk.data.size(),
                                                maximumChunkBytes));
        else
            saveChunk(connection, row, channel, series.position, chunk);
        if (count < mostPoints && bytes < fullBytes)
            break;
        if (!tooLarge)
            ++series.position;
        done += count;
    }
    const auto past = static_cast<std::ptrdiff_t>(done);
    series.open.steps.erase(series.open.steps.begin(), series.open.steps.begin() + past);
    series.open.frames.erase(series.open.frames.begin(), series.open.frames.begin() + past);
}

void LogFollower::writeLabels(Connection &connection, int run, std::int64_t row,
                              std::int64_t channel, Series &series, int number)
{
    if (series.labelled)
        return;
    const std::vector<std::string> names = m_log->labels(run, number);
    if (names.empty())
        return;
    Query(connection, "INSERT OR REPLACE INTO label VALUES (?, ?, ?)", row, channel,
          Json(names).dump())
        .run();
    series.labelled = true;
}

void LogFollower::writePiece(Connection &connection, const NewChunks &piece, int run,
                             RunState &state)
{
    const StoredChannel &channel = *m_channels.find(piece.channel);
    Series &series = state.series.try_emplace(piece.channel).first->second;
    if (series.taken == 0)
        series.summary = RunningSummary(channel.direction);
    series.taken += piece.chunks.size();
    if (channel.kind == ObservationKind::metric) {
        writeMetrics(connection, state.row, channel, series, piece);
        return;
    }
    for (const ChunkPointer &chunk : piece.chunks) {
        Chunk &open = series.open;
        open.steps.insert(open.steps.end(), chunk->steps.begin(), chunk->steps.end());
        open.frames.insert(open.frames.end(), chunk->frames.begin(), chunk->frames.end());
    }
    writeFrames(connection, state.row, channel.id, series);
    if (channel.kind == ObservationKind::match)
        writeLabels(connection, run, state.row, channel.id, series, piece.channel);
}

void LogFollower::end(Connection &connection, const News &news, RunState &state)
{
    for (const auto &[channel, series] : state.series) {
        if (series.summary.empty())
            continue;
        const std::int64_t id = m_channels.find(channel)->id;
        ChannelSummary summary = series.summary.summary();
        summary.meanOfTail = meanOfStoredTail(connection, state.row, id, summary.lastStep);
        saveSummary(connection, state.row, id, summary);
    }
    Query(connection,
          "UPDATE run SET status = ?, step = ?, reason = ?, digest = ?, ended = ? WHERE id = ?",
          static_cast<int>(news.view.status), news.view.step, news.view.reason, news.view.digest,
          timestamp(), state.row)
        .run();
    settleAttempts(connection, news, state.row);
    if (news.view.status == RunStatus::finished)
        markSuperseded(connection, state.row);
}

void LogFollower::settleAttempts(Connection &connection, const News &news, std::int64_t row)
{
    std::vector<std::int64_t> attempts;
    {
        Query query(connection,
                    "SELECT id FROM run WHERE superseded_by = ? AND identity = "
                    "(SELECT identity FROM run WHERE id = ?)",
                    row, row);
        while (query.next())
            attempts.push_back(query.integer(0));
    }
    for (const std::int64_t attempt : attempts) {
        const Expected<void> same = comparePrefix(connection, attempt, row, m_channels);
        if (same) {
            // Every point of it is in the new run: nothing is lost.
            Query(connection, "DELETE FROM run WHERE id = ?", attempt).run();
            continue;
        }
        // A run that did not get as far as its earlier attempt proves nothing.
        if (news.view.status != RunStatus::finished)
            continue;
        Query(connection, "UPDATE run SET stale = ? WHERE id = ?",
              "It was started again and did not repeat itself: " + same.error().message, attempt)
            .run();
        m_newWarnings.push_back(fmt::format("Run {} of \"{}\" was cut off before and did not "
                                            "repeat itself when it started again: {} "
                                            "Both are kept.",
                                            news.run, m_view.name, same.error().message));
    }
}

void LogFollower::evict(LiveLog &log, std::size_t bytes, const std::shared_ptr<Readers> &readers)
{
    for (std::size_t i = 0; i < m_states.size() && log.bytesInMemory() > bytes; ++i) {
        RunState &state = m_states[i];
        if (!ended(state.status) || state.evicted || state.row == 0)
            continue;
        const int run = static_cast<int>(i);
        for (const int number : m_channels.all()) {
            std::vector<Piece> pieces;
            std::int64_t total = 0;
            for (const ChunkPointer &chunk : log.chunks(run, number)) {
                const auto points = static_cast<std::int64_t>(chunk->steps.size());
                pieces.push_back({total, total + points});
                total += points;
            }
            const std::size_t count = pieces.size();
            if (count > 0)
                log.evict(run, number, count,
                          readerOf(readers, state.row, *m_channels.find(number), number,
                                   std::move(pieces)));
        }
        state.evicted = true;
    }
}

} // namespace agon::storage
