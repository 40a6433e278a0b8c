#include "storage/store_private.h"

namespace agon::storage {

namespace {

struct StoredChannel
{
    std::int64_t id = 0;
    std::string key;
    ObservationKind kind = ObservationKind::metric;
};

std::vector<StoredChannel> channelsOfRun(Connection &connection, std::int64_t run)
{
    std::vector<StoredChannel> channels;
    Query query(connection,
                "SELECT id, key, kind FROM channel WHERE id IN "
                "(SELECT DISTINCT channel_id FROM chunk WHERE run_id = ?)",
                run);
    while (query.next())
        channels.push_back(
            {query.integer(0), query.text(1), static_cast<ObservationKind>(query.integer(2))});
    return channels;
}

int positionIn(std::span<const ChannelDeclaration> channels, const StoredChannel &stored)
{
    for (std::size_t i = 0; i < channels.size(); ++i)
        if (channels[i].key == stored.key && channels[i].kind == stored.kind)
            return static_cast<int>(i);
    return -1;
}

} // namespace

Expected<std::optional<FinishedRun>>
Store::findFinished(const std::string &identity, std::span<const ChannelDeclaration> channels) const
{
    return d->readers->read([&](Connection &connection) -> std::optional<FinishedRun> {
        const std::int64_t row = finishedRun(connection, identity);
        if (row == 0)
            return std::nullopt;
        FinishedRun result;
        {
            Query query(connection,
                        "SELECT digest, build, host, machine_class, ended FROM run WHERE id = ?",
                        row);
            query.next();
            result.known = {query.text(0), query.text(1)};
            result.machine = {query.text(1), query.text(2), query.text(3)};
            result.ended = query.text(4);
        }
        for (const StoredChannel &stored : channelsOfRun(connection, row)) {
            const int position = positionIn(channels, stored);
            // What cannot be taken over in full is computed again.
            bool whole = position >= 0;
            if (whole)
                visitChunks(connection, row, stored.id, stored.kind, 0,
                            [&](std::int64_t, std::int64_t, Expected<Chunk> chunk) {
                                if (!chunk) {
                                    whole = false;
                                    return false;
                                }
                                chunk->channel = position;
                                result.chunks.push_back(
                                    std::make_shared<const Chunk>(*std::move(chunk)));
                                return true;
                            });
            if (!whole)
                return std::nullopt;
            if (stored.kind == ObservationKind::match)
                result.labels[position] = loadLabels(connection, row, stored.id);
        }
        return result;
    });
}

} // namespace agon::storage
