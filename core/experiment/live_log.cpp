#include "core/experiment/runner.h"

#include <algorithm>
#include <atomic>
#include <cassert>
#include <deque>
#include <mutex>

namespace agon {

std::string_view key(RunStatus status)
{
    switch (status) {
    case RunStatus::queued:
        return "queued";
    case RunStatus::running:
        return "running";
    case RunStatus::finished:
        return "finished";
    case RunStatus::failed:
        return "failed";
    case RunStatus::cancelled:
        return "cancelled";
    }
    return {};
}

namespace {

std::size_t bytesOf(const Frame &frame)
{
    struct Counter
    {
        std::size_t operator()(const PointsFrame &f) const
        {
            return 8 * (f.values.size() + f.ids.size() + f.graphs.size()) + 32 * f.labels.size();
        }
        std::size_t operator()(const FieldFrame &f) const
        {
            return 8 * f.values.size() + 32 * (f.rowLabels.size() + f.columnLabels.size());
        }
        std::size_t operator()(const MatchOutcome &m) const { return 8 * m.competitors.size(); }
        std::size_t operator()(const GraphFrame &g) const
        {
            return sizeof(GraphNode) * g.nodes.size() + sizeof(GraphEdge) * g.edges.size();
        }
        std::size_t operator()(const EventText &e) const { return e.text.size(); }
    };
    return sizeof frame + std::visit(Counter{}, frame);
}

std::size_t bytesOf(const Chunk &chunk)
{
    std::size_t bytes = sizeof chunk + 8 * chunk.steps.size() + 8 * chunk.values.size() +
                        sizeof(Bucket) * chunk.buckets.size();
    for (const Frame &frame : chunk.frames)
        bytes += bytesOf(frame);
    return bytes;
}

ExperimentView viewOf(const Grid &grid)
{
    ExperimentView view;
    view.name = grid.experiment.name;
    view.toml = toToml(grid.experiment);
    view.published = grid.experiment.published;
    for (const SweepAxis &axis : grid.experiment.sweep)
        view.axes.push_back({axis.key, axis.values});
    std::map<std::pair<int, std::string>, int> problems;
    std::map<std::pair<int, std::string>, int> contestants;
    for (const Cell &cell : grid.cells) {
        CellView &out = view.cells.emplace_back();
        out.axisValues = cell.axisValues;
        out.budget = cell.budget;
        const auto [problem, newProblem] = problems.try_emplace(
            {cell.problem, cell.problemLabel + '\n' + cell.problemSettings.dump()},
            static_cast<int>(view.problems.size()));
        if (newProblem)
            view.problems.push_back({cell.problemLabel, cell.problemId, cell.problemSettings});
        out.problem = problem->second;
        const auto [contestant, newContestant] = contestants.try_emplace(
            {cell.contestant, cell.contestantLabel + '\n' + cell.algorithmSettings.dump()},
            static_cast<int>(view.contestants.size()));
        if (newContestant) {
            const auto index = static_cast<std::size_t>(cell.contestant);
            const int order = static_cast<int>(view.contestants.size());
            // Variants of one contestant by a sweep would share its own colour: they go by order.
            const bool first =
                index < grid.experiment.contestants.size() &&
                std::none_of(contestants.begin(), contestants.end(), [&](const auto &entry) {
                    return entry.first.first == cell.contestant && entry.second != order;
                });
            int colour = order;
            if (first)
                colour = grid.experiment.contestants[index].colour.value_or(order);
            view.contestants.push_back(
                {cell.contestantLabel, cell.algorithmId, cell.algorithmSettings, colour});
        }
        out.contestant = contestant->second;
    }
    if (grid.cells.empty() || grid.cells.front().family == nullptr)
        return view;
    const Cell &first = grid.cells.front();
    const Catalogue &catalogue = first.family->catalogue();
    view.family = catalogue.family;
    view.channels = catalogue.channels;
    view.schedule = first.schedule;
    for (const Cell &cell : grid.cells) {
        const ProblemDeclaration *problem = catalogue.problem(cell.problemId);
        if (problem == nullptr)
            continue;
        if (view.stepUnit.empty()) {
            const LoopDeclaration *loop = catalogue.loop(problem->loop);
            view.budgetUnit = loop != nullptr ? loop->budgetUnit : std::string();
            view.stepUnit = loop != nullptr ? loop->stepUnit : std::string();
        }
        for (const int channel : catalogue.channelsOf(*problem))
            if (std::find(view.mainChannels.begin(), view.mainChannels.end(), channel) ==
                view.mainChannels.end())
                view.mainChannels.push_back(channel);
    }
    return view;
}

} // namespace

struct LiveLog::Private
{
    /** One channel of one run. The first @p evicted chunks are only remembered weakly. */
    struct Channel
    {
        std::vector<ChunkPointer> chunks;                   ///< null where evicted
        std::vector<std::weak_ptr<const Chunk>> remembered; ///< of the evicted ones
        std::shared_ptr<const ChunkReader> reader;
        std::vector<std::string> labels;
    };

