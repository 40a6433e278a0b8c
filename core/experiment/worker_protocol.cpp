#include "core/experiment/worker_protocol.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <limits>
#include <stdexcept>
#include <type_traits>
#include <vector>

namespace agon::worker {
namespace {

constexpr std::size_t lengthBytes = 4;

void appendLength(std::string &target, std::size_t length)
{
    for (std::size_t i = 0; i < lengthBytes; ++i)
        target.push_back(static_cast<char>((length >> (8 * i)) & 0xFF));
}

std::size_t lengthAt(const std::string &bytes, std::size_t position)
{
    std::size_t length = 0;
    for (std::size_t i = 0; i < lengthBytes; ++i)
        length |= static_cast<std::size_t>(static_cast<unsigned char>(bytes[position + i]))
                  << (8 * i);
    return length;
}

template <class T>
void appendArray(std::string &target, const std::vector<T> &values)
{
    static_assert(std::is_arithmetic_v<T>);
    if (values.empty())
        return;
    const std::size_t end = target.size();
    target.resize(end + values.size() * sizeof(T));
    std::memcpy(target.data() + end, values.data(), values.size() * sizeof(T));
}

/** Takes arrays from the data behind a head. Too little throws; the caller makes a sentence of it.
 */
class ArrayReader
{
public:
    explicit ArrayReader(std::string_view data) : m_data(data) {}
    template <class T>
    std::vector<T> take(std::size_t count)
    {
        if (count > m_data.size() / sizeof(T))
            throw std::length_error("its arrays are shorter than it says");
        std::vector<T> values(count);
        if (count > 0)
            std::memcpy(values.data(), m_data.data(), count * sizeof(T));
        m_data.remove_prefix(count * sizeof(T));
        return values;
    }
    void expectEnd() const
    {
        if (!m_data.empty())
            throw std::length_error("its arrays are longer than it says");
    }

private:
    std::string_view m_data;
};

/** A size that a stranger names. */
std::size_t sizeOf(const Json &head, const char *key)
{
    const auto size = head.at(key).get<std::int64_t>();
    if (size < 0 || size > static_cast<std::int64_t>(largestFrame))
        throw std::length_error(fmt::format("\"{}\" is {}", key, size));
    return static_cast<std::size_t>(size);
}

std::vector<std::string> texts(const Json &head, const char *key)
{
    return head.value(key, std::vector<std::string>());
}

struct Writer
{
    std::string &data;
    Json operator()(const PointsFrame &frame) const
    {
        appendArray(data, frame.values);
        appendArray(data, frame.ids);
        appendArray(data, frame.graphs);
        return {{"values", frame.values.size()},
                {"rows", frame.ids.size()},
                {"graphs", frame.graphs.size()},
                {"labels", frame.labels}};
    }
    Json operator()(const FieldFrame &frame) const
    {
        appendArray(data, frame.values);
        return {{"rows", frame.rows},
                {"columns", frame.columns},
                {"rowLabels", frame.rowLabels},
                {"columnLabels", frame.columnLabels}};
    }
    Json operator()(const MatchOutcome &outcome) const
    {
        appendArray(data, outcome.competitors);
        appendArray(data, outcome.ranks);
        return {{"competitors", outcome.competitors.size()}};
    }
    Json operator()(const GraphFrame &frame) const
    {
        constexpr double missing = std::numeric_limits<double>::quiet_NaN();
        Json nodeLabels = Json::array();
        Json edgeLabels = Json::array();
        std::vector<double> nodes;
        std::vector<std::int32_t> ends;
        std::vector<double> weights;
        for (const GraphNode &node : frame.nodes) {
            nodeLabels.push_back(node.label);
            nodes.insert(nodes.end(),
                         {node.value, node.x.value_or(missing), node.y.value_or(missing)});
        }
        for (const GraphEdge &edge : frame.edges) {
            edgeLabels.push_back(edge.label);
            ends.insert(ends.end(), {edge.from, edge.to});
            weights.push_back(edge.weight);
        }
        appendArray(data, nodes);
        appendArray(data, ends);
        appendArray(data, weights);
        return {{"nodes", nodeLabels}, {"edges", edgeLabels}};
    }
    Json operator()(const EventText &event) const { return {{"text", event.text}}; }
};

PointsFrame pointsFrom(const Json &head, ArrayReader &arrays)
{
    PointsFrame frame;
    frame.values = arrays.take<double>(sizeOf(head, "values"));
    frame.ids = arrays.take<std::int64_t>(sizeOf(head, "rows"));
    frame.graphs = arrays.take<std::int64_t>(sizeOf(head, "graphs"));
    frame.labels = texts(head, "labels");
    const std::size_t rows = frame.ids.size();
    if ((!frame.labels.empty() && frame.labels.size() != rows) ||
        (!frame.graphs.empty() && frame.graphs.size() != rows) ||
        (rows == 0 ? !frame.values.empty() : frame.values.size() % rows != 0))
        throw std::length_error("the sizes of its rows do not fit");
    return frame;
}

FieldFrame fieldFrom(const Json &head, ArrayReader &arrays)
{
    const std::size_t rows = sizeOf(head, "rows");
    const std::size_t columns = sizeOf(head, "columns");
    if (columns > 0 && rows > largestFrame / columns)
        throw std::length_error("its field is too large");
    FieldFrame frame;
    frame.rows = static_cast<std::int32_t>(rows);
    frame.columns = static_cast<std::int32_t>(columns);
    frame.values = arrays.take<double>(rows * columns);
    frame.rowLabels = texts(head, "rowLabels");
    frame.columnLabels = texts(head, "columnLabels");
    if ((!frame.rowLabels.empty() && frame.rowLabels.size() != rows) ||
        (!frame.columnLabels.empty() && frame.columnLabels.size() != columns))
        throw std::length_error("its labels do not fit its field");
    return frame;
}

MatchOutcome matchFrom(const Json &head, ArrayReader &arrays)
{
    const std::size_t count = sizeOf(head, "competitors");
    MatchOutcome outcome;
    outcome.competitors = arrays.take<std::int32_t>(count);
    outcome.ranks = arrays.take<std::int32_t>(count);
    const auto negative = [](std::int32_t value) { return value < 0; };
    if (std::any_of(outcome.competitors.begin(), outcome.competitors.end(), negative) ||
        std::any_of(outcome.ranks.begin(), outcome.ranks.end(), negative))
        throw std::out_of_range("a competitor or rank is negative");
    return outcome;
}

GraphFrame graphFrom(const Json &head, ArrayReader &arrays)
{
    const std::vector<std::string> nodeLabels = texts(head, "nodes");
    const std::vector<std::string> edgeLabels = texts(head, "edges");
    const auto nodes = arrays.take<double>(3 * nodeLabels.size());
    const auto ends = arrays.take<std::int32_t>(2 * edgeLabels.size());
    const auto weights = arrays.take<double>(edgeLabels.size());
    const auto position = [](double value) {
        return value == value ? std::optional(value) : std::nullopt;
    };
    GraphFrame frame;
    for (std::size_t i = 0; i < nodeLabels.size(); ++i)
        frame.nodes.push_back(
            {nodeLabels[i], nodes[3 * i], position(nodes[3 * i + 1]), position(nodes[3 * i + 2])});
    const auto known = [&](std::int32_t node) {
        return node >= 0 && static_cast<std::size_t>(node) < nodeLabels.size();
    };
    for (std::size_t i = 0; i < edgeLabels.size(); ++i) {
        if (!known(ends[2 * i]) || !known(ends[2 * i + 1]))
            throw std::out_of_range("an edge joins nodes that do not exist");
        frame.edges.push_back({ends[2 * i], ends[2 * i + 1], weights[i], edgeLabels[i]});
    }
    return frame;
}

Frame frameFrom(ObservationKind kind, const Json &head, ArrayReader &arrays)
{
    switch (kind) {
    case ObservationKind::points:
        return pointsFrom(head, arrays);
    case ObservationKind::field:
        return fieldFrom(head, arrays);
    case ObservationKind::match:
        return matchFrom(head, arrays);
    case ObservationKind::graph:
        return graphFrom(head, arrays);
    case ObservationKind::event:
        return EventText{head.at("text").get<std::string>()};
    case ObservationKind::metric:
        break;
    }
    throw std::out_of_range("its kind is unknown");
}

} // namespace

std::string Message::type() const
{
    const auto found = head.find("type");
    return found != head.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::string encode(const Message &message)
{
    // Text from strangers may be no UTF-8; it is not worth failing a run for.
    const std::string head = message.head.dump(-1, ' ', false, Json::error_handler_t::replace);
    std::string frame;
    frame.reserve(2 * lengthBytes + head.size() + message.data.size());
    appendLength(frame, lengthBytes + head.size() + message.data.size());
    appendLength(frame, head.size());
    frame += head;
    frame += message.data;
    return frame;
}

void MessageReader::feed(std::string_view bytes)
{
    if (m_error)
        return;
    if (m_begin > 0) {
        m_buffer.erase(0, m_begin);
        m_begin = 0;
    }
    m_buffer.append(bytes);
}

Expected<std::optional<Message>> MessageReader::next()
{
    const auto refuse = [&](std::string sentence) {
        m_error = Error(std::move(sentence));
        m_buffer.clear();
        m_begin = 0;
        return *m_error;
    };
    if (m_error)
        return *m_error;
    const std::size_t available = m_buffer.size() - m_begin;
    if (available < lengthBytes)
        return std::optional<Message>();
    const std::size_t length = lengthAt(m_buffer, m_begin);
    if (length > largestFrame)
        return refuse(fmt::format("A frame of {} bytes was announced; {} are allowed.", length,
                                  largestFrame));
    if (length < lengthBytes)
        return refuse(fmt::format(
            "A frame of {} bytes was announced; it has to hold the length of its head.", length));
    if (available < lengthBytes + length)
        return std::optional<Message>();
    const std::size_t headLength = lengthAt(m_buffer, m_begin + lengthBytes);
    if (headLength > length - lengthBytes)
        return refuse(
            fmt::format("A frame of {} bytes says that its head has {}.", length, headLength));
    const auto head = m_buffer.begin() + static_cast<std::ptrdiff_t>(m_begin + 2 * lengthBytes);
    Message message;
    message.head =
        Json::parse(head, head + static_cast<std::ptrdiff_t>(headLength), nullptr, false);
    if (message.head.is_discarded())
        return refuse("The head of a frame is no JSON.");
    if (message.type().empty())
        return refuse("The head of a frame is no JSON object with a \"type\".");
    message.data.assign(head + static_cast<std::ptrdiff_t>(headLength),
                        m_buffer.begin() +
                            static_cast<std::ptrdiff_t>(m_begin + lengthBytes + length));
    m_begin += lengthBytes + length;
    return std::optional<Message>(std::move(message));
}

Message toMessage(const Batch &batch)
{
    const Chunk &chunk = batch.chunk;
    Message message;
    message.head = {{"type", "batch"},
                    {"lane", batch.lane},
                    {"channel", chunk.channel},
                    {"kind", static_cast<int>(chunk.kind)},
                    {"count", chunk.steps.size()}};
    appendArray(message.data, chunk.steps);
    if (chunk.kind == ObservationKind::metric) {
        appendArray(message.data, chunk.values);
    } else {
        Json frames = Json::array();
        for (const Frame &frame : chunk.frames)
            frames.push_back(std::visit(Writer{message.data}, frame));
        message.head["frames"] = std::move(frames);
    }
    return message;
}

Expected<Batch> batchFrom(const Message &message)
{
    try {
        Batch batch;
        batch.lane = message.head.at("lane").get<int>();
        batch.chunk.channel = message.head.at("channel").get<std::int32_t>();
        const int kind = message.head.at("kind").get<int>();
        if (kind < 0 || kind > static_cast<int>(ObservationKind::event))
            throw std::out_of_range("its kind is unknown");
        batch.chunk.kind = static_cast<ObservationKind>(kind);
        const std::size_t count = sizeOf(message.head, "count");
        ArrayReader arrays(message.data);
        batch.chunk.steps = arrays.take<std::int64_t>(count);
        if (!std::is_sorted(batch.chunk.steps.begin(), batch.chunk.steps.end()))
            throw std::out_of_range("its steps decrease");
        if (batch.chunk.kind == ObservationKind::metric) {
            batch.chunk.values = arrays.take<double>(count);
        } else {
            const Json &frames = message.head.at("frames");
            if (!frames.is_array() || frames.size() != count)
                throw std::length_error("it has not as many frames as steps");
            for (const Json &frame : frames)
                batch.chunk.frames.push_back(frameFrom(batch.chunk.kind, frame, arrays));
        }
        arrays.expectEnd();
        return batch;
    } catch (const std::exception &exception) {
        return Error(fmt::format("A batch of observations is malformed: {}.", exception.what()));
    }
}

} // namespace agon::worker
