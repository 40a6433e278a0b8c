#pragma once

#include "core/experiment/runner.h"
#include "storage/store.h"
#include "storage/store_writer.h"

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace agon::app {

/** A store that experiments are written into as they run, and that gives back what it has computed
 *  before. Without a path nothing is kept and nothing is known. Thread-safe. */
class StoreSession
{
public:
    /** Opens or makes the store at @p path; empty: a session that keeps nothing. */
    static Expected<std::unique_ptr<StoreSession>> open(const std::string &path);
    ~StoreSession();

    /** Null when nothing is kept. */
    storage::Store *store() { return m_store.get(); }

    /** For RunnerOptions::reuse: adopts finished runs of the same identity as those of @p grid. */
    std::function<bool(LiveLog &log, int run)> reuse(std::shared_ptr<const Grid> grid);
    /** Writes what @p log holds and receives from now on. Called again with a log whose runs were
     *  extended, it goes on with the same experiment. */
    Expected<void> keep(const Grid &grid, const std::shared_ptr<LiveLog> &log);
    /** Goes on with experiment @p experiment of the store, whose runs @p log has in the same order
     *  (see unfinishedGrid): what is there stays, what was cut off is written anew. */
    void resume(std::int64_t experiment, const std::shared_ptr<LiveLog> &log);
    /** Under which number @p log is kept; nothing when it is not. */
    std::optional<std::int64_t> experimentOf(const std::shared_ptr<LiveLog> &log) const;
    /** Returns when everything is in the file. */
    Expected<void> flush();
    /** What went wrong since the last call; empty: nothing. */
    std::string takeProblem();

private:
    StoreSession() = default;

    std::unique_ptr<storage::Store> m_store;
    std::unique_ptr<storage::StoreWriter> m_writer;
    std::vector<std::pair<std::weak_ptr<LiveLog>, std::int64_t>>
        m_kept; ///< logs and their experiments
    std::mutex m_mutex;
    std::string m_problem;
};

/** The runs of an experiment that was cut off, in the order in which the store has them. Errors:
 * its file can no longer be worked out (a family is missing, a parameter is gone), or it no longer
 *  gives the runs that are stored. */
Expected<Grid> unfinishedGrid(const storage::Store &store,
                              const storage::UnfinishedExperiment &unfinished,
                              const FamilySet &families, const DataSource &data);

/** The runs of a live log as the store would list them, with summaries of one metric. */
std::vector<storage::RunEntry> entriesOf(const ObservationSource &source, int channel);

} // namespace agon::app
