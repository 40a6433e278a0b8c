#include "storage/chunk_codec.h"

#include <fmt/format.h>
#include <xxhash.h>
#include <zstd.h>

#include <bit>
#include <cassert>
#include <cstring>
#include <type_traits>

namespace agon::storage {

// The file is little-endian, and so is every machine this is built for; a port adds the swap here.
static_assert(std::endian::native == std::endian::little);

namespace {

constexpr int compressionLevel = 3;
constexpr std::size_t smallestWorthCompressing = 256;
constexpr std::size_t bucketBytes = sizeof(std::int64_t) + sizeof(double) + sizeof(std::int32_t);

class Writer
{
public:
    explicit Writer(std::string &out) : m_out(out) {}
    template <class T>
    void number(T value)
    {
        static_assert(std::is_arithmetic_v<T>);
        m_out.append(reinterpret_cast<const char *>(&value), sizeof value);
    }
    template <class T>
    void array(const std::vector<T> &values)
    {
        static_assert(std::is_arithmetic_v<T>);
        m_out.append(reinterpret_cast<const char *>(values.data()), values.size() * sizeof(T));
    }
    void count(std::size_t n) { number(static_cast<std::uint32_t>(n)); }
    void text(const std::string &value)
    {
        count(value.size());
        m_out.append(value);
    }

private:
    std::string &m_out;
};

/** Reads what Writer wrote; after the first impossible read everything is empty and ok() is false.
 */
class Reader
{
public:
    explicit Reader(std::string_view data) : m_rest(data) {}
    bool ok() const { return m_ok; }
    bool atEnd() const { return m_rest.empty(); }
    void reject() { m_ok = false; }

    template <class T>
    T number()
    {
        T value{};
        if (!take(sizeof value))
            return value;
        std::memcpy(&value, m_taken.data(), sizeof value);
        return value;
    }
    template <class T>
    void array(std::vector<T> &values, std::uint64_t n)
    {
        if (n > m_rest.size() / sizeof(T) || !take(static_cast<std::size_t>(n) * sizeof(T))) {
            m_ok = false;
            return;
        }
        values.resize(static_cast<std::size_t>(n));
        if (n > 0)
            std::memcpy(values.data(), m_taken.data(), m_taken.size());
    }
    std::string text()
    {
        const auto size = number<std::uint32_t>();
        return take(size) ? std::string(m_taken) : std::string();
    }
    void texts(std::vector<std::string> &values, std::uint64_t n)
    {
        // Every text takes at least its length: a count beyond that is a lie.
        if (n > m_rest.size() / sizeof(std::uint32_t)) {
            m_ok = false;
            return;
        }
        values.reserve(static_cast<std::size_t>(n));
        for (std::uint64_t i = 0; i < n && m_ok; ++i)
            values.push_back(text());
    }

private:
    bool take(std::size_t size)
    {
        if (!m_ok || size > m_rest.size()) {
            m_ok = false;
            return false;
        }
        m_taken = m_rest.substr(0, size);
        m_rest.remove_prefix(size);
        return true;
    }

