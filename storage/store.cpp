#include "storage/store.h"

#include "storage/schema.h"
#include "storage/store_private.h"
#include "storage/stored_source.h"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sys/stat.h>
#include <unistd.h>

namespace agon::storage {

namespace {

Error failure(const std::string &path, std::string message, std::string hint)
{
    Error error(std::move(message), std::move(hint));
    error.file = path;
    return error;
}

/** What can be said about a file before SQLite sees it. */
Expected<bool> lookAt(const std::string &path, OpenMode mode)
{
    struct stat info = {};
    if (stat(path.c_str(), &info) != 0) {
        if (errno == ENOENT && mode == OpenMode::create)
            return false;
        if (errno == ENOENT)
            return failure(path, "There is no such file.", "Check its name and folder.");
        return failure(path, fmt::format("This file cannot be reached ({}).", std::strerror(errno)),
                       "Check that its folder may be read.");
    }
    if (S_ISDIR(info.st_mode))
        return failure(path, "This is a folder, not an Agon store.",
                       "Choose a file ending in .agon.");
    if (!S_ISREG(info.st_mode))
        return failure(path, "This is not an ordinary file.", "Choose a file ending in .agon.");
    if (access(path.c_str(), R_OK) != 0)
        return failure(path, "This store may not be read.", "Ask its owner for permission.");
    if (info.st_size == 0) {
        if (mode != OpenMode::readOnly)
            return false;
        return failure(path, "This file is empty, so it is not an Agon store.",
                       "Choose a file that Agon wrote.");
    }
    std::ifstream file(path, std::ios::binary);
    std::array<char, 100> header{};
    file.read(header.data(), header.size());
    constexpr std::string_view magic("SQLite format 3\0", 16);
    if (std::string_view(header.data(), magic.size()) != magic)
        return failure(path, "This file is not an Agon store.",
                       "Choose a file that Agon wrote; its name usually ends in .agon.");
    const auto byte = [&](std::size_t at) {
        return static_cast<std::uint64_t>(static_cast<unsigned char>(header[at]));
    };
    // SQLite's header: page size, file change counter, pages, and the counter these were valid for.
    const std::uint64_t rawPage = byte(16) << 8U | byte(17);
    const std::uint64_t pageSize = rawPage == 1 ? 65536 : rawPage;
    const std::uint64_t pages = byte(28) << 24U | byte(29) << 16U | byte(30) << 8U | byte(31);
    const bool current = std::memcmp(header.data() + 24, header.data() + 92, 4) == 0;
    const bool hasLog = access((path + "-wal").c_str(), F_OK) == 0;
    if (current && !hasLog && pages * pageSize > static_cast<std::uint64_t>(info.st_size))
        return failure(path,
                       fmt::format("This store is cut off: {} of {} bytes are there.", info.st_size,
                                   pages * pageSize),
                       "Copy it again from where it came, or go back to an older copy.");
    return true;
}

/** A folder without write permission cannot hold SQLite's shared index; then nobody else can be
 *  writing either, and the file is read as it stands. */
Expected<bool> mustBeImmutable(const std::string &path)
{
    const std::size_t slash = path.find_last_of('/');
    const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
    if (access(folder.c_str(), W_OK) == 0)
        return false;
    // Its owner may be writing to it now, and lets us take part.
    if (access((path + "-shm").c_str(), R_OK) == 0)
        return false;
    std::error_code unknown;
    const auto logSize = std::filesystem::file_size(path + "-wal", unknown);
    if (unknown || logSize == 0)
        return true;
    return failure(
        path,
        "The newest runs of this store lie in its -wal file, which cannot be read from a "
        "folder without write permission.",
        "Copy the store together with its -wal file to a folder of yours and open it there.");
}

void prepareForWriting(Connection &connection, const std::string &path, bool fresh)
{
    if (fresh)
        connection.execute("PRAGMA page_size = 8192");
    // The write-ahead log needs shared memory, which network file systems do not have.
    connection.execute(onNetworkFileSystem(path) ? "PRAGMA journal_mode = DELETE"
                                                 : "PRAGMA journal_mode = WAL");
    connection.execute("PRAGMA journal_size_limit = 67108864");
}

Expected<void> openForWriting(const std::string &path, bool exists,
                              std::unique_ptr<Connection> &writer)
{
    if (exists) {
        if (access(path.c_str(), W_OK) != 0)
            return failure(path, "This store cannot be changed: the file does not allow writing.",
                           "Open it for reading, or copy it to a folder of yours.");
        // Looked at before anything in it can be changed or run.
        Connection look(path, Connection::Access::readWrite);
        const Expected<int> version = checkSchema(look, path, allMigrations());
        if (!version)
            return version.error();
    }
    writer = std::make_unique<Connection>(path, Connection::Access::create);
    prepareForWriting(*writer, path, !exists);
    migrate(*writer, allMigrations());
    WriteTransaction transaction(*writer);
    // This program holds the lock: whoever was running these runs is gone.
    Query(*writer, "UPDATE run SET status = 5, ended = ? WHERE status = 1", timestamp()).run();
    transaction.commit();
    return {};
}

Expected<void> openForReading(const std::string &path, bool immutable)
{
    Connection look(path, Connection::Access::readOnly, immutable);
    const Expected<int> version = checkSchema(look, path, allMigrations());
    if (!version)
        return version.error();
    if (*version == 0)
        return failure(path, "This file is an empty database, so it is not an Agon store.",
                       "Choose a file that Agon wrote.");
    if (*version < currentVersion())
        return failure(
            path,
            fmt::format("This store was written by an older Agon (layout {} of {}) and must "
                        "be brought up to date, which changes the file.",
                        *version, currentVersion()),
            "Open it for writing once, or work on a copy.");
    return {};
}

ExperimentEntry entryFrom(const Query &query)
{
    ExperimentEntry entry;
    entry.id = query.integer(0);
    entry.name = query.text(1);
    entry.family = query.text(2);
    entry.created = query.text(3);
    entry.notes = query.text(4);
    return entry;
}

std::vector<ExperimentEntry> loadEntries(Connection &connection, bool trashed, bool canBeRunning)
{
    std::vector<ExperimentEntry> entries;
    std::map<std::int64_t, std::size_t> place;
    Query query(connection,
                "SELECT e.id, e.name, e.family, e.created, e.notes FROM experiment e "
                "WHERE (e.id IN (SELECT experiment_id FROM trash)) = ? ORDER BY e.id DESC",
                trashed ? 1 : 0);
    while (query.next()) {
        place[query.integer(0)] = entries.size();
        entries.push_back(entryFrom(query));
    }
    Query counts(connection, "SELECT e.experiment_id, r.status, count(*) FROM experiment_run e "
                             "JOIN run r ON r.id = e.run_id GROUP BY 1, 2");
    while (counts.next()) {
        const auto at = place.find(counts.integer(0));
        if (at == place.end())
            continue;
        RunCounts &runs = entries[at->second].runs;
        const int n = static_cast<int>(counts.integer(2));
        switch (static_cast<StoredStatus>(counts.integer(1))) {
        case StoredStatus::queued:
            runs.queued += n;
            break;
        case StoredStatus::running:
            (canBeRunning ? runs.running : runs.cancelled) += n;
            break;
        case StoredStatus::finished:
            runs.finished += n;
            break;
        case StoredStatus::failed:
            runs.failed += n;
            break;
        case StoredStatus::cancelled:
        case StoredStatus::interrupted:
            runs.cancelled += n;
            break;
        }
    }
    Query tags(connection, "SELECT experiment_id, tag FROM tag ORDER BY tag");
    while (tags.next()) {
        const auto at = place.find(tags.integer(0));
        if (at != place.end())
            entries[at->second].tags.push_back(tags.text(1));
    }
    return entries;
}

} // namespace

Error Store::Private::readOnlyError() const
{
    return failure(path, "This store was opened for reading only.",
                   "Open it for writing to change it.");
}

Store::Store(std::unique_ptr<Private> data) : d(std::move(data)) {}
Store::~Store() = default;

const std::string &Store::path() const { return d->path; }
bool Store::writable() const { return d->writer != nullptr; }
const Machine &Store::machine() const { return d->machine; }
std::uint64_t Store::changes() const { return d->readers->changes(); }
std::vector<Damage> Store::damage() const { return d->readers->damage(); }

Expected<std::unique_ptr<Store>> Store::open(const std::string &path, OpenMode mode,
                                             Machine machine)
{
    const Expected<bool> exists = lookAt(path, mode);
    if (!exists)
        return exists.error();
    auto data = std::make_unique<Private>();
    data->path = path;
    data->mode = mode;
    data->machine = std::move(machine);
    bool immutable = false;
    try {
        if (mode == OpenMode::readOnly) {
            const Expected<bool> must = mustBeImmutable(path);
            if (!must)
                return must.error();
            immutable = *must;
            const Expected<void> opened = openForReading(path, immutable);
            if (!opened)
                return opened.error();
        } else {
            Expected<std::unique_ptr<WriterLock>> lock = WriterLock::take(path);
            if (!lock)
                return lock.error();
            data->lock = *std::move(lock);
            const Expected<void> opened = openForWriting(path, *exists, data->writer);
            if (!opened)
                return opened.error();
        }
    } catch (const SQLite::Exception &exception) {
        return errorOf(exception, path);
    }
    data->readers = std::make_shared<Readers>(path, immutable, mode != OpenMode::readOnly);
    return std::unique_ptr<Store>(new Store(std::move(data)));
}

Expected<std::vector<ExperimentEntry>> Store::experiments() const
{
    const bool canBeRunning = d->readers->runsCanBeRunning();
    return d->readers->read(
        [&](Connection &connection) { return loadEntries(connection, false, canBeRunning); });
}

Expected<std::vector<ExperimentEntry>> Store::trash() const
{
    const bool canBeRunning = d->readers->runsCanBeRunning();
    return d->readers->read(
        [&](Connection &connection) { return loadEntries(connection, true, canBeRunning); });
}

Expected<std::vector<RunEntry>> Store::runs(std::optional<std::int64_t> experiment) const
{
    const bool canBeRunning = d->readers->runsCanBeRunning();
    return d->readers->read([&](Connection &connection) {
        return loadRunEntries(connection, experiment, canBeRunning);
    });
}

Expected<std::shared_ptr<ObservationSource>> Store::source(std::int64_t experiment) const
{
    return d->readers->read([&](Connection &connection) -> std::shared_ptr<ObservationSource> {
        ExperimentView view = loadExperiment(connection, experiment);
        ChannelTable channels(connection, experiment, view);
        return std::make_shared<StoredSource>(d->readers, experiment, std::move(view),
                                              std::move(channels));
    });
}

Expected<std::vector<UnfinishedExperiment>> Store::unfinished() const
{
    const bool canBeRunning = d->readers->runsCanBeRunning();
    return d->readers->read([&](Connection &connection) {
        std::vector<UnfinishedExperiment> result;
        std::map<std::int64_t, std::string> files;
        {
            Query query(
                connection,
                "SELECT id, toml FROM experiment WHERE id IN (SELECT e.experiment_id "
                "FROM experiment_run e JOIN run r ON r.id = e.run_id WHERE r.status IN (0, 5) "
                "OR (r.status = 1 AND ?))",
                canBeRunning ? 0 : 1);
            while (query.next())
                files[query.integer(0)] = query.text(1);
        }
        for (const ExperimentEntry &entry : loadEntries(connection, false, canBeRunning))
            if (const auto file = files.find(entry.id); file != files.end())
                result.push_back({entry.id, entry.name, file->second, entry.runs});
        return result;
    });
}

Expected<std::int64_t> Store::addExperiment(const ExperimentView &view,
                                            std::span<const RunView> runs,
                                            std::span<const CellOrigin> origins)
{
    return d->write(
        [&](Connection &connection) { return insertExperiment(connection, view, runs, origins); });
}

Expected<std::int64_t> Store::addExperiment(const Grid &grid)
{
    const LiveLog log(grid);
    ExperimentView view = log.experiment();
    view.toml = toToml(grid.experiment);
    return addExperiment(view, log.runs(), originsOf(grid));
}

Expected<void> Store::extendExperiment(std::int64_t experiment, const ExperimentView &view,
                                       std::span<const RunView> runs)
{
    return d->write(
        [&](Connection &connection) { extendRuns(connection, experiment, view, runs); });
}

Expected<void> Store::extendExperiment(std::int64_t experiment, const Grid &grid)
{
    const LiveLog log(grid);
    ExperimentView view = log.experiment();
    view.toml = toToml(grid.experiment);
    return extendExperiment(experiment, view, log.runs());
}

Expected<void> Store::rename(std::int64_t experiment, const std::string &name)
{
    return d->write([&](Connection &connection) {
        requireExperiment(connection, experiment);
        Query(connection, "UPDATE experiment SET name = ? WHERE id = ?", name, experiment).run();
    });
}

Expected<void> Store::setNotes(std::int64_t experiment, const std::string &notes)
{
    return d->write([&](Connection &connection) {
        requireExperiment(connection, experiment);
        Query(connection, "UPDATE experiment SET notes = ? WHERE id = ?", notes, experiment).run();
    });
}

Expected<void> Store::setTags(std::int64_t experiment, const std::vector<std::string> &tags)
{
    return d->write([&](Connection &connection) {
        requireExperiment(connection, experiment);
        Query(connection, "DELETE FROM tag WHERE experiment_id = ?", experiment).run();
        for (const std::string &tag : tags)
            Query(connection, "INSERT OR IGNORE INTO tag VALUES (?, ?)", experiment, tag).run();
    });
}

} // namespace agon::storage
