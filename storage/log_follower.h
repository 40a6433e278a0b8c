#pragma once

#include "core/experiment/runner.h"
#include "storage/chunk_codec.h"
#include "storage/run_summary.h"
#include "storage/series_reader.h"
#include "storage/store_private.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace agon::storage {

/** One experiment on its way from a log into the file. A flush is planned (gather), written inside
 *  the caller's transaction (write) and, once that is committed, remembered (commit); when it fails
 *  nothing is remembered and the next flush starts from the same place. */
class LogFollower
{
public:
    LogFollower(std::int64_t experiment, std::shared_ptr<const ObservationSource> log,
                Machine machine);

    std::int64_t experiment() const { return m_experiment; }
    /** Looks for news in the log. Answers the number of new points and frames. */
    std::int64_t gather();
    bool hasNews() const { return m_news; }
    /** Whether a run has ended since the last flush: its commit goes to the disk. */
    bool hasEnded() const { return m_ended; }
    /** Writes nothing when the experiment was deleted: see gone(). */
    void write(Connection &connection);
    void commit();
    /** Whether nobody but @p owners holds the log, so that it cannot grow any more. */
    bool abandoned(long owners) const { return m_log.use_count() <= owners; }
    /** Whether the experiment was deleted from the file. */
    bool gone() const { return m_gone; }

    /** Frees @p log, the one that is followed, of runs that have ended until it holds no more than
     *  @p bytes; it reads them back through @p readers. */
    void evict(LiveLog &log, std::size_t bytes, const std::shared_ptr<Readers> &readers);
    std::vector<std::string> takeWarnings() { return std::move(m_warnings); }

private:
    /** How far one channel of one run is. */
    struct Series
    {
        std::size_t taken = 0;     ///< chunks of the log that are written
        std::int64_t position = 0; ///< of the open chunk, or of the next one
        Chunk open;                ///< points of the last chunk while it is not full
        RunningSummary summary;
        bool labelled = false;
    };
    struct RunState
    {
        bool known = false;   ///< row is valid
        bool evicted = false; ///< the log reads it back from the file
        bool skip = false;    ///< its numbers are in the file already
        std::int64_t row = 0;
        RunStatus status = RunStatus::queued;
        std::int64_t step = 0;
        std::map<int, Series> series;
    };
    struct NewChunks
    {
        int channel = 0;
        std::vector<ChunkPointer> chunks;
    };
    struct News
    {
        int run = 0;
        RunView view;
        std::vector<NewChunks> pieces;
    };

    void prepare(Connection &connection);
    /** Finds or makes the row that @p run is written to. */
    void begin(Connection &connection, const News &news, RunState &state);
    CellOrigin originOf(const RunView &view) const;
    void restart(Connection &connection, const News &news, RunState &state);
    void link(Connection &connection, int run, std::int64_t from, std::int64_t to);
    void writePiece(Connection &connection, const NewChunks &piece, int run, RunState &state);
    void writeMetrics(Connection &connection, std::int64_t row, const StoredChannel &channel,
                      Series &series, const NewChunks &piece);
    /** Writes the open points in full chunks; the rest stays open unless @p seal. */
    void writePoints(Connection &connection, std::int64_t row, std::int64_t channel, Series &series,
                     bool seal);
    void writeFrames(Connection &connection, std::int64_t row, std::int64_t channel,
                     Series &series);
    void writeLabels(Connection &connection, int run, std::int64_t row, std::int64_t channel,
                     Series &series, int number);
    void saveChunk(Connection &connection, std::int64_t row, std::int64_t channel,
                   std::int64_t position, const EncodedChunk &chunk);
    void end(Connection &connection, const News &news, RunState &state);
    void settleAttempts(Connection &connection, const News &news, std::int64_t row);

    std::int64_t m_experiment;
    std::shared_ptr<const ObservationSource> m_log;
    Machine m_machine;
    ExperimentView m_view;
    ChannelTable m_channels;
    std::vector<CellOrigin> m_origins;
    bool m_prepared = false;
    bool m_gone = false;
    std::uint64_t m_revision = 0; ///< of the log at the last committed flush
    std::size_t m_knownRuns = 0;  ///< runs of the experiment in the file
    std::vector<RunState> m_states;
    std::vector<std::string> m_warnings;

    // The flush under way.
    bool m_news = false;
    bool m_ended = false;
    std::uint64_t m_newRevision = 0;
    std::vector<RunView> m_runs;
    std::vector<News> m_pending;
    std::map<int, RunState> m_changed;
    std::vector<std::string> m_newWarnings;
};

} // namespace agon::storage
