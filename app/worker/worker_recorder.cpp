#include "app/worker/worker_recorder.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace agon::app {
namespace {

constexpr std::size_t batchPoints = 4096;
constexpr std::size_t batchFrames = 16;

} // namespace

WorkerRecorder::WorkerRecorder(WorkerConnection &connection,
                               std::span<const ChannelDeclaration> channels, int lanes,
                               std::int64_t budget)
    : m_connection(connection)
    , m_channels(channels)
    , m_budget(budget)
    , m_stride(channels.size() + 1)
    , m_batches(static_cast<std::size_t>(lanes) * m_stride)
    , m_framesWanted(static_cast<std::size_t>(lanes), false)
{
    for (std::size_t i = 0; i < m_batches.size(); ++i) {
        const std::size_t place = i % m_stride;
        m_batches[i].lane = static_cast<int>(i / m_stride);
        m_batches[i].chunk.channel = static_cast<std::int32_t>(place) - 1;
        m_batches[i].chunk.kind = place == 0 ? ObservationKind::event : channels[place - 1].kind;
    }
}

void WorkerRecorder::introduce(std::vector<bool> frames, bool improvements)
{
    frames.resize(m_framesWanted.size(), false);
    m_framesWanted = std::move(frames);
    m_improvements = improvements;
}

std::int64_t WorkerRecorder::next(Due &due, std::int64_t step) const
{
    for (;;) {
        if (step > m_budget || cancelled())
            return m_budget + 1;
        if (step >= due.until || step < due.from) {
            ask(step);
            continue;
        }
        const auto end = [&](std::size_t run) { return due.runs[run] + due.runs[run + 1]; };
        if (due.position >= 2 && end(due.position - 2) > step)
            due.position = 0; // lanes that are played one after the other go back
        while (due.position < due.runs.size() && end(due.position) <= step)
            due.position += 2;
        if (due.position < due.runs.size())
            return std::max(step, due.runs[due.position]);
        step = due.until;
    }
}

void WorkerRecorder::ask(std::int64_t from) const
{
    m_connection.send({{{"type", "due"}, {"from", from}}, {}});
    const auto answer = m_connection.receive();
    if (!answer)
        return; // cancelled
    const auto read = [&](const char *key, Due &due) {
        const Json &told = answer->head.at(key);
        due = {told.at("runs").get<std::vector<std::int64_t>>(), from,
               told.at("until").get<std::int64_t>(), 0};
        if (due.runs.size() % 2 != 0 || due.until <= from)
            throw std::runtime_error("the parent's list of due steps is malformed");
    };
    read("metrics", m_metrics);
    read("frames", m_frames);
}

worker::Batch &WorkerRecorder::batch(int channel, int lane)
{
    return m_batches.at(static_cast<std::size_t>(lane) * m_stride +
                        static_cast<std::size_t>(channel + 1));
}

void WorkerRecorder::metric(int channel, int lane, std::int64_t step, double value)
{
    worker::Batch &target = batch(channel, lane);
    // The parent fails the lane at such a value: what was observed before has to come before it.
    if (!std::isfinite(value) && !m_channels[static_cast<std::size_t>(channel)].mayBeMissing)
        flush();
    target.chunk.steps.push_back(step);
    target.chunk.values.push_back(value);
    if (target.chunk.steps.size() >= batchPoints)
        sendBatch(target);
}

void WorkerRecorder::add(int channel, int lane, std::int64_t step, Frame frame)
{
    worker::Batch &target = batch(channel, lane);
    target.chunk.steps.push_back(step);
    target.chunk.frames.push_back(std::move(frame));
    if (target.chunk.steps.size() >= batchFrames)
        sendBatch(target);
}

void WorkerRecorder::labels(int channel, int lane, std::vector<std::string> names)
{
    m_connection.send(
        {{{"type", "labels"}, {"channel", channel}, {"lane", lane}, {"names", names}}, {}});
}

void WorkerRecorder::fail(int lane, std::string reason)
{
    flush(); // what was observed before counts
    m_connection.send({{{"type", "fail"}, {"lane", lane}, {"reason", std::move(reason)}}, {}});
}

void WorkerRecorder::sendBatch(worker::Batch &batch)
{
    m_connection.send(worker::toMessage(batch));
    batch.chunk.steps.clear();
    batch.chunk.values.clear();
    batch.chunk.frames.clear();
}

void WorkerRecorder::flush()
{
    for (worker::Batch &each : m_batches)
        if (!each.chunk.steps.empty())
            sendBatch(each);
}

} // namespace agon::app
