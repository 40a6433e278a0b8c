#pragma once

#include "storage/store_private.h"

#include <map>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace agon::storage {

/** An experiment read from its file when asked. The writer makes its last chunk of a channel longer
 *  until it is full; here a channel is a sequence of points cut into pieces once and for all, so
 * that what was handed out never changes. */
class StoredSource final : public ObservationSource
{
public:
    StoredSource(std::shared_ptr<Readers> readers, std::int64_t experiment, ExperimentView view,
                 std::vector<std::int64_t> channelIds);

    ExperimentView experiment() const override { return m_view; }
    std::vector<RunView> runs() const override;
    std::vector<ChunkPointer> chunks(int run, int channel, std::size_t from = 0) const override;
    std::vector<std::string> labels(int run, int channel) const override;
    std::uint64_t revision() const override { return m_readers->changes(); }

private:
    /** Points number begin to end - 1 of a channel. */
    struct Piece
    {
        std::int64_t begin = 0, end = 0;
    };
    struct Row
    {
        std::int64_t position = 0, begin = 0, end = 0;
    };
    struct Series
    {
        std::uint64_t seen = 0; ///< changes() when the rows were listed; 0: never
        std::int64_t runRow = 0;
        std::vector<Row> rows;
        std::vector<Piece> pieces;
        std::int64_t listed = 0; ///< points that pieces cover
    };

    void refreshRuns(Connection &connection, std::uint64_t now) const;
    void refreshSeries(Connection &connection, Series &series, std::int64_t runRow, int channel,
                       std::uint64_t now) const;
    void read(Connection &connection, Series &series, int run, int channel, std::size_t from,
              std::vector<ChunkPointer> &result) const;

    std::shared_ptr<Readers> m_readers;
    std::int64_t m_experiment;
    ExperimentView m_view;
    std::vector<std::int64_t> m_channelIds;

    mutable std::mutex m_mutex;
    mutable std::uint64_t m_runsSeen = 0;
    mutable std::vector<RunView> m_runs;
    mutable std::vector<std::int64_t> m_runRows;
    mutable std::map<std::pair<int, int>, Series> m_series;
};

} // namespace agon::storage
