#pragma once

#include "core/experiment/observation_source.h"

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace agon::test {

/** Observations a test writes down by hand, as a source for views. Used by one thread. */
class MemorySource final : public ObservationSource
{
public:
    ExperimentView experiment() const override { return m_experiment; }
    std::vector<RunView> runs() const override { return m_runs; }
    std::vector<ChunkPointer> chunks(int run, int channel, std::size_t from = 0) const override
    {
        const auto found = m_chunks.find({run, channel});
        if (found == m_chunks.end() || from >= found->second.size())
            return {};
        return {found->second.begin() + static_cast<std::ptrdiff_t>(from), found->second.end()};
    }
    std::vector<std::string> labels(int run, int channel) const override
    {
        const auto found = m_labels.find({run, channel});
        return found == m_labels.end() ? std::vector<std::string>{} : found->second;
    }
    std::uint64_t revision() const override { return m_revision; }

    /** Edit freely; call touch() afterwards. */
    ExperimentView &view() { return m_experiment; }
    std::vector<RunView> &runViews() { return m_runs; }
    void touch() { ++m_revision; }

    int addChannel(ChannelDeclaration declaration)
    {
        m_experiment.channels.push_back(std::move(declaration));
        const int index = static_cast<int>(m_experiment.channels.size()) - 1;
        m_experiment.mainChannels.push_back(index);
        ++m_revision;
        return index;
    }
    int addProblem(std::string label)
    {
        ProblemView problem;
        problem.label = std::move(label);
        problem.problem = "test/problem";
        problem.settings = Json::object();
        m_experiment.problems.push_back(std::move(problem));
        return static_cast<int>(m_experiment.problems.size()) - 1;
    }
    /** A contestant with one cell on every problem so far (one is made when there is none). Returns
     *  its first cell. */
    int addContestant(std::string label, std::int64_t budget)
    {
        if (m_experiment.problems.empty())
            addProblem("Problem");
        ContestantView contestant;
        contestant.label = std::move(label);
        contestant.algorithm = "test/algorithm";
        contestant.settings = Json::object();
        contestant.colour = static_cast<int>(m_experiment.contestants.size());
        m_experiment.contestants.push_back(std::move(contestant));
        const int first = static_cast<int>(m_experiment.cells.size());
        for (std::size_t problem = 0; problem < m_experiment.problems.size(); ++problem)
            addCell(static_cast<int>(problem),
                    static_cast<int>(m_experiment.contestants.size()) - 1, budget);
        ++m_revision;
        return first;
    }
    int addCell(int problem, int contestant, std::int64_t budget, std::vector<int> axisValues = {})
    {
        CellView cell;
        cell.problem = problem;
        cell.contestant = contestant;
        cell.budget = budget;
        cell.axisValues = std::move(axisValues);
        m_experiment.cells.push_back(std::move(cell));
        ++m_revision;
        return static_cast<int>(m_experiment.cells.size()) - 1;
    }
    /** A run; finished ones have completed their cell's budget. */
    int addRun(int cell, std::uint64_t seed, RunStatus status = RunStatus::finished,
               std::int64_t step = -1)
    {
        RunView run;
        run.cell = cell;
        run.seed = seed;
        run.status = status;
        run.step = step >= 0 ? step : m_experiment.cells[static_cast<std::size_t>(cell)].budget;
        m_runs.push_back(std::move(run));
        ++m_revision;
        return static_cast<int>(m_runs.size()) - 1;
    }
    void addMetric(int run, int channel, std::vector<std::int64_t> steps,
                   std::vector<double> values)
    {
        auto chunk = std::make_shared<Chunk>();
        chunk->channel = channel;
        chunk->kind = ObservationKind::metric;
        chunk->steps = std::move(steps);
        chunk->values = std::move(values);
        m_chunks[{run, channel}].push_back(std::move(chunk));
        ++m_revision;
    }
    void addFrame(int run, int channel, std::int64_t step, Frame frame)
    {
        auto chunk = std::make_shared<Chunk>();
        chunk->channel = channel;
        chunk->kind = static_cast<ObservationKind>(frame.index() + 1);
        chunk->steps = {step};
        chunk->frames = {std::move(frame)};
        m_chunks[{run, channel}].push_back(std::move(chunk));
        ++m_revision;
    }
    void setLabels(int run, int channel, std::vector<std::string> names)
    {
        m_labels[{run, channel}] = std::move(names);
        ++m_revision;
    }

private:
    ExperimentView m_experiment;
    std::vector<RunView> m_runs;
    std::map<std::pair<int, int>, std::vector<ChunkPointer>> m_chunks;
    std::map<std::pair<int, int>, std::vector<std::string>> m_labels;
    std::uint64_t m_revision = 1;
};

/** A metric channel that is better when smaller. */
inline ChannelDeclaration metricChannel(std::string key, std::string title,
                                        Direction direction = Direction::minimize)
{
    ChannelDeclaration channel;
    channel.key = std::move(key);
    channel.title = std::move(title);
    channel.kind = ObservationKind::metric;
    channel.direction = direction;
    return channel;
}

} // namespace agon::test
