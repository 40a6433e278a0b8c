#include "storage/store_private.h"

#include <fmt/format.h>

#include <bit>

namespace agon::storage {

namespace {

std::vector<int> integers(const Json &json, const char *what)
{
    if (!json.is_array())
        throw BadContent{fmt::format("its {} are not a list", what)};
    std::vector<int> result;
    for (const Json &value : json) {
        if (!value.is_number_integer())
            throw BadContent{fmt::format("its {} are not numbers", what)};
        result.push_back(value.get<int>());
    }
    return result;
}

/** Rows must be numbered 0, 1, 2, …: positions are indices. */
void requireNext(const Query &query, std::size_t size, const char *what)
{
    if (query.integer(0) != static_cast<std::int64_t>(size))
        throw BadContent{fmt::format("{} {} is missing", what, size)};
}

int index(std::int64_t value, std::size_t size, const char *what)
{
    if (value < 0 || value >= static_cast<std::int64_t>(size))
        throw BadContent{fmt::format("it names {} {} of {}", what, value, size)};
    return static_cast<int>(value);
}

void loadChannels(Connection &connection, std::int64_t experiment, ExperimentView &view)
{
    Query query(
        connection,
        "SELECT e.position, e.declaration, e.main, c.kind FROM experiment_channel e "
        "JOIN channel c ON c.id = e.channel_id WHERE e.experiment_id = ? ORDER BY e.position",
        experiment);
    std::map<std::int64_t, int> main;
    while (query.next()) {
        requireNext(query, view.channels.size(), "channel");
        const Expected<ChannelDeclaration> channel =
            channelFromJson(parseJson(query.text(1), "channel"));
        if (!channel)
            throw BadContent{channel.error().message};
        if (static_cast<std::int64_t>(channel->kind) != query.integer(3))
            throw BadContent{fmt::format("channel {} has two kinds", channel->key)};
        if (!query.isNull(2))
            main[query.integer(2)] = static_cast<int>(view.channels.size());
        view.channels.push_back(*channel);
    }
    for (const auto &[rank, channel] : main)
        view.mainChannels.push_back(channel);
}

void loadWho(Connection &connection, std::int64_t experiment, ExperimentView &view)
{
    Query problems(connection,
                   "SELECT position, label, type, settings FROM problem WHERE experiment_id = ? "
                   "ORDER BY position",
                   experiment);
    while (problems.next()) {
        requireNext(problems, view.problems.size(), "problem");
        view.problems.push_back({problems.text(1), problems.text(2),
                                 parseJson(problems.text(3), "problem's settings")});
    }
    Query contestants(connection,
                      "SELECT position, label, type, settings, colour FROM contestant "
                      "WHERE experiment_id = ? ORDER BY position",
                      experiment);
    while (contestants.next()) {
        requireNext(contestants, view.contestants.size(), "contestant");
        view.contestants.push_back({contestants.text(1), contestants.text(2),
                                    parseJson(contestants.text(3), "contestant's settings"),
                                    static_cast<int>(contestants.integer(4))});
    }
    Query axes(
        connection,
        "SELECT position, key, axis_values FROM axis WHERE experiment_id = ? ORDER BY position",
        experiment);
    while (axes.next()) {
        requireNext(axes, view.axes.size(), "axis");
        const Json values = parseJson(axes.text(2), "axis");
        if (!values.is_array())
            throw BadContent{"an axis has no list of values"};
        view.axes.push_back({axes.text(1), {values.begin(), values.end()}});
    }
}

void loadCells(Connection &connection, std::int64_t experiment, ExperimentView &view)
{
    Query query(connection,
                "SELECT position, problem, contestant, coordinates, budget FROM cell "
                "WHERE experiment_id = ? ORDER BY position",
                experiment);
    while (query.next()) {
        requireNext(query, view.cells.size(), "cell");
        CellView cell;
        cell.problem = index(query.integer(1), view.problems.size(), "problem");
        cell.contestant = index(query.integer(2), view.contestants.size(), "contestant");
        cell.axisValues = integers(parseJson(query.text(3), "cell's coordinates"), "coordinates");
        if (cell.axisValues.size() > view.axes.size())
            throw BadContent{"a cell has more coordinates than there are axes"};
        for (std::size_t axis = 0; axis < cell.axisValues.size(); ++axis)
            if (cell.axisValues[axis] != -1)
                index(cell.axisValues[axis], view.axes[axis].values.size(), "value");
        cell.budget = query.integer(4);
        view.cells.push_back(std::move(cell));
    }
}

/** Hash of a run's settings without revisions: the same run under another version of its rule. */
std::string lineageOf(const ExperimentView &view, const RunView &run)
{
    const CellView &cell = view.cells.at(static_cast<std::size_t>(run.cell));
    const ProblemView &problem = view.problems.at(static_cast<std::size_t>(cell.problem));
    const ContestantView &contestant =
        view.contestants.at(static_cast<std::size_t>(cell.contestant));
    const Json what = {{"problem", problem.problem},
                       {"problemSettings", problem.settings},
                       {"algorithm", contestant.algorithm},
                       {"settings", contestant.settings},
                       {"seed", run.seed},
                       {"budget", cell.budget},
                       {"schedule", toJson(view.schedule)}};
    return contentHash(what.dump());
}

void insertChannels(Connection &connection, std::int64_t experiment, const ExperimentView &view)
{
    for (std::size_t i = 0; i < view.channels.size(); ++i) {
        const std::int64_t id = channelRow(connection, view.family, view.channels[i].key,
                                           static_cast<int>(view.channels[i].kind));
        Query(connection,
              "INSERT INTO experiment_channel (experiment_id, position, channel_id, declaration) "
              "VALUES (?, ?, ?, ?)",
              experiment, static_cast<std::int64_t>(i), id, toJson(view.channels[i]).dump())
            .run();
    }
    for (std::size_t rank = 0; rank < view.mainChannels.size(); ++rank)
        Query(connection,
              "UPDATE experiment_channel SET main = ? WHERE experiment_id = ? AND position = ?",
              static_cast<std::int64_t>(rank), experiment, view.mainChannels[rank])
            .run();
}

void insertWho(Connection &connection, std::int64_t experiment, const ExperimentView &view)
{
    std::int64_t position = 0;
    for (const ProblemView &problem : view.problems)
        Query(connection, "INSERT INTO problem VALUES (?, ?, ?, ?, ?)", experiment, position++,
              problem.label, problem.problem, problem.settings.dump())
            .run();
    position = 0;
    for (const ContestantView &contestant : view.contestants)
        Query(connection, "INSERT INTO contestant VALUES (?, ?, ?, ?, ?, ?)", experiment,
              position++, contestant.label, contestant.algorithm, contestant.settings.dump(),
              contestant.colour)
            .run();
    position = 0;
    for (const AxisView &axis : view.axes)
        Query(connection, "INSERT INTO axis VALUES (?, ?, ?, ?)", experiment, position++, axis.key,
              Json(axis.values).dump())
            .run();
}

/** Adds runs from position @p from on, linked to finished runs of the same identity. */
void insertRuns(Connection &connection, std::int64_t experiment, const ExperimentView &view,
                std::span<const RunView> runs, std::size_t from,
                std::span<const CellOrigin> origins)
{
    const std::string now = timestamp();
    for (std::size_t i = from; i < runs.size(); ++i) {
        const RunView &run = runs[i];
        const auto cell = static_cast<std::size_t>(run.cell);
        const CellOrigin origin = cell < origins.size() ? origins[cell] : CellOrigin();
        std::int64_t row = finishedRun(connection, run.identity);
        const bool reused = row != 0;
        if (!reused) {
            const std::string lineage = lineageOf(view, run);
            Query(connection,
                  "INSERT INTO run (identity, lineage, seed, status, problem_revision, "
                  "algorithm_revision, created) VALUES (?, ?, ?, 0, ?, ?, ?)",
                  run.identity, lineage, std::bit_cast<std::int64_t>(run.seed),
                  origin.problemRevision, origin.algorithmRevision, now)
                .run();
            row = connection.lastRowId();
        }
        Query(connection, "INSERT INTO experiment_run VALUES (?, ?, ?, ?, ?)", experiment,
              static_cast<std::int64_t>(i), run.cell, row, reused ? 1 : 0)
            .run();
    }
}

} // namespace

std::int64_t channelRow(Connection &connection, const std::string &family, const std::string &key,
                        int kind)
{
    {
        Query query(connection, "SELECT id FROM channel WHERE family = ? AND key = ? AND kind = ?",
                    family, key, kind);
        if (query.next())
            return query.integer(0);
    }
    Query(connection, "INSERT INTO channel (family, key, kind) VALUES (?, ?, ?)", family, key, kind)
        .run();
    return connection.lastRowId();
}

RunStatus shownStatus(std::int64_t stored, bool canBeRunning, std::string &reason)
{
    const auto running = static_cast<std::int64_t>(StoredStatus::running);
    const auto interrupted = static_cast<std::int64_t>(StoredStatus::interrupted);
    if (stored < 0 || stored > interrupted)
        throw BadContent{fmt::format("a run has the unknown status {}", stored)};
    if (stored == interrupted || (stored == running && !canBeRunning)) {
        reason = "Its program ended before the run did.";
        return RunStatus::cancelled;
    }
    return static_cast<RunStatus>(stored);
}

Json parseJson(const std::string &text, const char *what)
{
    Json json = Json::parse(text, nullptr, false);
    if (json.is_discarded())
        throw BadContent{fmt::format("its {} cannot be read", what)};
    return json;
}

void requireExperiment(Connection &connection, std::int64_t experiment)
{
    Query query(connection, "SELECT 1 FROM experiment WHERE id = ?", experiment);
    if (!query.next())
        throw BadContent{fmt::format("there is no experiment number {}", experiment)};
}

ExperimentView loadExperiment(Connection &connection, std::int64_t experiment)
{
    requireExperiment(connection, experiment);
    ExperimentView view;
    {
        Query query(connection,
                    "SELECT name, toml, family, budget_unit, step_unit, schedule FROM experiment "
                    "WHERE id = ?",
                    experiment);
        query.next();
        view.name = query.text(0);
        view.toml = query.text(1);
        if (const auto said = parseExperiment(view.toml, view.name))
            view.published = said->published;
        view.family = query.text(2);
        view.budgetUnit = query.text(3);
        view.stepUnit = query.text(4);
        const Expected<RecordingSchedule> schedule =
            scheduleFromJson(parseJson(query.text(5), "recording schedule"));
        if (!schedule)
            throw BadContent{schedule.error().message};
        view.schedule = *schedule;
    }
    loadChannels(connection, experiment, view);
    loadWho(connection, experiment, view);
    loadCells(connection, experiment, view);
    return view;
}

ChannelTable::ChannelTable(Connection &connection, std::int64_t experiment,
                           const ExperimentView &view)
{
    Query query(
        connection,
        "SELECT channel_id FROM experiment_channel WHERE experiment_id = ? ORDER BY position",
        experiment);
    for (const ChannelDeclaration &channel : view.channels) {
        if (!query.next())
            throw BadContent{fmt::format("channel {} is missing", channel.key)};
        m_declared.push_back(
            {query.integer(0), channel.key, channel.kind, channel.direction, channel.timed});
    }
    if (query.next())
        throw BadContent{fmt::format("experiment {} has other channels than its runs", experiment)};
}

const StoredChannel *ChannelTable::find(int channel) const
{
    if (channel == eventChannel)
        return &m_events;
    const bool known = channel >= 0 && static_cast<std::size_t>(channel) < m_declared.size();
    return known ? &m_declared[static_cast<std::size_t>(channel)] : nullptr;
}

std::vector<int> ChannelTable::all() const
{
    std::vector<int> channels;
    for (int channel = 0; channel < size(); ++channel)
        channels.push_back(channel);
    channels.push_back(eventChannel);
    return channels;
}

std::vector<CellOrigin> loadOrigins(Connection &connection, std::int64_t experiment)
{
    std::vector<CellOrigin> origins;
    Query query(connection,
                "SELECT problem_revision, algorithm_revision FROM cell WHERE experiment_id = ? "
                "ORDER BY position",
                experiment);
    while (query.next())
        origins.push_back({static_cast<int>(query.integer(0)), static_cast<int>(query.integer(1))});
    return origins;
}

std::vector<RunView> loadRuns(Connection &connection, std::int64_t experiment, bool canBeRunning,
                              std::vector<std::int64_t> *rows)
{
    std::size_t cells = 0;
    {
        Query query(connection, "SELECT count(*) FROM cell WHERE experiment_id = ?", experiment);
        query.next();
        cells = static_cast<std::size_t>(query.integer(0));
    }
    std::vector<RunView> runs;
    Query query(
        connection,
        "SELECT e.position, e.cell, r.seed, r.status, r.step, r.reason, r.identity, r.digest, "
        "r.id, r.thinned, r.build, r.machine_class FROM experiment_run e JOIN run r ON r.id = "
        "e.run_id WHERE e.experiment_id "
        "= ? "
        "ORDER BY e.position",
        experiment);
    while (query.next()) {
        requireNext(query, runs.size(), "run");
        RunView run;
        run.cell = index(query.integer(1), cells, "cell");
        run.seed = std::bit_cast<std::uint64_t>(query.integer(2));
        run.step = query.integer(4);
        run.reason = query.text(5);
        run.identity = query.text(6);
        run.digest = query.text(7);
        run.thinned = query.integer(9) != 0;
        run.computedBy = Machine{query.text(10), {}, query.text(11)}.label();
        run.status = shownStatus(query.integer(3), canBeRunning, run.reason);
        runs.push_back(std::move(run));
        if (rows != nullptr)
            rows->push_back(query.integer(8));
    }
    return runs;
}

std::int64_t finishedRun(Connection &connection, const std::string &identity)
{
    if (identity.empty())
        return 0;
    Query query(
        connection,
        "SELECT id FROM run WHERE identity = ? AND status = 2 AND stale IS NULL ORDER BY id "
        "LIMIT 1",
        identity);
    return query.next() ? query.integer(0) : 0;
}

std::string experimentIdentity(const ExperimentView &view, std::span<const RunView> runs)
{
    std::string all = view.toml;
    for (const RunView &run : runs)
        all += '\n' + run.identity;
    return contentHash(all);
}

std::int64_t insertExperiment(Connection &connection, const ExperimentView &view,
                              std::span<const RunView> runs, std::span<const CellOrigin> origins)
{
    Query(connection,
          "INSERT INTO experiment (identity, name, family, toml, budget_unit, step_unit, schedule, "
          "created) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
          experimentIdentity(view, runs), view.name, view.family, view.toml, view.budgetUnit,
          view.stepUnit, toJson(view.schedule).dump(), timestamp())
        .run();
    const std::int64_t experiment = connection.lastRowId();
    insertChannels(connection, experiment, view);
    insertWho(connection, experiment, view);
    for (std::size_t i = 0; i < view.cells.size(); ++i) {
        const CellView &cell = view.cells[i];
        const CellOrigin origin = i < origins.size() ? origins[i] : CellOrigin();
        Query(connection, "INSERT INTO cell VALUES (?, ?, ?, ?, ?, ?, ?, ?)", experiment,
              static_cast<std::int64_t>(i), cell.problem, cell.contestant,
              Json(cell.axisValues).dump(), cell.budget, origin.problemRevision,
              origin.algorithmRevision)
            .run();
    }
    insertRuns(connection, experiment, view, runs, 0, origins);
    return experiment;
}

void extendRuns(Connection &connection, std::int64_t experiment, const ExperimentView &view,
                std::span<const RunView> runs)
{
    std::size_t known = 0;
    {
        Query query(connection, "SELECT count(*) FROM experiment_run WHERE experiment_id = ?",
                    experiment);
        query.next();
        known = static_cast<std::size_t>(query.integer(0));
    }
    if (known >= runs.size())
        return;
    insertRuns(connection, experiment, view, runs, known, loadOrigins(connection, experiment));
    ExperimentView described = view;
    if (described.toml.empty())
        described.toml = loadExperiment(connection, experiment).toml;
    Query(connection, "UPDATE experiment SET toml = ?, identity = ? WHERE id = ?", described.toml,
          experimentIdentity(described, runs), experiment)
        .run();
}

void markSuperseded(Connection &connection, std::int64_t run)
{
    std::string lineage;
    std::int64_t problemRevision = 0;
    std::int64_t algorithmRevision = 0;
    {
        Query query(connection,
                    "SELECT lineage, problem_revision, algorithm_revision FROM run WHERE id = ?",
                    run);
        if (!query.next())
            return;
        lineage = query.text(0);
        problemRevision = query.integer(1);
        algorithmRevision = query.integer(2);
    }
    Query(connection,
          "UPDATE run SET stale = 'A newer revision of its rule was run.', superseded_by = ? "
          "WHERE lineage = ? AND id <> ? AND stale IS NULL "
          "AND (problem_revision < ? OR algorithm_revision < ?)",
          run, lineage, run, problemRevision, algorithmRevision)
        .run();
}

void removeOrphans(Connection &connection)
{
    // A cut-off attempt belongs to the run that superseded it; it goes when that goes.
    do {
        Query(connection, "DELETE FROM run WHERE superseded_by IS NULL "
                          "AND NOT EXISTS (SELECT 1 FROM experiment_run e WHERE e.run_id = run.id)")
            .run();
    } while (connection.database().getChanges() > 0);
}

} // namespace agon::storage
