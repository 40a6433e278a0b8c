#pragma once

#include "core/experiment/observation_source.h"

#include <cmath>
#include <cstdint>
#include <cstring>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace agon::test {

/** Channels of the sample experiment, in order. */
enum SampleChannel : int {
    regret = 0,
    accuracy = 1,
    seconds = 2,
    front = 3,
    load = 4,
    votes = 5,
    cells = 6
};

inline ExperimentView sampleExperiment(int contestants = 2)
{
    ExperimentView view;
    view.name = "Sample";
    view.toml = "name = \"Sample\"\nseeds = 3\n";
    view.family = "sample";
    view.channels = {
        {.key = "regret", .title = "Regret", .unit = "reward", .direction = Direction::minimize},
        {.key = "accuracy",
         .title = "Accuracy",
         .direction = Direction::maximize,
         .mayBeMissing = true},
        {.key = "seconds", .title = "Wall time", .unit = "s", .timed = true},
        {.key = "front",
         .title = "Front",
         .kind = ObservationKind::points,
         .columns = {{"error", "Error", "", Direction::minimize},
                     {"latency", "Latency", "ms", Direction::minimize}}},
        {.key = "load",
         .title = "Expert load",
         .kind = ObservationKind::field,
         .rowAxis = "layer",
         .columnAxis = "expert"},
        {.key = "votes", .title = "Votes", .kind = ObservationKind::match},
        {.key = "cell", .title = "Cell", .kind = ObservationKind::graph},
    };
    view.mainChannels = {1, 0};
    view.budgetUnit = "rounds";
    view.stepUnit = "round";
    view.schedule.points = 123;
    view.problems = {{"A problem", "sample/problem", Json{{"arms", 10}}}};
    view.axes = {{"problem.arms", {Json(10), Json("many")}}};
    for (int i = 0; i < contestants; ++i) {
        view.contestants.push_back({"Contestant " + std::to_string(i),
                                    "sample/algorithm" + std::to_string(i), Json{{"rate", 0.1 * i}},
                                    i});
        view.cells.push_back({0, i, {i % 2 == 0 ? 0 : -1}, 1000});
    }
    return view;
}

/** A log filled by hand. Thread-safe, like any source. */
class SampleLog final : public ObservationSource
{
public:
    SampleLog(ExperimentView view, int seeds) : m_view(std::move(view)) { addSeeds(1, seeds); }
    void addSeeds(int first, int count)
    {
        const std::scoped_lock lock(m_mutex);
        for (int seed = first; seed < first + count; ++seed)
            for (std::size_t cell = 0; cell < m_view.cells.size(); ++cell) {
                RunView run;
                run.cell = static_cast<int>(cell);
                run.seed = static_cast<std::uint64_t>(seed);
                run.identity =
                    m_view.name + "-" + std::to_string(cell) + "-" + std::to_string(seed);
                m_runs.push_back(std::move(run));
            }
        ++m_revision;
    }

    ExperimentView experiment() const override { return m_view; }
    std::vector<RunView> runs() const override
    {
        const std::scoped_lock lock(m_mutex);
        return m_runs;
    }
    std::vector<ChunkPointer> chunks(int run, int channel, std::size_t from = 0) const override
    {
        const std::scoped_lock lock(m_mutex);
        const auto found = m_chunks.find({run, channel});
        if (found == m_chunks.end() || from >= found->second.size())
            return {};
        return {found->second.begin() + static_cast<std::ptrdiff_t>(from), found->second.end()};
    }
    std::vector<std::string> labels(int run, int channel) const override
    {
        const std::scoped_lock lock(m_mutex);
        const auto found = m_labels.find({run, channel});
        return found == m_labels.end() ? std::vector<std::string>() : found->second;
    }
    std::uint64_t revision() const override
    {
        const std::scoped_lock lock(m_mutex);
        return m_revision;
    }

