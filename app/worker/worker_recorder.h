#pragma once

#include "app/worker/worker_connection.h"
#include "core/experiment/declarations.h"
#include "core/experiment/recorder.h"

#include <cstdint>
#include <span>
#include <vector>

namespace agon::app {

/** Sends what a trial observes to the parent, in batches. */
class WorkerRecorder final : public Recorder
{
public:
    /** @p channels outlive it. */
    WorkerRecorder(WorkerConnection &connection, std::span<const ChannelDeclaration> channels,
                   int lanes, std::int64_t budget);

    /** What the first "advance" of a trial says. */
    void introduce(std::vector<bool> frames, bool improvements);
    /** Sends what has not been sent. */
    void flush();

    std::int64_t nextDue(std::int64_t step) const override { return next(m_metrics, step); }
    std::int64_t nextFrameDue(std::int64_t step) const override { return next(m_frames, step); }
    bool framesWanted(int lane) const override
    {
        return m_framesWanted[static_cast<std::size_t>(lane)];
    }
    bool improvementsWanted() const override { return m_improvements; }
    void metric(int channel, int lane, std::int64_t step, double value) override;
    void points(int channel, int lane, std::int64_t step, PointsFrame frame) override
    {
        add(channel, lane, step, std::move(frame));
    }
    void field(int channel, int lane, std::int64_t step, FieldFrame frame) override
    {
        add(channel, lane, step, std::move(frame));
    }
    void match(int channel, int lane, std::int64_t step, MatchOutcome outcome) override
    {
        add(channel, lane, step, std::move(outcome));
    }
    void graph(int channel, int lane, std::int64_t step, GraphFrame frame) override
    {
        add(channel, lane, step, std::move(frame));
    }
    void event(int lane, std::int64_t step, std::string text) override
    {
        add(eventChannel, lane, step, EventText{std::move(text)});
    }
    void labels(int channel, int lane, std::vector<std::string> names) override;
    void fail(int lane, std::string reason) override;
    bool cancelled() const override { return m_connection.cancelled(); }

private:
    /** Due steps that the parent has told: first and count of consecutive ones, complete before
     * until. */
    struct Due
    {
        std::vector<std::int64_t> runs;
        std::int64_t from = 0, until = 0;
        std::size_t position = 0; ///< index of the run looked at last
    };
    std::int64_t next(Due &due, std::int64_t step) const;
    void ask(std::int64_t from) const;
    worker::Batch &batch(int channel, int lane);
    void add(int channel, int lane, std::int64_t step, Frame frame);
    void sendBatch(worker::Batch &batch);

    WorkerConnection &m_connection;
    std::span<const ChannelDeclaration> m_channels;
    std::int64_t m_budget;
    std::size_t m_stride;
    std::vector<worker::Batch> m_batches; ///< by lane, then events and channels
    std::vector<bool> m_framesWanted;
    bool m_improvements = true;
    mutable Due m_metrics, m_frames;
};

} // namespace agon::app