    std::string_view m_rest;
    std::string_view m_taken;
    bool m_ok = true;
};

enum PointsFlags : std::uint8_t { pointLabels = 1, pointGraphs = 2 };
enum FieldFlags : std::uint8_t { fieldRowLabels = 1, fieldColumnLabels = 2 };
enum NodeFlags : std::uint8_t { nodeX = 1, nodeY = 2 };

void write(Writer &out, const PointsFrame &frame)
{
    const std::size_t rows = frame.ids.size();
    assert(rows == 0 || frame.values.size() % rows == 0);
    out.count(rows);
    out.count(rows == 0 ? 0 : frame.values.size() / rows);
    out.number(static_cast<std::uint8_t>((frame.labels.empty() ? 0 : pointLabels) |
                                         (frame.graphs.empty() ? 0 : pointGraphs)));
    out.array(frame.ids);
    out.array(frame.values);
    for (const std::string &label : frame.labels)
        out.text(label);
    out.array(frame.graphs);
}

void write(Writer &out, const FieldFrame &frame)
{
    out.number(frame.rows);
    out.number(frame.columns);
    out.number(static_cast<std::uint8_t>((frame.rowLabels.empty() ? 0 : fieldRowLabels) |
                                         (frame.columnLabels.empty() ? 0 : fieldColumnLabels)));
    out.array(frame.values);
    for (const std::string &label : frame.rowLabels)
        out.text(label);
    for (const std::string &label : frame.columnLabels)
        out.text(label);
}

void write(Writer &out, const MatchOutcome &frame)
{
    assert(frame.competitors.size() == frame.ranks.size());
    out.count(frame.competitors.size());
    out.array(frame.competitors);
    out.array(frame.ranks);
}

void write(Writer &out, const GraphFrame &frame)
{
    out.count(frame.nodes.size());
    out.count(frame.edges.size());
    for (const GraphNode &node : frame.nodes) {
        out.text(node.label);
        out.number(node.value);
        out.number(static_cast<std::uint8_t>((node.x ? nodeX : 0) | (node.y ? nodeY : 0)));
        if (node.x)
            out.number(*node.x);
        if (node.y)
            out.number(*node.y);
    }
    for (const GraphEdge &edge : frame.edges) {
        out.number(edge.from);
        out.number(edge.to);
        out.number(edge.weight);
        out.text(edge.label);
    }
}

void write(Writer &out, const EventText &frame) { out.text(frame.text); }

PointsFrame readPoints(Reader &in)
{
    PointsFrame frame;
    const std::uint64_t rows = in.number<std::uint32_t>();
    const std::uint64_t columns = in.number<std::uint32_t>();
    const auto flags = in.number<std::uint8_t>();
    in.array(frame.ids, rows);
    in.array(frame.values, rows * columns);
    if ((flags & pointLabels) != 0)
        in.texts(frame.labels, rows);
    if ((flags & pointGraphs) != 0)
        in.array(frame.graphs, rows);
    return frame;
}

FieldFrame readField(Reader &in)
{
    FieldFrame frame;
    frame.rows = in.number<std::int32_t>();
    frame.columns = in.number<std::int32_t>();
    const auto flags = in.number<std::uint8_t>();
    if (frame.rows < 0 || frame.columns < 0) {
        in.reject();
        return frame;
    }
    const auto rows = static_cast<std::uint64_t>(frame.rows);
    const auto columns = static_cast<std::uint64_t>(frame.columns);
    in.array(frame.values, rows * columns);
    if ((flags & fieldRowLabels) != 0)
        in.texts(frame.rowLabels, rows);
    if ((flags & fieldColumnLabels) != 0)
        in.texts(frame.columnLabels, columns);
    return frame;
}

MatchOutcome readMatch(Reader &in)
{
    MatchOutcome frame;
    const auto n = in.number<std::uint32_t>();
    in.array(frame.competitors, n);
    in.array(frame.ranks, n);
    for (const std::int32_t competitor : frame.competitors)
        if (competitor < 0)
            in.reject();
    for (const std::int32_t rank : frame.ranks)
        if (rank < 0 || static_cast<std::uint32_t>(rank) >= n)
            in.reject();
    return frame;
}

GraphFrame readGraph(Reader &in)
{
    GraphFrame frame;
    const auto nodes = in.number<std::uint32_t>();
    const auto edges = in.number<std::uint32_t>();
    for (std::uint32_t i = 0; i < nodes && in.ok(); ++i) {
        GraphNode node;
        node.label = in.text();
        node.value = in.number<double>();
        const auto flags = in.number<std::uint8_t>();
        if ((flags & nodeX) != 0)
            node.x = in.number<double>();
        if ((flags & nodeY) != 0)
            node.y = in.number<double>();
        frame.nodes.push_back(std::move(node));
    }
    for (std::uint32_t i = 0; i < edges && in.ok(); ++i) {
        GraphEdge edge;
        edge.from = in.number<std::int32_t>();
        edge.to = in.number<std::int32_t>();
        edge.weight = in.number<double>();
        edge.label = in.text();
        const auto exists = [&](std::int32_t node) {
            return node >= 0 && static_cast<std::uint32_t>(node) < nodes;
        };
        if (!exists(edge.from) || !exists(edge.to))
            in.reject();
        frame.edges.push_back(std::move(edge));
    }
    return frame;
}

Frame readFrame(Reader &in, ObservationKind kind)
{
    switch (kind) {
    case ObservationKind::points:
        return readPoints(in);
    case ObservationKind::field:
        return readField(in);
    case ObservationKind::match:
        return readMatch(in);
    case ObservationKind::graph:
        return readGraph(in);
    case ObservationKind::event:
    case ObservationKind::metric:
        break;
    }
    return EventText{in.text()};
}

bool regular(std::span<const std::int64_t> steps, std::int64_t stride)
{
    for (std::size_t i = 1; i < steps.size(); ++i)
        if (steps[i] - steps[i - 1] != stride)
            return false;
    return true;
}

bool ascending(std::span<const std::int64_t> steps)
{
    for (std::size_t i = 1; i < steps.size(); ++i)
        if (steps[i] < steps[i - 1])
            return false;
    return true;
}

template <class T>
void append(std::string &out, std::span<const T> values)
{
    out.append(reinterpret_cast<const char *>(values.data()), values.size_bytes());
}

Error damaged(std::string what)
{
    return Error("The stored chunk is damaged: " + std::move(what) + ".");
}

Expected<void> readBuckets(std::string_view data, Chunk &chunk)
{
    if (data.empty() || data.size() % bucketBytes != 0)
        return damaged("its buckets are cut off");
    Reader in(data);
    const std::size_t buckets = data.size() / bucketBytes;
    chunk.buckets.reserve(buckets);
    for (std::size_t i = 0; i < buckets; ++i) {
        Bucket bucket;
        bucket.count = in.number<std::int64_t>();
        bucket.mean = in.number<double>();
        bucket.begin = in.number<std::int32_t>();
        const bool ordered = i == 0 ? bucket.begin == 0 : bucket.begin > chunk.buckets.back().begin;
        if (!ordered || static_cast<std::size_t>(bucket.begin) >= chunk.steps.size() ||
            bucket.count < 1)
            return damaged("its buckets are impossible");
        chunk.buckets.push_back(bucket);
    }
    return {};
}

Expected<Chunk> decodeMetric(const EncodedChunkView &encoded)
{
    const auto count = static_cast<std::size_t>(encoded.count);
    constexpr std::size_t pointBytes = sizeof(std::int64_t) + sizeof(double);
    Chunk chunk;
    chunk.kind = ObservationKind::metric;
    std::string_view data = encoded.data;
    const bool steps = encoded.codec != ChunkCodec::regularMetric;
    const std::size_t pointsSize = count * (steps ? pointBytes : sizeof(double));
    if (encoded.codec == ChunkCodec::thinnedMetric ? data.size() < pointsSize
                                                   : data.size() != pointsSize)
        return damaged(
            fmt::format("it holds {} bytes where {} values are announced", data.size(), count));
    chunk.steps.resize(count);
    if (steps) {
        std::memcpy(chunk.steps.data(), data.data(), count * sizeof(std::int64_t));
        data.remove_prefix(count * sizeof(std::int64_t));
        if (!ascending(chunk.steps))
            return damaged("its steps decrease");
    } else {
        std::int64_t span = 0;
        std::int64_t last = 0;
        if (encoded.stride < 0 ||
            __builtin_mul_overflow(encoded.stride, encoded.count - 1, &span) ||
            __builtin_add_overflow(encoded.firstStep, span, &last))
            return damaged("its steps are impossible");
        for (std::size_t i = 0; i < count; ++i)
            chunk.steps[i] = encoded.firstStep + static_cast<std::int64_t>(i) * encoded.stride;
    }
    chunk.values.resize(count);
    std::memcpy(chunk.values.data(), data.data(), count * sizeof(double));
    data.remove_prefix(count * sizeof(double));
    if (encoded.codec == ChunkCodec::thinnedMetric) {
        const Expected<void> buckets = readBuckets(data, chunk);
        if (!buckets)
            return buckets.error();
    }
    return chunk;
}

Expected<std::string> decompress(std::string_view data)
{
    const unsigned long long size = ZSTD_getFrameContentSize(data.data(), data.size());
    if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN)
        return damaged("it is not compressed as announced");
    if (size > maximumDecodedBytes)
        return damaged(fmt::format("it would unpack to {} bytes, more than the {} allowed", size,
                                   maximumDecodedBytes));
    std::string raw(static_cast<std::size_t>(size), '\0');
    const std::size_t written = ZSTD_decompress(raw.data(), raw.size(), data.data(), data.size());
    if (ZSTD_isError(written) != 0 || written != raw.size())
        return damaged("it cannot be unpacked");
    return raw;
}

Expected<Chunk> decodeFrames(ObservationKind kind, const EncodedChunkView &encoded)
{
    std::string unpacked;
    std::string_view data = encoded.data;
    if (encoded.codec == ChunkCodec::compressedFrames) {
        Expected<std::string> raw = decompress(data);
        if (!raw)
            return raw.error();
        unpacked = *std::move(raw);
        data = unpacked;
    }
    Chunk chunk;
    chunk.kind = kind;
    Reader in(data);
    in.array(chunk.steps, static_cast<std::uint64_t>(encoded.count));
    if (!in.ok() || !ascending(chunk.steps))
        return damaged("its steps are impossible");
    for (std::int64_t i = 0; i < encoded.count && in.ok(); ++i)
        chunk.frames.push_back(readFrame(in, kind));
    if (!in.ok())
        return damaged(fmt::format("frame {} of {} is cut off or impossible", chunk.frames.size(),
                                   encoded.count));
    if (!in.atEnd())
        return damaged("it is longer than its frames");
    return chunk;
}

} // namespace

