#include "storage/chunk_codec.h"
#include "storage/store_private.h"

#include <fmt/format.h>

namespace agon::storage {

namespace {

void deleteExperiment(Connection &connection, std::int64_t experiment)
{
    Query(connection, "DELETE FROM experiment_run WHERE experiment_id = ?", experiment).run();
    Query(connection, "DELETE FROM experiment WHERE id = ?", experiment).run();
}

std::vector<std::int64_t> ids(Query &query)
{
    std::vector<std::int64_t> result;
    while (query.next())
        result.push_back(query.integer(0));
    return result;
}

void checkStructure(Connection &connection, std::vector<Damage> &damage)
{
    Query structure(connection, "PRAGMA integrity_check(100)");
    while (structure.next())
        if (const std::string line = structure.text(0); line != "ok")
            damage.push_back({0, -1, {}, "The file's structure is damaged: " + line});
    Query references(connection, "PRAGMA foreign_key_check");
    int broken = 0;
    while (references.next())
        ++broken;
    if (broken > 0)
        damage.push_back(
            {0, -1, {}, fmt::format("{} entries belong to something that is missing.", broken)});
}

struct Owner
{
    std::int64_t experiment = 0;
    int run = -1;
};

std::map<std::int64_t, Owner> ownersOfRuns(Connection &connection)
{
    std::map<std::int64_t, Owner> owners;
    Query query(connection, "SELECT run_id, experiment_id, position FROM experiment_run");
    while (query.next())
        owners.try_emplace(query.integer(0),
                           Owner{query.integer(1), static_cast<int>(query.integer(2))});
    return owners;
}

void checkChunks(Connection &connection, std::vector<Damage> &damage)
{
    struct Series
    {
        std::int64_t run = 0, channel = 0;
        std::string key;
        ObservationKind kind = ObservationKind::metric;
    };
    std::vector<Series> all;
    {
        Query query(connection, "SELECT DISTINCT k.run_id, c.id, c.key, c.kind FROM chunk k "
                                "JOIN channel c ON c.id = k.channel_id");
        while (query.next())
            all.push_back({query.integer(0), query.integer(1), query.text(2),
                           static_cast<ObservationKind>(query.integer(3))});
    }
    const std::map<std::int64_t, Owner> owners = ownersOfRuns(connection);
    for (const Series &series : all) {
        const auto owner = owners.find(series.run);
        const Owner who = owner == owners.end() ? Owner() : owner->second;
        const auto report = [&](std::string sentence) {
            damage.push_back({who.experiment, who.run, series.key, std::move(sentence)});
        };
        std::int64_t expected = 0;
        try {
            visitChunks(connection, series.run, series.channel, series.kind, 0,
                        [&](std::int64_t position, std::int64_t, const Expected<Chunk> &chunk) {
                            if (position != expected)
                                report(fmt::format("Chunk {} is missing.", expected));
                            expected = position + 1;
                            if (!chunk)
                                report(chunk.error().message);
                            return true;
                        });
        } catch (const SQLite::Exception &) {
            report("Its chunks lie in a damaged part of the file.");
        }
    }
}

} // namespace

Expected<std::vector<Damage>> Store::check() const
{
    return d->readers->read([&](Connection &connection) {
        std::vector<Damage> damage;
        checkStructure(connection, damage);
        checkChunks(connection, damage);
        return damage;
    });
}

Expected<void> Store::moveToTrash(std::int64_t experiment)
{
    return d->write([&](Connection &connection) {
        requireExperiment(connection, experiment);
        Query(connection, "INSERT OR IGNORE INTO trash VALUES (?, ?)", experiment, timestamp())
            .run();
    });
}

Expected<void> Store::restore(std::int64_t experiment)
{
    return d->write([&](Connection &connection) {
        requireExperiment(connection, experiment);
        Query(connection, "DELETE FROM trash WHERE experiment_id = ?", experiment).run();
    });
}

Expected<void> Store::emptyTrash()
{
    return d->write([&](Connection &connection) {
        std::vector<std::int64_t> gone;
        {
            Query query(connection, "SELECT experiment_id FROM trash");
            gone = ids(query);
        }
        for (const std::int64_t experiment : gone)
            deleteExperiment(connection, experiment);
        removeOrphans(connection);
    });
}

Expected<int> Store::prune(int keepNewest)
{
    return d->write([&](Connection &connection) {
        std::vector<std::int64_t> old;
        {
            Query query(connection, "SELECT id FROM experiment ORDER BY id DESC LIMIT -1 OFFSET ?",
                        keepNewest);
            old = ids(query);
        }
        for (const std::int64_t experiment : old)
            deleteExperiment(connection, experiment);
        if (!old.empty())
            removeOrphans(connection);
        return static_cast<int>(old.size());
    });
}

Expected<void> Store::forgetHosts()
{
    return d->write([](Connection &connection) {
        Query(connection, "UPDATE run SET host = '' WHERE host <> ''").run();
    });
}

Expected<void> Store::compact()
{
    if (!d->writer)
        return d->readOnlyError();
    const std::scoped_lock guard(d->writeMutex);
    try {
        d->writer->vacuum();
        d->writer->execute("PRAGMA wal_checkpoint(TRUNCATE)");
    } catch (const SQLite::Exception &exception) {
        return errorOf(exception, d->path);
    }
    return {};
}

Expected<std::int64_t> Store::saveFigure(const SavedFigure &figure)
{
    return d->write([&](Connection &connection) -> std::int64_t {
        const std::string now = timestamp();
        const std::string model = figure.model.dump();
        if (figure.id != 0) {
            Query(connection, "UPDATE figure SET name = ?, changed = ?, model = ? WHERE id = ?",
                  figure.name, now, model, figure.id)
                .run();
            if (connection.database().getChanges() == 0)
                throw BadContent{fmt::format("there is no figure number {}", figure.id)};
            return figure.id;
        }
        Query(connection, "INSERT INTO figure (name, created, changed, model) VALUES (?, ?, ?, ?)",
              figure.name, now, now, model)
            .run();
        const std::int64_t id = connection.lastRowId();
        if (figure.experiment) {
            requireExperiment(connection, *figure.experiment);
            Query(connection, "UPDATE figure SET experiment_id = ? WHERE id = ?",
                  *figure.experiment, id)
                .run();
        }
        return id;
    });
}

Expected<std::vector<SavedFigure>> Store::figures() const
{
    return d->readers->read([&](Connection &connection) {
        std::vector<SavedFigure> figures;
        Query query(
            connection,
            "SELECT id, experiment_id, name, created, changed, model FROM figure ORDER BY id");
        while (query.next()) {
            SavedFigure figure;
            figure.id = query.integer(0);
            if (!query.isNull(1))
                figure.experiment = query.integer(1);
            figure.name = query.text(2);
            figure.created = query.text(3);
            figure.changed = query.text(4);
            figure.model = parseJson(query.text(5), "figure");
            figures.push_back(std::move(figure));
        }
        return figures;
    });
}

Expected<void> Store::removeFigure(std::int64_t figure)
{
    return d->write([&](Connection &connection) {
        Query(connection, "DELETE FROM figure WHERE id = ?", figure).run();
    });
}

} // namespace agon::storage
