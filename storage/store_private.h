#pragma once

#include "storage/connection.h"
#include "storage/file_lock.h"
#include "storage/store.h"

#include <functional>
#include <mutex>
#include <type_traits>

namespace agon::storage {

/** A run's status as it stands in the file: RunStatus, and one more. */
enum class StoredStatus : std::int32_t {
    queued = 0,
    running = 1,
    finished = 2,
    failed = 3,
    cancelled = 4,
    interrupted = 5 ///< was running when its program ended
};

/** Thrown inside the store where the file says something impossible; becomes an Error. */
struct BadContent
{
    std::string sentence;
};

/** What reads a file; shared by a store and its sources, so that a source outlives its store. */
class Readers
{
public:
    Readers(std::string path, bool immutable, bool ownsWriting);

    const std::string &path() const { return m_path; }
    std::uint64_t changes() const;
    /** Whether runs said to be running can be: some program writes to the file. */
    bool runsCanBeRunning() const;
    void report(Damage damage);
    std::vector<Damage> damage() const;

    /** Calls @p work with a connection that sees one state of the file. */
    template <class F>
    auto read(F &&work) const -> Expected<std::invoke_result_t<F, Connection &>>
    {
        try {
            ReaderPool::Lease connection = m_pool.lease();
            const ReadTransaction transaction(*connection);
            return work(*connection);
        } catch (const SQLite::Exception &exception) {
            return errorOf(exception, m_path);
        } catch (const BadContent &bad) {
            return contentError(bad);
        }
    }
    Error contentError(const BadContent &bad) const;

private:
    std::string m_path;
    bool m_immutable;
    bool m_ownsWriting;
    mutable ReaderPool m_pool;
    mutable std::mutex m_watchMutex;
    mutable std::unique_ptr<Connection> m_watch;
    mutable std::int64_t m_dataVersion = 0;
    mutable std::uint64_t m_changes = 1;
    mutable std::mutex m_damageMutex;
    std::vector<Damage> m_damage;
};

struct Store::Private
{
    std::string path;
    OpenMode mode = OpenMode::readOnly;
    Machine machine;
    std::unique_ptr<WriterLock> lock;
    std::shared_ptr<Readers> readers;
    std::mutex writeMutex; ///< one writing thread at a time
    std::unique_ptr<Connection> writer;

    enum class Durability {
        process, ///< survives the end of the program, however it ends
        power    ///< on the disk when the commit returns
    };
    /** Calls @p work in a transaction; a failure leaves the file as it was. */
    template <class F>
    auto write(F &&work, Durability durability = Durability::process)
        -> Expected<std::invoke_result_t<F, Connection &>>
    {
        using Result = std::invoke_result_t<F, Connection &>;
        if (!writer)
            return readOnlyError();
        const std::scoped_lock guard(writeMutex);
        try {
            writer->execute(durability == Durability::power ? "PRAGMA synchronous = FULL"
                                                            : "PRAGMA synchronous = NORMAL");
            WriteTransaction transaction(*writer);
            if constexpr (std::is_void_v<Result>) {
                work(*writer);
                transaction.commit();
                return {};
            } else {
                Result result = work(*writer);
                transaction.commit();
                return result;
            }
        } catch (const SQLite::Exception &exception) {
            return errorOf(exception, path);
        } catch (const BadContent &bad) {
            return readers->contentError(bad);
        }
    }
    Error readOnlyError() const;
};

/** Now, ISO 8601 in UTC with milliseconds. */
std::string timestamp();

// Experiments in the file (experiment_rows.cpp). All throw SQLite::Exception or BadContent.

/** The view without its runs. */
ExperimentView loadExperiment(Connection &connection, std::int64_t experiment);
/** The runs of an experiment in order; ids of their rows in @p rows when given. */
std::vector<RunView> loadRuns(Connection &connection, std::int64_t experiment, bool canBeRunning,
                              std::vector<std::int64_t> *rows = nullptr);
/** What reading and writing need to know of a channel. */
struct StoredChannel
{
    std::int64_t id = 0; ///< channel.id
    std::string key;
    ObservationKind kind = ObservationKind::metric;
    Direction direction = Direction::none;
    bool timed = false;
};
/** channel.id of the events of every run. */
inline constexpr std::int64_t eventChannelId = 1;

/** The channels of an experiment by number, eventChannel included. */
class ChannelTable
{
public:
    ChannelTable() = default;
    ChannelTable(Connection &connection, std::int64_t experiment, const ExperimentView &view);
    /** Null when there is no such channel. */
    const StoredChannel *find(int channel) const;
    int size() const { return static_cast<int>(m_declared.size()); }
    /** Declared channels in order, then the events. */
    std::vector<int> all() const;

private:
    std::vector<StoredChannel> m_declared;
    StoredChannel m_events{eventChannelId, "events", ObservationKind::event, Direction::none,
                           false};
};

std::int64_t insertExperiment(Connection &connection, const ExperimentView &view,
                              std::span<const RunView> runs, std::span<const CellOrigin> origins);
/** Adds the runs that the experiment does not have yet, linked to finished runs of the same
 *  identity. An empty file text leaves the one that is there. */
void extendRuns(Connection &connection, std::int64_t experiment, const ExperimentView &view,
                std::span<const RunView> runs);
/** The finished run of this identity that is not out of date, or 0. */
std::int64_t finishedRun(Connection &connection, const std::string &identity);
std::string experimentIdentity(const ExperimentView &view, std::span<const RunView> runs);
std::vector<CellOrigin> loadOrigins(Connection &connection, std::int64_t experiment);
void requireExperiment(Connection &connection, std::int64_t experiment);
/** After a run finished: runs of the same settings under an older revision are out of date. */
void markSuperseded(Connection &connection, std::int64_t run);
/** Removes runs that no experiment names any more. */
void removeOrphans(Connection &connection);
/** channel.id of a family's channel, made when it is new. */
std::int64_t channelRow(Connection &connection, const std::string &family, const std::string &key,
                        int kind);
/** What is shown of a stored status; @p reason says so when its program is gone. */
RunStatus shownStatus(std::int64_t stored, bool canBeRunning, std::string &reason);
/** The list of runs with summaries (run_list.cpp). */
std::vector<RunEntry> loadRunEntries(Connection &connection, std::optional<std::int64_t> experiment,
                                     bool canBeRunning);
Json parseJson(const std::string &text, const char *what);

// Chunks in the file (chunk_rows.cpp).

/** Calls @p use with every chunk of a channel of a run from @p fromPosition on; its sentence and
 *  count when it cannot be read. @p use answers whether to go on. */
using ChunkVisitor =
    std::function<bool(std::int64_t position, std::int64_t count, Expected<Chunk> chunk)>;
void visitChunks(Connection &connection, std::int64_t run, std::int64_t channel,
                 ObservationKind kind, std::int64_t fromPosition, const ChunkVisitor &use);
/** Whether what run row @p before holds is the beginning of run row @p after, bit for bit, timed
 *  channels left out. The error names channel and step of the first difference (prefix.cpp). */
Expected<void> comparePrefix(Connection &connection, std::int64_t before, std::int64_t after,
                             const ChannelTable &channels);
std::vector<std::string> loadLabels(Connection &connection, std::int64_t run, std::int64_t channel);

} // namespace agon::storage
