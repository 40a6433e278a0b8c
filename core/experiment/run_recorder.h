#pragma once

#include "core/experiment/digest.h"
#include "core/experiment/recorder.h"
#include "core/experiment/runner.h"

#include <array>
#include <atomic>
#include <chrono>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace agon {

/** The due steps of a schedule and a budget, made once and shared by all runs of a cell. */
class AGON_CORE_EXPORT DueSteps
{
public:
    DueSteps(const RecordingSchedule &schedule, std::int64_t budget);

    /** Where one reader stands in the list. Steps asked for mostly grow. */
    struct Cursor
    {
        std::size_t position = 0;
    };
    /** The smallest due step >= @p step; budget + 1 when none is left. */
    std::int64_t nextMetric(std::int64_t step, Cursor &cursor) const
    {
        if (m_every)
            return step <= m_budget ? step : m_budget + 1;
        return next(m_metrics, step, cursor);
    }
    std::int64_t nextFrame(std::int64_t step, Cursor &cursor) const
    {
        return next(m_frames, step, cursor);
    }

private:
    std::int64_t next(const std::vector<std::int64_t> &steps, std::int64_t step,
                      Cursor &cursor) const
    {
        const std::size_t position = cursor.position;
        // Mostly the answer is the same as the time before.
        if (position > 0 && position < steps.size() && steps[position - 1] < step &&
            step <= steps[position]) [[likely]]
            return steps[position];
        return search(steps, step, cursor);
    }
    std::int64_t search(const std::vector<std::int64_t> &steps, std::int64_t step,
                        Cursor &cursor) const;

    std::int64_t m_budget;
    bool m_every;
    std::vector<std::int64_t> m_metrics;
    std::vector<std::int64_t> m_frames;
};

/** Keeps what a trial observes in buffers of its own and publishes it in immutable chunks. Belongs
 *  to the thread that advances the trial; only stop() may be called from others. */
class AGON_CORE_EXPORT RunRecorder final : public Recorder
{
public:
    struct Lane
    {
        int run = 0;         ///< number in the log
        bool frames = false; ///< whether points, fields and graphs are wanted
        std::string name;    ///< as sentences call it: "UCB1 on Bernoulli bandit, seed 3"
    };
    struct Setup
    {
        std::shared_ptr<const DueSteps> due;
        bool improvements = true;
        std::span<const ChannelDeclaration> channels; ///< outlive the recorder
        std::string stepUnit;                         ///< "round"
        std::string settings;                         ///< as sentences say it: "epsilon = 0.2"
        std::vector<Lane> lanes;
    };

    RunRecorder(Setup setup, LiveLog &log);

    std::int64_t nextDue(std::int64_t step) const override
    {
        return m_setup.due->nextMetric(step, m_metricCursor);
    }
    std::int64_t nextFrameDue(std::int64_t step) const override
    {
        return m_setup.due->nextFrame(step, m_frameCursor);
    }
    bool framesWanted(int lane) const override { return laneAt(lane).frames; }
    bool improvementsWanted() const override { return m_setup.improvements; }
    void metric(int channel, int lane, std::int64_t step, double value) override;
    void points(int channel, int lane, std::int64_t step, PointsFrame frame) override;
    void field(int channel, int lane, std::int64_t step, FieldFrame frame) override;
    void match(int channel, int lane, std::int64_t step, MatchOutcome outcome) override;
    void graph(int channel, int lane, std::int64_t step, GraphFrame frame) override;
    void event(int lane, std::int64_t step, std::string text) override;
    void labels(int channel, int lane, std::vector<std::string> names) override;
    void fail(int lane, std::string reason) override;
    bool cancelled() const override { return m_stopped.load(std::memory_order_relaxed); }

    /** Makes cancelled() true; from any thread. */
    void stop() { m_stopped.store(true, std::memory_order_relaxed); }
    /** Whether the lane has failed, and with which sentence. */
    const std::optional<std::string> &failure(int lane) const
    {
        return m_failures[static_cast<std::size_t>(lane)];
    }
    bool allFailed() const;

    static constexpr std::int64_t noLimit = std::numeric_limits<std::int64_t>::max();
    /** Appends to the log what was observed up to step @p limit, if there is enough of it
     *  (1,024 points or 50 ms) or @p now. */
    void publish(bool now, std::int64_t limit = noLimit);
    /** Closes open buckets of a lane, at the end of a run that will not be resumed. */
    void closeBuckets(int lane);
    /** Fails the lane if the log held more than was computed now. At the end of a run. */
    void expectNoPrefixLeft(int lane);
    /** Of everything published by the lane. */
    std::string digest(int lane) const;

private:
    /** What a bucket has seen so far. */
    struct OpenBucket
    {
        std::int64_t count = 0, finite = 0;
        std::int64_t minimumAt = 0, maximumAt = 0; ///< positions in the bucket
        std::int64_t firstStep = 0, lastStep = 0, minimumStep = 0, maximumStep = 0;
        double first = 0, last = 0, minimum = 0, maximum = 0, sum = 0;
        std::int64_t width = 0;
    };
    /** One channel of one lane. */
    struct Buffer
    {
        Chunk open;             ///< not published yet; buckets begin after the whole points
        std::int64_t given = 0; ///< observations since the start
        std::unique_ptr<OpenBucket> bucket;
        std::unique_ptr<ChannelDigest> digest; ///< of what was published; null before
        std::size_t prefixPoints = 0;          ///< points of the prefix not repeated yet
        std::array<unsigned char, 16> prefixDigest{};
    };

    const Lane &laneAt(int lane) const { return m_setup.lanes[static_cast<std::size_t>(lane)]; }
    Buffer &buffer(int channel, int lane)
    {
        return m_buffers[static_cast<std::size_t>(lane) * m_stride +
                         static_cast<std::size_t>(channel + 1)];
    }
    const Buffer &buffer(int channel, int lane) const
    {
        return m_buffers[static_cast<std::size_t>(lane) * m_stride +
                         static_cast<std::size_t>(channel + 1)];
    }
    /** Whether the value may be recorded; makes all missing values the same bits. */
    bool accept(int channel, int lane, std::int64_t step, double &value);
    void addFrame(int channel, int lane, std::int64_t step, ObservationKind kind, Frame frame);
    static void addToBucket(Buffer &buffer, std::int64_t step, double value);
    static void closeBucket(Buffer &buffer);
    /** Moves the first @p count points of the open chunk to @p chunks, less the repeated prefix. */
    void take(Buffer &buffer, int lane, std::size_t count, std::vector<ChunkPointer> &chunks);
    static std::size_t releasable(const Buffer &buffer, std::int64_t limit);
    void expectPrefix(Buffer &buffer, std::vector<ChunkPointer> chunks);
    void seal(Buffer &buffer, int lane, Chunk chunk, std::vector<ChunkPointer> &chunks);
    bool timed(int channel) const;
    void failAsDifferent(const Buffer &buffer, int lane);

    Setup m_setup;
    LiveLog &m_log;
    std::size_t m_stride; ///< buffers a lane: events, then channels
    std::vector<Buffer> m_buffers;
    std::vector<std::optional<std::string>> m_failures;
    std::chrono::steady_clock::time_point m_lastPublished{};
    std::size_t m_largest = 0; ///< points in the fullest buffer
    mutable DueSteps::Cursor m_metricCursor, m_frameCursor;
    std::atomic<bool> m_stopped{false};
};

} // namespace agon
