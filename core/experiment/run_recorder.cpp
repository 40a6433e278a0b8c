#include "core/experiment/run_recorder.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>

namespace agon {
namespace {

constexpr std::size_t publishPoints = 1024;
constexpr std::size_t chunkPoints = 4096;
constexpr std::chrono::milliseconds publishAge{50};
constexpr std::int64_t firstBucketWidth = 8;

/** How many points the bucket that begins with point number @p index (from 0) stands for. The width
 *  doubles whenever the number of points does, so that memory grows with its logarithm. */
std::int64_t bucketWidth(std::int64_t index)
{
    const auto ratio = static_cast<std::uint64_t>(index / wholePointsPerMetric);
    return firstBucketWidth << (std::bit_width(ratio) - 1);
}
static_assert(wholePointsPerMetric % firstBucketWidth == 0,
              "buckets end where their width changes");

} // namespace

DueSteps::DueSteps(const RecordingSchedule &schedule, std::int64_t budget)
    : m_budget(budget)
    , m_every(schedule.spacing == RecordingSchedule::Spacing::every ||
              (schedule.spacing == RecordingSchedule::Spacing::linear && schedule.points >= budget))
    , m_frames(frameSteps(schedule, budget))
{
    if (!m_every)
        m_metrics = metricSteps(schedule, budget);
}

std::int64_t DueSteps::search(const std::vector<std::int64_t> &steps, std::int64_t step,
                              Cursor &cursor) const
{
    // Lanes may be played one after the other: then the cursor goes back.
    if (cursor.position > 0 && steps[cursor.position - 1] >= step)
        cursor.position = static_cast<std::size_t>(
            std::lower_bound(steps.begin(), steps.end(), step) - steps.begin());
    while (cursor.position < steps.size() && steps[cursor.position] < step)
        ++cursor.position;
    return cursor.position < steps.size() ? steps[cursor.position] : m_budget + 1;
}

RunRecorder::RunRecorder(Setup setup, LiveLog &log)
    : m_setup(std::move(setup))
    , m_log(log)
    , m_stride(m_setup.channels.size() + 1)
    , m_buffers(m_setup.lanes.size() * m_stride)
    , m_failures(m_setup.lanes.size())
{
    for (std::size_t lane = 0; lane < m_setup.lanes.size(); ++lane)
        for (std::size_t i = 0; i < m_stride; ++i) {
            const int channel = static_cast<int>(i) - 1;
            Buffer &target = m_buffers[lane * m_stride + i];
            target.open.channel = channel;
            target.open.kind =
                channel == eventChannel ? ObservationKind::event : m_setup.channels[i - 1].kind;
            expectPrefix(target, log.chunks(m_setup.lanes[lane].run, channel));
        }
}

void RunRecorder::expectPrefix(Buffer &buffer, std::vector<ChunkPointer> chunks)
{
    if (chunks.empty())
        return;
    ChannelDigest digest;
    for (const ChunkPointer &chunk : chunks)
        digest.add(*chunk);
    buffer.prefixPoints = static_cast<std::size_t>(digest.count());
    buffer.prefixDigest = digest.value();
}

bool RunRecorder::accept(int channel, int lane, std::int64_t step, double &value)
{
    const ChannelDeclaration &declaration = m_setup.channels[static_cast<std::size_t>(channel)];
    if (declaration.mayBeMissing) {
        if (std::isnan(value))
            value = std::numeric_limits<double>::quiet_NaN();
        return true;
    }
    fail(lane,
         fmt::format("{}: \"{}\" became {} at {} {} ({}).", laneAt(lane).name, declaration.title,
                     std::isnan(value) ? "NaN" : (value > 0 ? "infinite" : "minus infinite"),
                     m_setup.stepUnit, step, m_setup.settings));
    return false;
}

void RunRecorder::metric(int channel, int lane, std::int64_t step, double value)
{
    if (m_failures[static_cast<std::size_t>(lane)])
        return;
    if (!std::isfinite(value)) [[unlikely]]
        if (!accept(channel, lane, step, value))
            return;
    Buffer &target = buffer(channel, lane);
    assert(target.open.kind == ObservationKind::metric);
    if (target.given++ >= wholePointsPerMetric) [[unlikely]] {
        addToBucket(target, step, value);
    } else {
        assert(target.open.steps.empty() || target.open.steps.back() <= step);
        target.open.steps.push_back(step);
        target.open.values.push_back(value);
    }
    m_largest = std::max(m_largest, target.open.steps.size());
}

void RunRecorder::addToBucket(Buffer &buffer, std::int64_t step, double value)
{
    if (!buffer.bucket)
        buffer.bucket = std::make_unique<OpenBucket>();
    OpenBucket &bucket = *buffer.bucket;
    if (bucket.count == 0) {
        bucket = {};
        bucket.width = bucketWidth(buffer.given - 1);
        bucket.firstStep = step;
        bucket.first = value;
    }
    ++bucket.count;
    bucket.lastStep = step;
    bucket.last = value;
    if (!std::isnan(value)) {
        if (bucket.finite == 0 || value < bucket.minimum) {
            bucket.minimum = value;
            bucket.minimumStep = step;
            bucket.minimumAt = bucket.count - 1;
        }
        if (bucket.finite == 0 || value > bucket.maximum) {
            bucket.maximum = value;
            bucket.maximumStep = step;
            bucket.maximumAt = bucket.count - 1;
        }
        bucket.sum += value;
        ++bucket.finite;
    }
    if (bucket.count == bucket.width)
        closeBucket(buffer);
}

void RunRecorder::closeBucket(Buffer &buffer)
{
    if (!buffer.bucket || buffer.bucket->count == 0)
        return;
    OpenBucket &bucket = *buffer.bucket;
    Chunk &open = buffer.open;
    open.buckets.push_back({static_cast<std::int32_t>(open.steps.size()), bucket.count,
                            bucket.finite > 0 ? bucket.sum / static_cast<double>(bucket.finite)
                                              : std::numeric_limits<double>::quiet_NaN()});
    const auto add = [&](std::int64_t step, double value) {
        open.steps.push_back(step);
        open.values.push_back(value);
    };
    struct Kept
    {
        std::int64_t at, step;
        double value;
    };
    Kept low{bucket.minimumAt, bucket.minimumStep, bucket.minimum};
    Kept high{bucket.maximumAt, bucket.maximumStep, bucket.maximum};
    if (high.at < low.at)
        std::swap(low, high);
    const auto inside = [&](const Kept &kept) { return kept.at > 0 && kept.at < bucket.count - 1; };
    add(bucket.firstStep, bucket.first);
    if (bucket.finite > 0 && inside(low))
        add(low.step, low.value);
    if (bucket.finite > 0 && inside(high) && high.at != low.at)
        add(high.step, high.value);
    if (bucket.count > 1)
        add(bucket.lastStep, bucket.last);
    bucket.count = 0;
}

void RunRecorder::closeBuckets(int lane)
{
    for (std::size_t i = 0; i < m_stride; ++i) {
        Buffer &target = m_buffers[static_cast<std::size_t>(lane) * m_stride + i];
        closeBucket(target);
        m_largest = std::max(m_largest, target.open.steps.size());
    }
}

void RunRecorder::addFrame(int channel, int lane, std::int64_t step, ObservationKind kind,
                           Frame frame)
{
    Buffer &target = buffer(channel, lane);
    assert(target.open.kind == kind);
    static_cast<void>(kind);
    assert(target.open.steps.empty() || target.open.steps.back() <= step);
    target.open.steps.push_back(step);
    target.open.frames.push_back(std::move(frame));
    ++target.given;
    m_largest = std::max(m_largest, target.open.steps.size());
}

void RunRecorder::points(int channel, int lane, std::int64_t step, PointsFrame frame)
{
    if (m_failures[static_cast<std::size_t>(lane)] || !framesWanted(lane))
        return;
    for (double &value : frame.values)
        if (!std::isfinite(value) && !accept(channel, lane, step, value))
            return;
    addFrame(channel, lane, step, ObservationKind::points, std::move(frame));
}

void RunRecorder::field(int channel, int lane, std::int64_t step, FieldFrame frame)
{
    if (m_failures[static_cast<std::size_t>(lane)] || !framesWanted(lane))
        return;
    assert(frame.values.size() ==
           static_cast<std::size_t>(frame.rows) * static_cast<std::size_t>(frame.columns));
    for (double &value : frame.values)
        if (!std::isfinite(value) && !accept(channel, lane, step, value))
            return;
    addFrame(channel, lane, step, ObservationKind::field, std::move(frame));
}

void RunRecorder::match(int channel, int lane, std::int64_t step, MatchOutcome outcome)
{
    if (m_failures[static_cast<std::size_t>(lane)])
        return;
    assert(outcome.competitors.size() == outcome.ranks.size());
    addFrame(channel, lane, step, ObservationKind::match, std::move(outcome));
}

void RunRecorder::graph(int channel, int lane, std::int64_t step, GraphFrame frame)
{
    if (m_failures[static_cast<std::size_t>(lane)] || !framesWanted(lane))
        return;
    for (GraphNode &node : frame.nodes)
        if (!std::isfinite(node.value) && !accept(channel, lane, step, node.value))
            return;
    for (GraphEdge &edge : frame.edges)
        if (!std::isfinite(edge.weight) && !accept(channel, lane, step, edge.weight))
            return;
    addFrame(channel, lane, step, ObservationKind::graph, std::move(frame));
}

void RunRecorder::event(int lane, std::int64_t step, std::string text)
{
    if (!m_failures[static_cast<std::size_t>(lane)])
        addFrame(eventChannel, lane, step, ObservationKind::event, EventText{std::move(text)});
}

void RunRecorder::labels(int channel, int lane, std::vector<std::string> names)
{
    if (!m_failures[static_cast<std::size_t>(lane)] && !cancelled())
        m_log.setLabels(laneAt(lane).run, channel, std::move(names));
}

void RunRecorder::fail(int lane, std::string reason)
{
    std::optional<std::string> &failure = m_failures[static_cast<std::size_t>(lane)];
    if (!failure)
        failure = std::move(reason);
}

bool RunRecorder::allFailed() const
{
    return std::all_of(m_failures.begin(), m_failures.end(),
                       [](const auto &f) { return f.has_value(); });
}

std::size_t RunRecorder::releasable(const Buffer &buffer, std::int64_t limit)
{
    const Chunk &open = buffer.open;
    const auto end = std::upper_bound(open.steps.begin(), open.steps.end(), limit);
    auto count = static_cast<std::size_t>(end - open.steps.begin());
    if (count == open.steps.size() || open.buckets.empty())
        return count;
    // A bucket is released as a whole.
    const auto after = std::upper_bound(
        open.buckets.begin(), open.buckets.end(), count,
        [](std::size_t n, const Bucket &b) { return n < static_cast<std::size_t>(b.begin); });
    return after == open.buckets.begin() ? count
                                         : static_cast<std::size_t>(std::prev(after)->begin);
}

void RunRecorder::publish(bool now, std::int64_t limit)
{
    const auto time = std::chrono::steady_clock::now();
    if (m_largest == 0 ||
        (!now && m_largest < publishPoints && time - m_lastPublished < publishAge))
        return;
    m_lastPublished = time;
    m_largest = 0;
    for (std::size_t lane = 0; lane < m_setup.lanes.size(); ++lane) {
        std::vector<ChunkPointer> chunks;
        for (std::size_t i = 0; i < m_stride; ++i) {
            Buffer &source = m_buffers[lane * m_stride + i];
            if (source.open.steps.empty())
                continue;
            take(source, static_cast<int>(lane), releasable(source, limit), chunks);
            m_largest = std::max(m_largest, source.open.steps.size());
        }
        if (!chunks.empty())
            m_log.append(m_setup.lanes[lane].run, std::move(chunks));
    }
}

void RunRecorder::take(Buffer &buffer, int lane, std::size_t count,
                       std::vector<ChunkPointer> &chunks)
{
    if (count == 0)
        return;
    Chunk &open = buffer.open;
    const std::size_t whole = open.buckets.empty()
                                  ? open.steps.size()
                                  : static_cast<std::size_t>(open.buckets.front().begin);
    std::size_t bucket = 0;
    for (std::size_t position = 0; position < count;) {
        std::size_t end = std::min(count, position + chunkPoints);
        Chunk piece;
        piece.channel = open.channel;
        piece.kind = open.kind;
        if (position < whole) {
            end = std::min(end, whole);
        } else {
            std::size_t next = position;
            while (bucket < open.buckets.size() &&
                   static_cast<std::size_t>(open.buckets[bucket].begin) < end) {
                Bucket moved = open.buckets[bucket++];
                moved.begin -= static_cast<std::int32_t>(position);
                piece.buckets.push_back(moved);
                next = bucket < open.buckets.size()
                           ? static_cast<std::size_t>(open.buckets[bucket].begin)
                           : open.steps.size();
            }
            end = next;
        }
        const auto from = static_cast<std::ptrdiff_t>(position);
        const auto to = static_cast<std::ptrdiff_t>(end);
        piece.steps.assign(open.steps.begin() + from, open.steps.begin() + to);
        if (open.kind == ObservationKind::metric)
            piece.values.assign(open.values.begin() + from, open.values.begin() + to);
        else
            piece.frames.assign(std::make_move_iterator(open.frames.begin() + from),
                                std::make_move_iterator(open.frames.begin() + to));
        seal(buffer, lane, std::move(piece), chunks);
        position = end;
    }
    const auto taken = static_cast<std::ptrdiff_t>(count);
    open.steps.erase(open.steps.begin(), open.steps.begin() + taken);
    if (open.kind == ObservationKind::metric)
        open.values.erase(open.values.begin(), open.values.begin() + taken);
    else
        open.frames.erase(open.frames.begin(), open.frames.begin() + taken);
    open.buckets.erase(open.buckets.begin(),
                       open.buckets.begin() + static_cast<std::ptrdiff_t>(bucket));
    for (Bucket &rest : open.buckets)
        rest.begin -= static_cast<std::int32_t>(count);
}

void RunRecorder::seal(Buffer &buffer, int lane, Chunk chunk, std::vector<ChunkPointer> &chunks)
{
    if (!buffer.digest)
        buffer.digest = std::make_unique<ChannelDigest>();
    const std::size_t size = chunk.steps.size();
    const std::size_t repeated = std::min(buffer.prefixPoints, size);
    buffer.digest->add(chunk, 0, repeated);
    buffer.prefixPoints -= repeated;
    if (repeated > 0 && buffer.prefixPoints == 0 && buffer.digest->value() != buffer.prefixDigest)
        failAsDifferent(buffer, lane);
    if (repeated == size)
        return;
    buffer.digest->add(chunk, repeated, size);
    if (repeated > 0) {
        const auto from = static_cast<std::ptrdiff_t>(repeated);
        chunk.steps.erase(chunk.steps.begin(), chunk.steps.begin() + from);
        if (!chunk.values.empty())
            chunk.values.erase(chunk.values.begin(), chunk.values.begin() + from);
        if (!chunk.frames.empty())
            chunk.frames.erase(chunk.frames.begin(), chunk.frames.begin() + from);
        std::erase_if(chunk.buckets, [&](const Bucket &b) {
            return static_cast<std::size_t>(b.begin) < repeated;
        });
        for (Bucket &bucket : chunk.buckets)
            bucket.begin -= static_cast<std::int32_t>(repeated);
    }
    chunks.push_back(std::make_shared<const Chunk>(std::move(chunk)));
}

bool RunRecorder::timed(int channel) const
{
    return channel != eventChannel && m_setup.channels[static_cast<std::size_t>(channel)].timed;
}

void RunRecorder::failAsDifferent(const Buffer &buffer, int lane)
{
    const int channel = buffer.open.channel;
    if (timed(channel))
        return;
    fail(lane,
         fmt::format("{}: {} differ from what was recorded before, so the run is not a function of "
                     "its settings "
                     "and seed on this build.",
                     laneAt(lane).name,
                     channel == eventChannel
                         ? std::string("its events")
                         : fmt::format("the values of \"{}\"",
                                       m_setup.channels[static_cast<std::size_t>(channel)].title)));
}

void RunRecorder::expectNoPrefixLeft(int lane)
{
    for (std::size_t i = 0; i < m_stride; ++i)
        if (const Buffer &rest = m_buffers[static_cast<std::size_t>(lane) * m_stride + i];
            rest.prefixPoints > 0)
            failAsDifferent(rest, lane);
}

std::string RunRecorder::digest(int lane) const
{
    std::vector<const ChannelDigest *> digests;
    for (std::size_t i = 1; i < m_stride; ++i)
        digests.push_back(m_buffers[static_cast<std::size_t>(lane) * m_stride + i].digest.get());
    return combinedDigest(m_setup.channels, digests);
}

} // namespace agon
