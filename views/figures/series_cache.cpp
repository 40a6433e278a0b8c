#include "views/figures/series_cache.h"

#include <algorithm>
#include <cassert>

namespace agon::views {

std::size_t MetricSeries::countUpTo(std::int64_t step) const
{
    if (!steps.empty() && steps.back() <= step)
        return steps.size();
    return static_cast<std::size_t>(std::upper_bound(steps.begin(), steps.end(), step) -
                                    steps.begin());
}

int FrameSeries::indexAt(std::int64_t step) const
{
    return static_cast<int>(std::upper_bound(steps.begin(), steps.end(), step) - steps.begin()) - 1;
}

SeriesCache::SeriesCache(std::shared_ptr<const ObservationSource> source)
    : m_source(std::move(source))
{
    assert(m_source != nullptr);
    refresh();
}

bool SeriesCache::refresh()
{
    const std::uint64_t revision = m_source->revision();
    if (revision == m_revision)
        return false;
    // The revision is read before the content: what arrives in between is taken again next time.
    m_revision = revision;
    m_experiment = m_source->experiment();
    m_runs = m_source->runs();
    m_entries.resize(m_runs.size());
    m_runsOfCell.assign(m_experiment.cells.size(), {});
    for (std::size_t run = 0; run < m_runs.size(); ++run) {
        const auto cell = static_cast<std::size_t>(m_runs[run].cell);
        if (cell < m_runsOfCell.size())
            m_runsOfCell[cell].push_back(static_cast<int>(run));
    }
    for (std::vector<int> &cellRuns : m_runsOfCell) {
        std::sort(cellRuns.begin(), cellRuns.end(), [this](int a, int b) {
            const RunView &first = m_runs[static_cast<std::size_t>(a)];
            const RunView &second = m_runs[static_cast<std::size_t>(b)];
            return first.seed != second.seed ? first.seed < second.seed : a < b;
        });
    }
    return true;
}

const std::vector<int> &SeriesCache::runsOfCell(int cell) const
{
    return m_runsOfCell.at(static_cast<std::size_t>(cell));
}

int SeriesCache::channelIndex(std::string_view key) const
{
    for (std::size_t i = 0; i < m_experiment.channels.size(); ++i)
        if (m_experiment.channels[i].key == key)
            return static_cast<int>(i);
    return -1;
}

const ChannelDeclaration &SeriesCache::channel(int index) const
{
    return m_experiment.channels.at(static_cast<std::size_t>(index));
}

SeriesCache::Entry &SeriesCache::entry(int run, int channel)
{
    auto &channels = m_entries.at(static_cast<std::size_t>(run));
    if (channels.size() <= static_cast<std::size_t>(channel))
        channels.resize(
            std::max(m_experiment.channels.size(), static_cast<std::size_t>(channel) + 1));
    auto &slot = channels[static_cast<std::size_t>(channel)];
    if (slot == nullptr)
        slot = std::make_unique<Entry>();
    Entry &entry = *slot;
    if (entry.revision == m_revision)
        return entry;
    entry.revision = m_revision;
    std::vector<ChunkPointer> fresh = m_source->chunks(run, channel, entry.chunksTaken);
    entry.chunksTaken += fresh.size();
    std::size_t added = 0;
    for (const ChunkPointer &chunk : fresh)
        added += chunk->steps.size();
    if (entry.metric.steps.empty())
        entry.metric.steps.reserve(added);
    for (ChunkPointer &chunk : fresh) {
        if (chunk->kind == ObservationKind::metric) {
            const auto before = static_cast<std::int32_t>(entry.metric.steps.size());
            for (Bucket bucket : chunk->buckets) {
                bucket.begin += before;
                entry.metric.buckets.push_back(bucket);
            }
            entry.metric.steps.insert(entry.metric.steps.end(), chunk->steps.begin(),
                                      chunk->steps.end());
            entry.metric.values.insert(entry.metric.values.end(), chunk->values.begin(),
                                       chunk->values.end());
            continue;
        }
        entry.frames.steps.insert(entry.frames.steps.end(), chunk->steps.begin(),
                                  chunk->steps.end());
        for (const Frame &frame : chunk->frames)
            entry.frames.frames.push_back(&frame);
        entry.kept.push_back(std::move(chunk));
    }
    return entry;
}

const MetricSeries &SeriesCache::metric(int run, int channel) { return entry(run, channel).metric; }

const FrameSeries &SeriesCache::frames(int run, int channel) { return entry(run, channel).frames; }

std::vector<std::string> SeriesCache::labels(int run, int channel) const
{
    return m_source->labels(run, channel);
}

std::int64_t SeriesCache::latestStep(int run, int channel)
{
    const Entry &found = entry(run, channel);
    const std::int64_t metric = found.metric.steps.empty() ? -1 : found.metric.steps.back();
    const std::int64_t frame = found.frames.steps.empty() ? -1 : found.frames.steps.back();
    return std::max(metric, frame);
}

} // namespace agon::views
