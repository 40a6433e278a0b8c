#include "app/lab/store_session.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace agon::app {
namespace {

/** What the store would keep of a metric, as far as tables of results need it. */
storage::ChannelSummary summaryOf(int channel, Direction direction,
                                  const std::vector<std::int64_t> &steps,
                                  const std::vector<double> &values)
{
    constexpr double tailShare = 0.05;
    storage::ChannelSummary summary;
    summary.channel = channel;
    summary.count = static_cast<std::int64_t>(values.size());
    summary.first = values.front();
    summary.last = values.back();
    summary.lastStep = steps.back();
    summary.best = std::nan("");
    double sum = 0;
    int inTail = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const bool better = std::isnan(summary.best) ||
                            (direction == Direction::maximize ? values[i] > summary.best
                                                              : values[i] < summary.best);
        if (direction != Direction::none && !std::isnan(values[i]) && better) {
            summary.best = values[i];
            summary.bestStep = steps[i];
        }
        if (static_cast<double>(steps[i]) > (1 - tailShare) * static_cast<double>(steps.back())) {
            sum += values[i];
            ++inTail;
        }
    }
    summary.meanOfTail = sum / inTail;
    return summary;
}

} // namespace

Expected<std::unique_ptr<StoreSession>> StoreSession::open(const std::string &path)
{
    std::unique_ptr<StoreSession> session(new StoreSession);
    if (path.empty())
        return session;
    auto store =
        storage::Store::open(path, storage::OpenMode::create, storage::Machine::here(AGON_VERSION));
    if (!store)
        return store.error();
    session->m_store = std::move(*store);
    storage::StoreWriterOptions options;
    options.failed = [self = session.get()](const Error &error) {
        const std::lock_guard lock(self->m_mutex);
        self->m_problem = error.text();
    };
    options.recovered = [self = session.get()] {
        const std::lock_guard lock(self->m_mutex);
        self->m_problem.clear();
    };
    session->m_writer = std::make_unique<storage::StoreWriter>(*session->m_store, options);
    return session;
}

StoreSession::~StoreSession()
{
    // The writer writes what there is before the store closes.
    m_writer.reset();
}

std::function<bool(LiveLog &, int)> StoreSession::reuse(std::shared_ptr<const Grid> grid)
{
    return m_store ? storage::reuseFrom(*m_store, std::move(grid))
                   : std::function<bool(LiveLog &, int)>();
}

Expected<void> StoreSession::keep(const Grid &grid, const std::shared_ptr<LiveLog> &log)
{
    if (!m_store)
        return {};
    m_kept.erase(std::remove_if(m_kept.begin(), m_kept.end(),
                                [](const auto &kept) { return kept.first.expired(); }),
                 m_kept.end());
    const auto known = std::find_if(m_kept.begin(), m_kept.end(),
                                    [&](const auto &kept) { return kept.first.lock() == log; });
    if (known != m_kept.end())
        return m_store->extendExperiment(known->second, log->experiment(), log->runs());
    const auto experiment =
        m_store->addExperiment(log->experiment(), log->runs(), storage::originsOf(grid));
    if (!experiment)
        return experiment.error();
    m_kept.emplace_back(log, *experiment);
    m_writer->attach(*experiment, log);
    return {};
}

void StoreSession::resume(std::int64_t experiment, const std::shared_ptr<LiveLog> &log)
{
    if (!m_store)
        return;
    m_kept.emplace_back(log, experiment);
    m_writer->attach(experiment, log);
}

std::optional<std::int64_t> StoreSession::experimentOf(const std::shared_ptr<LiveLog> &log) const
{
    for (const auto &[kept, experiment] : m_kept)
        if (log && kept.lock() == log)
            return experiment;
    return std::nullopt;
}

Expected<void> StoreSession::flush() { return m_writer ? m_writer->flush() : Expected<void>(); }

std::string StoreSession::takeProblem()
{
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_problem, {});
}

Expected<Grid> unfinishedGrid(const storage::Store &store,
                              const storage::UnfinishedExperiment &unfinished,
                              const FamilySet &families, const DataSource &data)
{
    const auto experiment = parseExperiment(unfinished.toml, unfinished.name);
    if (!experiment)
        return experiment.error();
    auto grid = expand(*experiment, families, data);
    if (!grid)
        return grid.error();
    const auto source = store.source(unfinished.id);
    if (!source)
        return source.error();
    // One of several shards has only some of the runs that the file describes.
    std::map<std::pair<int, std::uint64_t>, const RunPlan *> plans;
    for (const RunPlan &plan : grid->runs)
        plans[{plan.cell, plan.seed}] = &plan;
    std::vector<RunPlan> runs;
    for (const RunView &stored : (*source)->runs()) {
        const auto plan = plans.find({stored.cell, stored.seed});
        if (plan == plans.end())
            return Error("The runs of \"" + unfinished.name +
                             "\" are not those that its experiment file describes.",
                         "Open it on the Compare page and run it anew.");
        runs.push_back(*plan->second);
    }
    grid->runs = std::move(runs);
    return grid;
}

std::vector<storage::RunEntry> entriesOf(const ObservationSource &source, int channel)
{
    const ExperimentView view = source.experiment();
    const std::vector<RunView> runs = source.runs();
    std::vector<storage::RunEntry> entries;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        storage::RunEntry entry;
        entry.run = static_cast<int>(i);
        entry.view = runs[i];
        std::vector<std::int64_t> steps;
        std::vector<double> values;
        for (const ChunkPointer &chunk : source.chunks(entry.run, channel)) {
            steps.insert(steps.end(), chunk->steps.begin(), chunk->steps.end());
            values.insert(values.end(), chunk->values.begin(), chunk->values.end());
        }
        if (!values.empty())
            entry.summaries.push_back(
                summaryOf(channel, view.channels[static_cast<std::size_t>(channel)].direction,
                          steps, values));
        entries.push_back(std::move(entry));
    }
    return entries;
}

} // namespace agon::app
