#include "core/experiment/digest.h"

#include "core/experiment/runner.h"

#include <fmt/format.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <cstring>
#include <type_traits>

namespace agon {

struct ChannelDigest::State
{
    alignas(64) XXH3_state_t hash;
    std::vector<unsigned char> scratch;
};

namespace {

/** Appends plain values as bytes. Hosts are little-endian x86-64, as bit equality presumes anyway.
 */
class Bytes
{
public:
    explicit Bytes(std::vector<unsigned char> &target) : m_target(target) { m_target.clear(); }
    template <class T>
    requires std::is_arithmetic_v<T>
    void add(T value) { append(&value, sizeof value); }
    void add(const std::string &text)
    {
        add(static_cast<std::uint64_t>(text.size()));
        append(text.data(), text.size());
    }
    template <class T>
    void add(const std::vector<T> &values)
    {
        add(static_cast<std::uint64_t>(values.size()));
        if constexpr (std::is_arithmetic_v<T>)
            append(values.data(), values.size() * sizeof(T));
        else
            for (const T &value : values)
                add(value);
    }
    void add(const std::optional<double> &value)
    {
        add(static_cast<std::uint8_t>(value.has_value()));
        add(value.value_or(0));
    }
    void add(const GraphNode &node)
    {
        add(node.label);
        add(node.value);
        add(node.x);
        add(node.y);
    }
    void add(const GraphEdge &edge)
    {
        add(edge.from);
        add(edge.to);
        add(edge.weight);
        add(edge.label);
    }
    void add(const PointsFrame &frame)
    {
        add(frame.values);
        add(frame.ids);
        add(frame.labels);
        add(frame.graphs);
    }
    void add(const FieldFrame &frame)
    {
        add(frame.rows);
        add(frame.columns);
        add(frame.values);
        add(frame.rowLabels);
        add(frame.columnLabels);
    }
    void add(const MatchOutcome &outcome)
    {
        add(outcome.competitors);
        add(outcome.ranks);
    }
    void add(const GraphFrame &frame)
    {
        add(frame.nodes);
        add(frame.edges);
    }
    void add(const EventText &event) { add(event.text); }

private:
    void append(const void *data, std::size_t size)
    {
        if (size == 0)
            return;
        const std::size_t end = m_target.size();
        m_target.resize(end + size);
        std::memcpy(m_target.data() + end, data, size);
    }
    std::vector<unsigned char> &m_target;
};

} // namespace

ChannelDigest::ChannelDigest() : m_state(std::make_unique<State>())
{
    XXH3_128bits_reset(&m_state->hash);
}

ChannelDigest::~ChannelDigest() = default;
ChannelDigest::ChannelDigest(ChannelDigest &&) noexcept = default;
ChannelDigest &ChannelDigest::operator=(ChannelDigest &&) noexcept = default;

void ChannelDigest::add(const Chunk &chunk, std::size_t from, std::size_t to)
{
    Bytes bytes(m_state->scratch);
    if (chunk.kind == ObservationKind::metric && chunk.buckets.empty()) {
        constexpr std::size_t width = sizeof(std::int64_t) + sizeof(double);
        m_state->scratch.resize((to - from) * width);
        unsigned char *target = m_state->scratch.data();
        for (std::size_t i = from; i < to; ++i, target += width) {
            std::memcpy(target, &chunk.steps[i], sizeof(std::int64_t));
            std::memcpy(target + sizeof(std::int64_t), &chunk.values[i], sizeof(double));
        }
    } else if (chunk.kind == ObservationKind::metric) {
        auto bucket = std::lower_bound(
            chunk.buckets.begin(), chunk.buckets.end(), from,
            [](const Bucket &b, std::size_t i) { return static_cast<std::size_t>(b.begin) < i; });
        for (std::size_t i = from; i < to; ++i) {
            bytes.add(chunk.steps[i]);
            bytes.add(chunk.values[i]);
            if (bucket != chunk.buckets.end() && static_cast<std::size_t>(bucket->begin) == i) {
                bytes.add(bucket->count);
                bytes.add(bucket->mean);
                ++bucket;
            }
        }
    } else {
        for (std::size_t i = from; i < to; ++i) {
            bytes.add(chunk.steps[i]);
            std::visit([&](const auto &frame) { bytes.add(frame); }, chunk.frames[i]);
        }
    }
    XXH3_128bits_update(&m_state->hash, m_state->scratch.data(), m_state->scratch.size());
    m_count += static_cast<std::int64_t>(to - from);
}

std::array<unsigned char, 16> ChannelDigest::value() const
{
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(&m_state->hash));
    std::array<unsigned char, 16> result{};
    std::memcpy(result.data(), canonical.digest, result.size());
    return result;
}

std::string combinedDigest(std::span<const ChannelDeclaration> channels,
                           std::span<const ChannelDigest *const> digests)
{
    assert(channels.size() == digests.size());
    std::vector<unsigned char> all;
    for (std::size_t i = 0; i < channels.size(); ++i) {
        if (digests[i] == nullptr || digests[i]->count() == 0 || channels[i].timed)
            continue;
        std::vector<unsigned char> part;
        Bytes bytes(part);
        bytes.add(channels[i].key);
        bytes.add(static_cast<std::uint8_t>(channels[i].kind));
        bytes.add(digests[i]->count());
        all.insert(all.end(), part.begin(), part.end());
        const auto value = digests[i]->value();
        all.insert(all.end(), value.begin(), value.end());
    }
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, XXH3_128bits(all.data(), all.size()));
    std::string text;
    for (const unsigned char byte : canonical.digest)
        text += fmt::format("{:02x}", byte);
    return text;
}

std::string digestOf(const ObservationSource &source, int run)
{
    const std::vector<ChannelDeclaration> channels = source.experiment().channels;
    std::vector<ChannelDigest> digests(channels.size());
    std::vector<const ChannelDigest *> pointers;
    for (std::size_t i = 0; i < channels.size(); ++i) {
        if (!channels[i].timed)
            for (const ChunkPointer &chunk : source.chunks(run, static_cast<int>(i)))
                digests[i].add(*chunk);
        pointers.push_back(&digests[i]);
    }
    return combinedDigest(channels, pointers);
}

} // namespace agon