    void append(int run, Chunk chunk)
    {
        const std::scoped_lock lock(m_mutex);
        m_chunks[{run, chunk.channel}].push_back(std::make_shared<const Chunk>(std::move(chunk)));
        ++m_revision;
    }
    void metric(int run, int channel, std::vector<std::int64_t> steps, std::vector<double> values)
    {
        Chunk chunk;
        chunk.channel = channel;
        chunk.steps = std::move(steps);
        chunk.values = std::move(values);
        append(run, std::move(chunk));
    }
    void frame(int run, int channel, std::int64_t step, Frame frame)
    {
        Chunk chunk;
        chunk.channel = channel;
        chunk.kind = channel == eventChannel
                         ? ObservationKind::event
                         : m_view.channels[static_cast<std::size_t>(channel)].kind;
        chunk.steps = {step};
        chunk.frames.push_back(std::move(frame));
        append(run, std::move(chunk));
    }
    void setLabels(int run, int channel, std::vector<std::string> names)
    {
        const std::scoped_lock lock(m_mutex);
        m_labels[{run, channel}] = std::move(names);
        ++m_revision;
    }
    void setStatus(int run, RunStatus status, std::int64_t step = 0, std::string reason = {},
                   std::string digest = {})
    {
        const std::scoped_lock lock(m_mutex);
        RunView &view = m_runs[static_cast<std::size_t>(run)];
        view.status = status;
        view.step = step;
        view.reason = std::move(reason);
        view.digest = std::move(digest);
        ++m_revision;
    }
    void setIdentity(int run, std::string identity)
    {
        const std::scoped_lock lock(m_mutex);
        m_runs[static_cast<std::size_t>(run)].identity = std::move(identity);
        ++m_revision;
    }

private:
    mutable std::mutex m_mutex;
    ExperimentView m_view;
    std::vector<RunView> m_runs;
    std::map<std::pair<int, int>, std::vector<ChunkPointer>> m_chunks;
    std::map<std::pair<int, int>, std::vector<std::string>> m_labels;
    std::uint64_t m_revision = 1;
};

/** Steps first, first + stride, … and a curve over them. */
inline void appendCurve(SampleLog &log, int run, int channel, std::int64_t first,
                        std::int64_t count, std::int64_t stride = 1)
{
    std::vector<std::int64_t> steps;
    std::vector<double> values;
    for (std::int64_t i = 0; i < count; ++i) {
        steps.push_back(first + i * stride);
        values.push_back(std::sin(0.01 * static_cast<double>(steps.back())) + 0.1 * run);
    }
    log.metric(run, channel, std::move(steps), std::move(values));
}

/** All that a source holds of one channel of one run, however it is cut. */
inline Chunk joined(const ObservationSource &source, int run, int channel)
{
    Chunk all;
    all.channel = channel;
    for (const ChunkPointer &chunk : source.chunks(run, channel)) {
        all.kind = chunk->kind;
        all.steps.insert(all.steps.end(), chunk->steps.begin(), chunk->steps.end());
        all.values.insert(all.values.end(), chunk->values.begin(), chunk->values.end());
        for (const Bucket &bucket : chunk->buckets)
            all.buckets.push_back(
                {static_cast<std::int32_t>(all.values.size() - chunk->values.size()) + bucket.begin,
                 bucket.count, bucket.mean});
        all.frames.insert(all.frames.end(), chunk->frames.begin(), chunk->frames.end());
    }
    return all;
}

inline bool sameBits(const std::vector<double> &a, const std::vector<double> &b)
{
    return a.size() == b.size() &&
           (a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0);
}

/** Equal steps, values bit for bit, and frames. */
inline bool sameContent(const Chunk &a, const Chunk &b)
{
    return a.steps == b.steps && sameBits(a.values, b.values) && a.buckets == b.buckets &&
           a.frames == b.frames;
}

/** Fills a run with every kind of observation, awkward values included. */
inline void fillRun(SampleLog &log, int run, std::int64_t budget = 1000)
{
    log.setStatus(run, RunStatus::running);
    appendCurve(log, run, regret, 0, budget + 1);
    log.metric(run, accuracy, {0, 1, 10, 100, budget}, {0.5, std::nan(""), -0.0, HUGE_VAL, 1e-310});
    log.metric(run, seconds, {0, budget}, {0.001, 1.5});
    for (std::int64_t step : {std::int64_t{1}, std::int64_t{30}, budget}) {
        log.frame(run, front, step,
                  PointsFrame{{0.5, 3.0, 0.25, 6.0}, {7, 9}, {"small", "große Zelle"}, {-1, step}});
        log.frame(
            run, load, step,
            FieldFrame{2, 3, {1, 2, 3, 4, 5, static_cast<double>(step)}, {"first", "second"}, {}});
        log.frame(run, votes, step, MatchOutcome{{2, 0, 1}, {0, 1, 1}});
        log.frame(run, cells, step,
                  GraphFrame{{{"in", 1, 0.0, 0.5}, {"conv", 2, {}, {}}, {"out", 3, 1.0, {}}},
                             {{0, 1, 0.5, "3×3"}, {1, 2, 1, ""}}});
        log.frame(run, eventChannel, step, EventText{"step " + std::to_string(step)});
    }
    log.setLabels(run, votes, {"alpha", "beta", "γ"});
    log.setStatus(run, RunStatus::finished, budget, {}, "digest-" + std::to_string(run));
}

} // namespace agon::test
