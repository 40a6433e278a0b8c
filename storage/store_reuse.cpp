#include "storage/store_private.h"

#include <algorithm>
#include <map>

namespace agon::storage {

namespace {

/** The channels that a run has observations of, with their numbers in @p channels; nothing when one
 *  of them is not there. */
std::optional<std::map<int, StoredChannel>>
channelsOfRun(Connection &connection, std::int64_t run,
              std::span<const ChannelDeclaration> channels)
{
    std::map<int, StoredChannel> result;
    Query query(connection,
                "SELECT id, key, kind FROM channel WHERE id IN "
                "(SELECT DISTINCT channel_id FROM chunk WHERE run_id = ?)",
                run);
    while (query.next()) {
        StoredChannel stored;
        stored.id = query.integer(0);
        stored.key = query.text(1);
        stored.kind = static_cast<ObservationKind>(query.integer(2));
        const auto known = std::find_if(channels.begin(), channels.end(), [&](const auto &channel) {
            return channel.key == stored.key && channel.kind == stored.kind;
        });
        if (stored.id == eventChannelId)
            result[eventChannel] = stored;
        else if (known != channels.end())
            result[static_cast<int>(known - channels.begin())] = stored;
        else
            return std::nullopt;
    }
    return result;
}

} // namespace

Expected<std::optional<FinishedRun>>
Store::findFinished(const std::string &identity, std::span<const ChannelDeclaration> channels) const
{
    return d->readers->read([&](Connection &connection) -> std::optional<FinishedRun> {
        const std::int64_t row = finishedRun(connection, identity);
        if (row == 0)
            return std::nullopt;
        // What cannot be taken over in full is computed again.
        const auto stored = channelsOfRun(connection, row, channels);
        if (!stored)
            return std::nullopt;
        FinishedRun result;
        {
            Query query(connection,
                        "SELECT digest, build, host, machine_class, ended FROM run WHERE id = ?",
                        row);
            query.next();
            result.digest = query.text(0);
            result.machine = {query.text(1), query.text(2), query.text(3)};
            result.ended = query.text(4);
        }
        for (const auto &[number, channel] : *stored) {
            bool whole = true;
            visitChunks(connection, row, channel.id, channel.kind, 0,
                        [&, number = number](std::int64_t, std::int64_t, Expected<Chunk> chunk) {
                            if (!chunk) {
                                whole = false;
                                return false;
                            }
                            chunk->channel = number;
                            result.chunks.push_back(
                                std::make_shared<const Chunk>(*std::move(chunk)));
                            return true;
                        });
            if (!whole)
                return std::nullopt;
            if (channel.kind == ObservationKind::match)
                result.labels[number] = loadLabels(connection, row, channel.id);
        }
        return result;
    });
}

std::function<bool(LiveLog &log, int run)> reuseFrom(const Store &store,
                                                     std::shared_ptr<const Grid> grid)
{
    return [&store, grid = std::move(grid)](LiveLog &log, int run) {
        const RunPlan &plan = grid->runs[static_cast<std::size_t>(run)];
        const Cell &cell = grid->cells[static_cast<std::size_t>(plan.cell)];
        auto found = store.findFinished(plan.identity, cell.family->catalogue().channels);
        // A store that cannot answer only costs the computation.
        if (!found || !*found)
            return false;
        FinishedRun &finished = **found;
        log.adopt(run, std::move(finished.chunks), std::move(finished.labels),
                  std::move(finished.digest), finished.machine.label());
        return true;
    };
}

} // namespace agon::storage
