#include "storage/store_private.h"

#include <fmt/format.h>

#include <array>

namespace agon::storage {

namespace {

/** Copies experiments from one open file to another. */
class Transfer
{
public:
    Transfer(Connection &from, Connection &to) : m_from(from), m_to(to) {}

    std::int64_t experiment(std::int64_t id, bool canBeRunning);
    TransferReport report;

private:
    void complete(std::int64_t target, const std::vector<RunView> &runs,
                  const std::vector<std::int64_t> &rows);
    void describe(std::int64_t source, std::int64_t target);
    void copyFigures(std::int64_t source, std::int64_t target);
    std::int64_t copyRun(std::int64_t row);
    std::int64_t channel(std::int64_t sourceChannel);
    void copyChunks(std::int64_t row, std::int64_t target);

    Connection &m_from;
    Connection &m_to;
    std::map<std::int64_t, std::int64_t> m_channels;
};

std::int64_t Transfer::channel(std::int64_t sourceChannel)
{
    if (const auto known = m_channels.find(sourceChannel); known != m_channels.end())
        return known->second;
    Query query(m_from, "SELECT family, key, kind FROM channel WHERE id = ?", sourceChannel);
    if (!query.next())
        throw BadContent{fmt::format("there is no channel number {}", sourceChannel)};
    const std::int64_t id =
        channelRow(m_to, query.text(0), query.text(1), static_cast<int>(query.integer(2)));
    m_channels[sourceChannel] = id;
    return id;
}

void Transfer::copyChunks(std::int64_t row, std::int64_t target)
{
    Query chunks(
        m_from,
        "SELECT channel_id, position, first_step, last_step, stride, count, codec, checksum, data "
        "FROM chunk WHERE run_id = ? ORDER BY id",
        row);
    while (chunks.next()) {
        SQLite::Statement &insert =
            m_to.statement("INSERT INTO chunk (run_id, channel_id, position, first_step, "
                           "last_step, stride, count, codec, "
                           "checksum, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        Binder binder(insert);
        binder << target << channel(chunks.integer(0));
        for (int column = 1; column <= 7; ++column)
            binder << chunks.integer(column);
        binder.blob(chunks.blob(8));
        insert.exec();
        insert.tryReset();
    }
    Query labels(m_from, "SELECT channel_id, names FROM label WHERE run_id = ?", row);
    while (labels.next())
        Query(m_to, "INSERT INTO label VALUES (?, ?, ?)", target, channel(labels.integer(0)),
              labels.text(1))
            .run();
    Query summaries(m_from, "SELECT * FROM summary WHERE run_id = ?", row);
    while (summaries.next()) {
        SQLite::Statement &insert =
            m_to.statement("INSERT INTO summary VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        Binder binder(insert);
        binder << target << channel(summaries.integer(1));
        static constexpr std::array<bool, 14> isReal{false, false, false, false, true, true,  false,
                                                     true,  false, true,  false, true, false, true};
        for (int column = 2; column < 14; ++column) {
            if (isReal[static_cast<std::size_t>(column)])
                binder << summaries.real(column);
            else
                binder << summaries.integer(column);
        }
        insert.exec();
        insert.tryReset();
    }
}

std::int64_t Transfer::copyRun(std::int64_t row)
{
    Query run(m_from,
              "SELECT identity, lineage, seed, status, step, reason, digest, problem_revision, "
              "algorithm_revision, build, host, machine_class, created, started, ended, stale, "
              "thinned FROM run "
              "WHERE id = ?",
              row);
    if (!run.next())
        throw BadContent{"a run is missing"};
    // Nobody runs it in the copy.
    const auto running = static_cast<std::int64_t>(StoredStatus::running);
    const auto interrupted = static_cast<std::int64_t>(StoredStatus::interrupted);
    const std::int64_t status = run.integer(3) == running ? interrupted : run.integer(3);
    Query(
        m_to,
        "INSERT INTO run (identity, lineage, seed, status, step, reason, digest, problem_revision, "
        "algorithm_revision, build, host, machine_class, created, started, ended, stale, thinned) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, nullif(?, ''), nullif(?, ''), nullif(?, "
        "''), ?)",
        run.text(0), run.text(1), run.integer(2), status, run.integer(4), run.text(5), run.text(6),
        run.integer(7), run.integer(8), run.text(9), run.text(10), run.text(11), run.text(12),
        run.text(13), run.text(14), run.text(15), run.integer(16))
        .run();
    const std::int64_t target = m_to.lastRowId();
    copyChunks(row, target);
    ++report.runsCopied;
    return target;
}

void Transfer::complete(std::int64_t target, const std::vector<RunView> &runs,
                        const std::vector<std::int64_t> &rows)
{
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const auto position = static_cast<std::int64_t>(i);
        std::int64_t present = 0;
        std::int64_t status = 0;
        std::string digest;
        {
            Query query(m_to,
                        "SELECT r.id, r.status, r.digest FROM experiment_run e JOIN run r "
                        "ON r.id = e.run_id WHERE e.experiment_id = ? AND e.position = ?",
                        target, position);
            if (!query.next())
                throw BadContent{fmt::format("run {} is missing", i)};
            present = query.integer(0);
            status = query.integer(1);
            digest = query.text(2);
        }
        if (status == static_cast<std::int64_t>(StoredStatus::finished)) {
            if (runs[i].status == RunStatus::finished) {
                ++report.runsKnown;
                if (!digest.empty() && !runs[i].digest.empty() && digest != runs[i].digest)
                    report.warnings.push_back(fmt::format(
                        "Run {} with seed {} has different numbers in the two stores; the "
                        "numbers that were here are kept.",
                        i, runs[i].seed));
            }
            continue;
        }
        if (runs[i].status == RunStatus::queued)
            continue;
        const bool betterHere = status != static_cast<std::int64_t>(StoredStatus::queued) &&
                                runs[i].status != RunStatus::finished;
        if (betterHere)
            continue;
        const std::int64_t twin =
            runs[i].status == RunStatus::finished ? finishedRun(m_to, runs[i].identity) : 0;
        const std::int64_t copy = twin != 0 ? twin : copyRun(rows[i]);
        Query(m_to, "UPDATE experiment_run SET run_id = ? WHERE experiment_id = ? AND position = ?",
              copy, target, position)
            .run();
        Query(m_to,
              "UPDATE run SET stale = 'Its finished twin was merged in.', superseded_by = ? WHERE "
              "id = ?",
              copy, present)
            .run();
        if (status == static_cast<std::int64_t>(StoredStatus::queued))
            Query(m_to, "DELETE FROM run WHERE id = ?", present).run();
    }
}

void Transfer::describe(std::int64_t source, std::int64_t target)
{
    Query experiment(m_from, "SELECT created, notes FROM experiment WHERE id = ?", source);
    if (experiment.next())
        Query(
            m_to,
            "UPDATE experiment SET created = ?, notes = CASE WHEN notes = '' THEN ? ELSE notes END "
            "WHERE id = ?",
            experiment.text(0), experiment.text(1), target)
            .run();
    Query tags(m_from, "SELECT tag FROM tag WHERE experiment_id = ?", source);
    while (tags.next())
        Query(m_to, "INSERT OR IGNORE INTO tag VALUES (?, ?)", target, tags.text(0)).run();
}

void Transfer::copyFigures(std::int64_t source, std::int64_t target)
{
    Query figures(
        m_from, "SELECT name, created, changed, model FROM figure WHERE experiment_id = ?", source);
    while (figures.next())
        Query(m_to,
              "INSERT INTO figure (experiment_id, name, created, changed, model) VALUES (?, ?, ?, "
              "?, ?)",
              target, figures.text(0), figures.text(1), figures.text(2), figures.text(3))
            .run();
}

std::int64_t Transfer::experiment(std::int64_t id, bool canBeRunning)
{
    const ExperimentView view = loadExperiment(m_from, id);
    std::vector<std::int64_t> rows;
    const std::vector<RunView> runs = loadRuns(m_from, id, canBeRunning, &rows);
    std::int64_t target = 0;
    {
        Query query(m_to, "SELECT id FROM experiment WHERE identity = ? ORDER BY id LIMIT 1",
                    experimentIdentity(view, runs));
        if (query.next())
            target = query.integer(0);
    }
    if (target == 0) {
        target = insertExperiment(m_to, view, runs, loadOrigins(m_from, id));
        ++report.experimentsAdded;
        copyFigures(id, target);
    }
    describe(id, target);
    complete(target, runs, rows);
    report.experiments.push_back(target);
    return target;
}

} // namespace

Expected<TransferReport> Store::copyExperiment(std::int64_t experiment, Store &target) const
{
    const bool canBeRunning = d->readers->runsCanBeRunning();
    const Expected<Expected<TransferReport>> done = d->readers->read([&](Connection &from) {
        return target.d->write([&](Connection &to) {
            Transfer transfer(from, to);
            transfer.experiment(experiment, canBeRunning);
            return transfer.report;
        });
    });
    return done ? *done : Expected<TransferReport>(done.error());
}

Expected<TransferReport> Store::merge(const Store &other)
{
    const bool canBeRunning = other.d->readers->runsCanBeRunning();
    const Expected<Expected<TransferReport>> done = other.d->readers->read([&](Connection &from) {
        return d->write([&](Connection &to) {
            std::vector<std::int64_t> all;
            {
                Query query(from, "SELECT id FROM experiment WHERE id NOT IN "
                                  "(SELECT experiment_id FROM trash) ORDER BY id");
                while (query.next())
                    all.push_back(query.integer(0));
            }
            Transfer transfer(from, to);
            for (const std::int64_t experiment : all)
                transfer.experiment(experiment, canBeRunning);
            return transfer.report;
        });
    });
    return done ? *done : Expected<TransferReport>(done.error());
}

} // namespace agon::storage