std::int64_t checksumOf(std::string_view data)
{
    return std::bit_cast<std::int64_t>(XXH3_64bits(data.data(), data.size()));
}

std::size_t encodedSize(const Frame &frame)
{
    // Close enough to decide when a chunk is full: texts count with their length, numbers with 8.
    constexpr std::size_t number = 8;
    struct Size
    {
        static std::size_t texts(const std::vector<std::string> &values)
        {
            std::size_t sum = 0;
            for (const std::string &value : values)
                sum += number + value.size();
            return sum;
        }
        std::size_t operator()(const PointsFrame &f) const
        {
            return number * (1 + f.values.size() + f.ids.size() + f.graphs.size()) +
                   texts(f.labels);
        }
        std::size_t operator()(const FieldFrame &f) const
        {
            return number * (1 + f.values.size()) + texts(f.rowLabels) + texts(f.columnLabels);
        }
        std::size_t operator()(const MatchOutcome &f) const
        {
            return number * (1 + f.ranks.size());
        }
        std::size_t operator()(const GraphFrame &f) const
        {
            std::size_t sum = number;
            for (const GraphNode &node : f.nodes)
                sum += 3 * number + node.label.size();
            for (const GraphEdge &edge : f.edges)
                sum += 3 * number + edge.label.size();
            return sum;
        }
        std::size_t operator()(const EventText &f) const { return number + f.text.size(); }
    };
    return number + std::visit(Size{}, frame);
}

