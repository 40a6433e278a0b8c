#pragma once

#include "core/expected.h"
#include "core/experiment/experiment.h"
#include "core/experiment/runner.h"

#include <QString>

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace agon::storage {
class Store;
}

namespace agon::app {

class StoreSession;
struct LoadedPlugin;

struct LabOptions
{
    int threads = 0;               ///< 0: one per core
    std::filesystem::path session; ///< empty: nothing is kept by itself
    WorkerPriority priority = WorkerPriority::normal;
};

/** The laboratory without a face: families, data, worker threads and the session's store. The
 * window and the command line are two faces of it. */
class Lab
{
public:
    /** Loads the families beside the program. Families that cannot be loaded are reported by
     * plugins(), never fatal; an error is only a program without its resources. */
    static Expected<std::unique_ptr<Lab>> open(LabOptions options = {});
    ~Lab();

    const FamilySet &families() const { return m_families; }
    const DataSource &data() const { return *m_data; }
    Executor &executor() { return *m_executor; }
    const std::filesystem::path &resources() const { return m_resources; }
    const std::vector<LoadedPlugin> &plugins() const { return m_plugins; }

    /** The session's store; null when there is none or it cannot be opened (sessionProblem says
     * why). */
    storage::Store *session();
    /** What is wrong with the session's store just now; empty: nothing. */
    std::string sessionProblem();

    /** For RunnerOptions::reuse: adopts runs of @p grid that the session has computed before. */
    std::function<bool(LiveLog &log, int run)> reuse(std::shared_ptr<const Grid> grid);
    /** Writes what @p log receives into the session from now on. */
    void keep(const Grid &grid, const std::shared_ptr<LiveLog> &log);

    /** Goes on with an experiment of the session that was cut off. */
    void resume(std::int64_t experiment, const std::shared_ptr<LiveLog> &log);
    /** Under which number the session keeps @p log; nothing when it does not. */
    std::optional<std::int64_t> sessionExperiment(const std::shared_ptr<LiveLog> &log) const;
    /** Names an experiment of the session and copies it into the store at @p path, which is made
     *  when missing. Answers how many of its runs are there now. */
    Expected<int> copyToStore(std::int64_t experiment, const std::string &name,
                              const std::string &path);
    /** Returns when all that was kept so far is in the session's file. */
    Expected<void> flush();

    /** The family in a child process, where a run that hangs can be killed. */
    Expected<std::shared_ptr<const Family>> inChildProcess(const std::string &family) const;

    /** Names of the shipped example experiments, without ".toml", sorted. */
    std::vector<std::string> examples() const;
    /** Title of a paper of the collection ("P016"); empty for an unknown one. */
    std::string paperTitle(const std::string &paper) const;
    /** Who is to be cited for a data resource ("optdigits-train.csv"): authors, year, title; empty
     * when nobody is. */
    std::string dataReference(const std::string &resource) const;
    /** A file's path, or the name of a shipped example. */
    Expected<Experiment> readExperimentOrExample(const std::string &pathOrName) const;

private:
    Lab();

    std::filesystem::path m_resources;
    std::unique_ptr<DataSource> m_data;
    FamilySet m_families;
    std::vector<LoadedPlugin> m_plugins;
    std::unique_ptr<Executor> m_executor;
    std::unique_ptr<StoreSession> m_session;
    std::string m_sessionProblem;
};

} // namespace agon::app
