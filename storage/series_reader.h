#pragma once

#include "storage/store_private.h"

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace agon::storage {

/** Points number begin to end - 1 of one channel of one run, however the file cuts them. */
struct Piece
{
    std::int64_t begin = 0, end = 0;
};

/** One stored chunk and the points it holds. */
struct SeriesRow
{
    std::int64_t position = 0, begin = 0, end = 0;
};

/** The chunks of a channel of a run, without their data. */
std::vector<SeriesRow> listRows(Connection &connection, std::int64_t run, std::int64_t channel);

/** Reads pieces that ascend and do not overlap. @p use gets each of them in order, null when
 * nothing of it can be read; @p damaged gets a sentence for each chunk that cannot be read. */
void readPieces(Connection &connection, std::int64_t run, const StoredChannel &channel, int number,
                std::span<const SeriesRow> rows, std::span<const Piece> pieces,
                const std::function<void(std::shared_ptr<Chunk>)> &use,
                const std::function<void(const std::string &)> &damaged);

} // namespace agon::storage