EncodedChunk encodeMetric(std::span<const std::int64_t> steps, std::span<const double> values,
                          std::span<const Bucket> buckets, std::size_t firstPoint)
{
    assert(!steps.empty() && steps.size() == values.size());
    EncodedChunk encoded;
    encoded.firstStep = steps.front();
    encoded.lastStep = steps.back();
    encoded.count = static_cast<std::int64_t>(steps.size());
    const std::int64_t stride = steps.size() > 1 ? steps[1] - steps[0] : 1;
    if (buckets.empty() && stride >= 0 && regular(steps, stride)) {
        encoded.codec = ChunkCodec::regularMetric;
        encoded.stride = stride;
    } else {
        encoded.codec = buckets.empty() ? ChunkCodec::steppedMetric : ChunkCodec::thinnedMetric;
        encoded.data.reserve(steps.size_bytes() + values.size_bytes() +
                             buckets.size() * bucketBytes);
        append(encoded.data, steps);
    }
    append(encoded.data, values);
    Writer out(encoded.data);
    for (const Bucket &bucket : buckets) {
        out.number(bucket.count);
        out.number(bucket.mean);
        out.number(bucket.begin - static_cast<std::int32_t>(firstPoint));
    }
    encoded.checksum = checksumOf(encoded.data);
    return encoded;
}

