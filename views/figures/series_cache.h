#pragma once

#include "core/experiment/observation_source.h"

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace agon::views {

/** A metric of one run, contiguous. */
struct MetricSeries
{
    std::vector<std::int64_t> steps; ///< non-decreasing
    std::vector<double> values;      ///< size of steps
    /** Of what was thinned: begin counts from the first of all steps, and what lies before the
     * first bucket is whole. Empty: nothing was thinned. */
    std::vector<Bucket> buckets;

    /** How many records lie at or before @p step. */
    std::size_t countUpTo(std::int64_t step) const;
};

/** The frames of one run and channel; the frames live as long as the cache. */
struct FrameSeries
{
    std::vector<std::int64_t> steps;
    std::vector<const Frame *> frames; ///< size of steps

    /** Position of the last frame at or before @p step; -1 when there is none. */
    int indexAt(std::int64_t step) const;
};

/** Observations of one source, read once and then only what is new. refresh() takes a snapshot of
 *  experiment and runs; series are read on first use and kept. Used by one thread. */
class SeriesCache
{
public:
    explicit SeriesCache(std::shared_ptr<const ObservationSource> source);

    /** Takes in what is new since the last call; true when anything may have changed. Costs almost
     *  nothing when nothing has. */
    bool refresh();

    const ExperimentView &experiment() const { return m_experiment; }
    const std::vector<RunView> &runs() const { return m_runs; }
    /** Runs of one cell in order of seeds. */
    const std::vector<int> &runsOfCell(int cell) const;
    /** Index of the channel with this key; -1 when there is none. */
    int channelIndex(std::string_view key) const;
    const ChannelDeclaration &channel(int index) const;

    const MetricSeries &metric(int run, int channel);
    const FrameSeries &frames(int run, int channel);
    /** Names of a match channel's competitors. */
    std::vector<std::string> labels(int run, int channel) const;
    /** The largest step recorded in @p channel by this run; -1 for none. */
    std::int64_t latestStep(int run, int channel);

private:
    struct Entry
    {
        std::uint64_t revision = 0;
        std::size_t chunksTaken = 0;
        MetricSeries metric;
        FrameSeries frames;
        std::vector<ChunkPointer> kept; ///< owners of the frames
    };
    Entry &entry(int run, int channel);

    std::shared_ptr<const ObservationSource> m_source;
    std::uint64_t m_revision = 0;
    ExperimentView m_experiment;
    std::vector<RunView> m_runs;
    std::vector<std::vector<int>> m_runsOfCell;
    std::vector<std::vector<std::unique_ptr<Entry>>> m_entries; ///< run, channel
};

} // namespace agon::views
