#include "storage/series_reader.h"

#include <algorithm>
#include <limits>

namespace agon::storage {

namespace {

/** Appends the buckets of points @p begin to @p end - 1 of @p chunk to @p piece, whose points are
 *  already there from @p offset on. */
void appendBuckets(Chunk &piece, const Chunk &chunk, std::int64_t begin, std::int64_t end,
                   std::int64_t offset)
{
    if (chunk.buckets.empty())
        return;
    const auto add = [&](std::int64_t at, std::int64_t count, double mean) {
        piece.buckets.push_back({static_cast<std::int32_t>(offset + at - begin), count, mean});
    };
    bool first = true;
    for (const Bucket &bucket : chunk.buckets) {
        if (bucket.begin < begin || bucket.begin >= end)
            continue;
        // A cut through a bucket: its later points stand for themselves.
        if (first && bucket.begin > begin)
            add(begin, bucket.begin - begin, std::numeric_limits<double>::quiet_NaN());
        first = false;
        add(bucket.begin, bucket.count, bucket.mean);
    }
    if (first)
        add(begin, end - begin, std::numeric_limits<double>::quiet_NaN());
}

/** Appends points @p begin to @p end - 1 of @p chunk to @p piece. */
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
    appendBuckets(piece, chunk, begin, end, static_cast<std::int64_t>(piece.steps.size()));
    slice(chunk.steps, piece.steps);
    slice(chunk.values, piece.values);
    slice(chunk.frames, piece.frames);
}

} // namespace

std::vector<SeriesRow> listRows(Connection &connection, std::int64_t run, std::int64_t channel)
{
    std::vector<SeriesRow> rows;
    std::int64_t total = 0;
    Query query(connection,
                "SELECT position, count FROM chunk WHERE run_id = ? AND channel_id = ? "
                "ORDER BY position",
                run, channel);
    while (query.next()) {
        // An impossible count is told when the chunk is read; here it must only not overflow.
        const std::int64_t count =
            std::clamp<std::int64_t>(query.integer(1), 0, std::int64_t{1} << 32U);
        rows.push_back({query.integer(0), total, total + count});
        total += count;
    }
    return rows;
}

void readPieces(Connection &connection, std::int64_t run, const StoredChannel &channel, int number,
                std::span<const SeriesRow> rows, std::span<const Piece> pieces,
                const std::function<void(std::shared_ptr<Chunk>)> &use,
                const std::function<void(const std::string &)> &damaged)
{
    if (pieces.empty())
        return;
    auto row = std::upper_bound(
        rows.begin(), rows.end(), pieces.front().begin,
        [](std::int64_t point, const SeriesRow &candidate) { return point < candidate.end; });
    std::size_t next = 0;
    std::shared_ptr<Chunk> open;
    const auto finish = [&] {
        use(std::move(open));
        open.reset();
        ++next;
    };
    const auto visit = [&](std::int64_t position, std::int64_t, Expected<Chunk> chunk) {
        while (row != rows.end() && row->position < position)
            ++row;
        if (row == rows.end() || row->position != position)
            return false;
        if (chunk && static_cast<std::int64_t>(chunk->steps.size()) != row->end - row->begin)
            chunk = Error("The stored chunk was changed while it was read.");
        if (!chunk)
            damaged(chunk.error().message);
        while (next < pieces.size() && pieces[next].begin < row->end) {
            const Piece &wanted = pieces[next];
            if (chunk) {
                if (!open) {
                    open = std::make_shared<Chunk>();
                    open->channel = number;
                    open->kind = channel.kind;
                }
                appendSlice(*open, *chunk, std::max(wanted.begin, row->begin) - row->begin,
                            std::min(wanted.end, row->end) - row->begin);
            }
            if (wanted.end > row->end)
                break;
            finish();
        }
        return next < pieces.size();
    };
    if (row != rows.end())
        visitChunks(connection, run, channel.id, channel.kind, row->position, visit);
    while (next < pieces.size())
        finish();
}

} // namespace agon::storage
