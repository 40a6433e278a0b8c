#include "storage/chunk_codec.h"
#include "storage/store_private.h"

namespace agon::storage {

void visitChunks(Connection &connection, std::int64_t run, std::int64_t channel,
                 ObservationKind kind, std::int64_t fromPosition, const ChunkVisitor &use)
{
    Query query(
        connection,
        "SELECT position, first_step, last_step, stride, count, codec, checksum, data "
        "FROM chunk WHERE run_id = ? AND channel_id = ? AND position >= ? ORDER BY position",
        run, channel, fromPosition);
    while (query.next()) {
        EncodedChunkView encoded;
        encoded.firstStep = query.integer(1);
        encoded.lastStep = query.integer(2);
        encoded.stride = query.integer(3);
        encoded.count = query.integer(4);
        encoded.codec = static_cast<ChunkCodec>(query.integer(5));
        encoded.checksum = query.integer(6);
        encoded.data = query.blob(7);
        if (!use(query.integer(0), encoded.count, decode(kind, encoded)))
            return;
    }
}

std::vector<std::string> loadLabels(Connection &connection, std::int64_t run, std::int64_t channel)
{
    Query query(connection, "SELECT names FROM label WHERE run_id = ? AND channel_id = ?", run,
                channel);
    if (!query.next())
        return {};
    const Json names = parseJson(query.text(0), "competitors' names");
    if (!names.is_array())
        throw BadContent{"its competitors' names are not a list"};
    std::vector<std::string> labels;
    for (const Json &name : names) {
        if (!name.is_string())
            throw BadContent{"a competitor's name is not a text"};
        labels.push_back(name.get<std::string>());
    }
    return labels;
}

} // namespace agon::storage