EncodedChunk encodeFrames(std::span<const std::int64_t> steps, std::span<const Frame> frames)
{
    assert(!steps.empty() && steps.size() == frames.size());
    EncodedChunk encoded;
    encoded.codec = ChunkCodec::frames;
    encoded.firstStep = steps.front();
    encoded.lastStep = steps.back();
    encoded.count = static_cast<std::int64_t>(steps.size());
    append(encoded.data, steps);
    Writer out(encoded.data);
    for (const Frame &frame : frames)
        std::visit([&](const auto &f) { write(out, f); }, frame);
    if (encoded.data.size() >= smallestWorthCompressing) {
        std::string packed(ZSTD_compressBound(encoded.data.size()), '\0');
        const std::size_t size = ZSTD_compress(packed.data(), packed.size(), encoded.data.data(),
                                               encoded.data.size(), compressionLevel);
        // A tenth less is worth the reader's time; less than that is not.
        if (ZSTD_isError(size) == 0 && size < encoded.data.size() - encoded.data.size() / 10) {
            packed.resize(size);
            encoded.data = std::move(packed);
            encoded.codec = ChunkCodec::compressedFrames;
        }
    }
    encoded.checksum = checksumOf(encoded.data);
    return encoded;
}

EncodedChunk encode(const Chunk &chunk)
{
    return chunk.kind == ObservationKind::metric
               ? encodeMetric(chunk.steps, chunk.values, chunk.buckets)
               : encodeFrames(chunk.steps, chunk.frames);
}

Expected<Chunk> decode(ObservationKind kind, const EncodedChunkView &encoded)
{
    if (encoded.count < 1 || encoded.count > maximumChunkCount)
        return damaged(fmt::format("it announces {} steps", encoded.count));
    if (encoded.data.size() > maximumChunkBytes)
        return damaged(fmt::format("it is {} bytes long, more than the {} allowed",
                                   encoded.data.size(), maximumChunkBytes));
    if (checksumOf(encoded.data) != encoded.checksum)
        return damaged("its checksum does not fit its bytes");
    const bool metricCodec = encoded.codec == ChunkCodec::regularMetric ||
                             encoded.codec == ChunkCodec::steppedMetric ||
                             encoded.codec == ChunkCodec::thinnedMetric;
    const bool frameCodec =
        encoded.codec == ChunkCodec::frames || encoded.codec == ChunkCodec::compressedFrames;
    if (kind == ObservationKind::metric ? !metricCodec : !frameCodec)
        return damaged(fmt::format("codec {} does not fit its channel",
                                   static_cast<std::int32_t>(encoded.codec)));
    return metricCodec ? decodeMetric(encoded) : decodeFrames(kind, encoded);
}

} // namespace agon::storage
