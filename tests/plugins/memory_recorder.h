#pragma once

#include "core/experiment/declarations.h"
#include "core/experiment/recorder.h"

#include <algorithm>
#include <limits>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace agon::test {

/** Keeps everything that a trial records, lane by lane, for tests and benchmarks. */
class MemoryRecorder final : public Recorder
{
public:
    /** What one lane recorded. */
    struct Lane
    {
        std::map<int, std::vector<std::pair<std::int64_t, double>>> metrics; ///< by channel
        std::map<int, std::vector<std::pair<std::int64_t, Frame>>> frames;   ///< by channel
        std::map<int, std::vector<std::string>> labels;                      ///< by channel
        std::string failure;                                                 ///< empty: none

        /** The last value of a metric. */
        double last(int channel) const { return metrics.at(channel).back().second; }
    };

    /** @p lanesWithFrames: frames are wanted of so many lanes, the first ones. */
    MemoryRecorder(const RecordingSchedule &schedule, std::int64_t budget, int lanes,
                   int lanesWithFrames = std::numeric_limits<int>::max())
        : m_metricSteps(metricSteps(schedule, budget))
        , m_frameSteps(frameSteps(schedule, budget))
        , m_improvements(schedule.improvements)
        , m_lanesWithFrames(lanesWithFrames)
        , m_past(budget + 1)
        , m_lanes(static_cast<std::size_t>(lanes))
    {}

    const std::vector<Lane> &lanes() const { return m_lanes; }
    const Lane &lane(int index) const { return m_lanes[static_cast<std::size_t>(index)]; }

    std::int64_t nextDue(std::int64_t step) const override { return next(m_metricSteps, step); }
    std::int64_t nextFrameDue(std::int64_t step) const override { return next(m_frameSteps, step); }
    bool framesWanted(int lane) const override { return lane < m_lanesWithFrames; }
    bool improvementsWanted() const override { return m_improvements; }

    void metric(int channel, int lane, std::int64_t step, double value) override
    {
        at(lane).metrics[channel].emplace_back(step, value);
    }
    void points(int channel, int lane, std::int64_t step, PointsFrame frame) override
    {
        at(lane).frames[channel].emplace_back(step, std::move(frame));
    }
    void field(int channel, int lane, std::int64_t step, FieldFrame frame) override
    {
        at(lane).frames[channel].emplace_back(step, std::move(frame));
    }
    void match(int channel, int lane, std::int64_t step, MatchOutcome outcome) override
    {
        at(lane).frames[channel].emplace_back(step, std::move(outcome));
    }
    void graph(int channel, int lane, std::int64_t step, GraphFrame frame) override
    {
        at(lane).frames[channel].emplace_back(step, std::move(frame));
    }
    void event(int lane, std::int64_t step, std::string text) override
    {
        at(lane).frames[-1].emplace_back(step, EventText{std::move(text)});
    }
    void labels(int channel, int lane, std::vector<std::string> names) override
    {
        at(lane).labels[channel] = std::move(names);
    }
    void fail(int lane, std::string reason) override { at(lane).failure = std::move(reason); }
    bool cancelled() const override { return false; }

private:
    Lane &at(int lane) { return m_lanes.at(static_cast<std::size_t>(lane)); }
    std::int64_t next(const std::vector<std::int64_t> &steps, std::int64_t step) const
    {
        const auto found = std::lower_bound(steps.begin(), steps.end(), step);
        return found == steps.end() ? m_past : *found;
    }

    std::vector<std::int64_t> m_metricSteps;
    std::vector<std::int64_t> m_frameSteps;
    bool m_improvements;
    int m_lanesWithFrames;
    std::int64_t m_past;
    std::vector<Lane> m_lanes;
};

} // namespace agon::test
