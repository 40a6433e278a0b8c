#pragma once

#include "storage/series_reader.h"
#include "storage/store_private.h"

#include <map>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace agon::storage {

/** An experiment read from its file when asked. The writer makes its last chunk of a channel longer
 *  until it is full; here a channel is a sequence of points cut into pieces once and for all, so
 *  that what was handed out never changes. */
class StoredSource final : public ObservationSource
{
public:
    StoredSource(std::shared_ptr<Readers> readers, std::int64_t experiment, ExperimentView view,
                 ChannelTable channels);

    ExperimentView experiment() const override { return m_view; }
    std::vector<RunView> runs() const override;
    std::vector<ChunkPointer> chunks(int run, int channel, std::size_t from = 0) const override;
    std::vector<std::string> labels(int run, int channel) const override;
    std::uint64_t revision() const override { return m_readers->changes(); }

private:
    struct Series
    {
        std::int64_t runRow = 0;
        std::vector<SeriesRow> rows;
        std::vector<Piece> pieces;
        std::int64_t covered = 0; ///< points that pieces cover
    };

    /** The row of a run; 0 when there is no such run. */
    std::int64_t rowOf(Connection &connection, int run, std::uint64_t now) const;
    void refresh(Connection &connection, Series &series, std::int64_t runRow,
                 const StoredChannel &channel) const;
    void report(int run, const std::string &channel, const std::string &sentence) const;

    std::shared_ptr<Readers> m_readers;
    std::int64_t m_experiment;
    ExperimentView m_view;
    ChannelTable m_channels;

    mutable std::mutex m_mutex;
    mutable std::uint64_t m_runsSeen = 0;
    mutable std::vector<RunView> m_runs;
    mutable std::vector<std::int64_t> m_runRows;
    mutable std::map<std::pair<int, int>, Series> m_series;
};

} // namespace agon::storage