    struct Run
    {
        RunView view;
        std::map<int, Channel> channels;
    };

    mutable std::mutex mutex; // held for pointer copies only, never while reading or computing
    std::atomic<std::uint64_t> revision{1};
    ExperimentView view;
    std::deque<Run> runs;
    std::size_t bytes = 0;

    Run &run(int index)
    {
        assert(index >= 0 && static_cast<std::size_t>(index) < runs.size());
        return runs[static_cast<std::size_t>(index)];
    }
    void changed() { revision.fetch_add(1, std::memory_order_release); }
    void append(Run &run, std::vector<ChunkPointer> chunks)
    {
        for (ChunkPointer &chunk : chunks) {
            bytes += bytesOf(*chunk);
            run.view.thinned = run.view.thinned || chunk->thinned();
            run.channels[chunk->channel].chunks.push_back(std::move(chunk));
        }
    }
    void addRuns(const Grid &grid)
    {
        for (std::size_t i = runs.size(); i < grid.runs.size(); ++i) {
            Run &added = runs.emplace_back();
            added.view.cell = grid.runs[i].cell;
            added.view.seed = grid.runs[i].seed;
            added.view.identity = grid.runs[i].identity;
        }
    }
};

LiveLog::LiveLog(const Grid &grid) : d(std::make_unique<Private>())
{
    d->view = viewOf(grid);
    d->addRuns(grid);
}

LiveLog::~LiveLog() = default;

ExperimentView LiveLog::experiment() const
{
    const std::lock_guard lock(d->mutex);
    return d->view;
}

std::vector<RunView> LiveLog::runs() const
{
    const std::lock_guard lock(d->mutex);
    std::vector<RunView> result;
    result.reserve(d->runs.size());
    for (const Private::Run &run : d->runs)
        result.push_back(run.view);
    return result;
}

std::vector<ChunkPointer> LiveLog::chunks(int run, int channel, std::size_t from) const
{
    std::vector<ChunkPointer> result;
    std::shared_ptr<const ChunkReader> reader;
    auto empty = std::make_shared<Chunk>();
    {
        const std::lock_guard lock(d->mutex);
        const auto found = d->run(run).channels.find(channel);
        if (found == d->run(run).channels.end() || from >= found->second.chunks.size())
            return {};
        const Private::Channel &content = found->second;
        result.assign(content.chunks.begin() + static_cast<std::ptrdiff_t>(from),
                      content.chunks.end());
        for (std::size_t i = from; i < content.remembered.size(); ++i)
            result[i - from] = content.remembered[i].lock();
        reader = content.reader;
        empty->channel = channel;
        empty->kind = channel == eventChannel
                          ? ObservationKind::event
                          : d->view.channels[static_cast<std::size_t>(channel)].kind;
    }
    // Evicted chunks that nobody holds any more are read back in one go, without the lock.
    const auto firstMissing = std::find(result.begin(), result.end(), nullptr);
    if (firstMissing == result.end())
        return result;
    const auto lastMissing = std::find(result.rbegin(), result.rend(), nullptr).base();
    const auto begin = static_cast<std::size_t>(firstMissing - result.begin());
    const auto count = static_cast<std::size_t>(lastMissing - firstMissing);
    std::vector<ChunkPointer> read = (*reader)(run, channel, from + begin, count);
    // Numbers of chunks must not shift when some cannot be read: those come back empty.
    read.resize(count, empty);
    const std::lock_guard lock(d->mutex);
    Private::Channel &content = d->run(run).channels[channel];
    for (std::size_t i = 0; i < count; ++i)
        if (result[begin + i] == nullptr) {
            result[begin + i] = read[i];
            if (read[i] != empty)
                content.remembered[from + begin + i] = read[i];
        }
    return result;
}

std::vector<std::string> LiveLog::labels(int run, int channel) const
{
    const std::lock_guard lock(d->mutex);
    const auto found = d->run(run).channels.find(channel);
    return found == d->run(run).channels.end() ? std::vector<std::string>() : found->second.labels;
}

std::uint64_t LiveLog::revision() const { return d->revision.load(std::memory_order_acquire); }

void LiveLog::append(int run, std::vector<ChunkPointer> chunks)
{
    const std::lock_guard lock(d->mutex);
    d->append(d->run(run), std::move(chunks));
    d->changed();
}

void LiveLog::setLabels(int run, int channel, std::vector<std::string> names)
{
    const std::lock_guard lock(d->mutex);
    d->run(run).channels[channel].labels = std::move(names);
    d->changed();
}

void LiveLog::setStep(int run, std::int64_t step)
{
    const std::lock_guard lock(d->mutex);
    if (d->run(run).view.step == step)
        return;
    d->run(run).view.step = step;
    d->changed();
}

void LiveLog::setStatus(int run, RunStatus status, std::string reason, std::string digest)
{
    const std::lock_guard lock(d->mutex);
    RunView &view = d->run(run).view;
    view.status = status;
    view.reason = std::move(reason);
    view.digest = std::move(digest);
    d->changed();
}

void LiveLog::adopt(int run, std::vector<ChunkPointer> chunks,
                    std::map<int, std::vector<std::string>> labels, std::string digest,
                    std::string computedBy)
{
    const std::lock_guard lock(d->mutex);
    Private::Run &adopting = d->run(run);
    assert(adopting.channels.empty());
    d->append(adopting, std::move(chunks));
    for (auto &[channel, names] : labels)
        adopting.channels[channel].labels = std::move(names);
    adopting.view.status = RunStatus::finished;
    adopting.view.step = d->view.cells[static_cast<std::size_t>(adopting.view.cell)].budget;
    adopting.view.digest = std::move(digest);
    adopting.view.computedBy = std::move(computedBy);
    d->changed();
}

void LiveLog::extend(const Grid &grid)
{
    ExperimentView view = viewOf(grid);
    const std::lock_guard lock(d->mutex);
    assert(grid.cells.size() == d->view.cells.size() && grid.runs.size() >= d->runs.size());
    d->view = std::move(view);
    d->addRuns(grid);
    d->changed();
}

void LiveLog::evict(int run, int channel, std::size_t count, ChunkReader reader)
{
    const std::lock_guard lock(d->mutex);
    Private::Channel &content = d->run(run).channels[channel];
    count = std::min(count, content.chunks.size());
    for (std::size_t i = content.remembered.size(); i < count; ++i) {
        d->bytes -= bytesOf(*content.chunks[i]);
        content.remembered.emplace_back(content.chunks[i]);
        content.chunks[i] = nullptr;
    }
    content.reader = std::make_shared<const ChunkReader>(std::move(reader));
}

std::size_t LiveLog::bytesInMemory() const
{
    const std::lock_guard lock(d->mutex);
    return d->bytes;
}

} // namespace agon
