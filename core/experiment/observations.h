#pragma once

#include "core/export.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace agon {

/** The kinds of observation a run speaks in. */
enum class ObservationKind : std::uint8_t {
    metric = 0, ///< a scalar over steps
    points = 1, ///< rows with id, label and named columns
    field = 2,  ///< an array of rank 1 or 2 with named axes
    match = 3,  ///< an outcome that ranks two or more competitors
    graph = 4,  ///< nodes and weighted edges
    event = 5   ///< a text
};

/** Rows with an id, a label and the columns that the channel declares. */
struct PointsFrame
{
    std::vector<double> values;      ///< size rows × columns, row by row
    std::vector<std::int64_t> ids;   ///< size rows
    std::vector<std::string> labels; ///< size rows, or empty
    std::vector<std::int64_t> graphs; ///< size rows, or empty: step of the graph observation that pictures
                                      ///< the row, -1 for none
    bool operator==(const PointsFrame &) const = default;
};

/** An array of rank 1 (rows = 1) or 2. */
struct FieldFrame
{
    std::int32_t rows = 1;
    std::int32_t columns = 0;
    std::vector<double> values;            ///< size rows × columns, row by row
    std::vector<std::string> rowLabels;    ///< size rows, or empty: 0, 1, …
    std::vector<std::string> columnLabels; ///< size columns, or empty: 0, 1, …
    bool operator==(const FieldFrame &) const = default;
};

/** Competitors in the order of the outcome. */
struct MatchOutcome
{
    std::vector<std::int32_t> competitors; ///< best first; numbers index the channel's labels
    std::vector<std::int32_t> ranks;       ///< size of competitors, 0 = best; equal ranks are ties
    bool operator==(const MatchOutcome &) const = default;
};

struct GraphNode
{
    std::string label;
    double value = 0;
    std::optional<double> x, y; ///< position in the unit square, when the family knows one
    bool operator==(const GraphNode &) const = default;
};

struct GraphEdge
{
    std::int32_t from = 0, to = 0; ///< indices of nodes
    double weight = 1;
    std::string label;
    bool operator==(const GraphEdge &) const = default;
};

struct GraphFrame
{
    std::vector<GraphNode> nodes;
    std::vector<GraphEdge> edges;
    bool operator==(const GraphFrame &) const = default;
};

struct EventText
{
    std::string text;
    bool operator==(const EventText &) const = default;
};

using Frame = std::variant<PointsFrame, FieldFrame, MatchOutcome, GraphFrame, EventText>;

/** The channel number of chunks of events, which belong to a run and to no declared channel. */
inline constexpr std::int32_t eventChannel = -1;

/** A metric keeps so many points of a run whole; later ones are kept in buckets. */
inline constexpr std::int64_t wholePointsPerMetric = 100'000;

/** Stands for @p count recorded points of which up to four were kept: first, minimum, maximum and
 *  last, in order of steps, each once. They are the chunk's points from @p begin to the next
 *  bucket's begin. */
struct Bucket
{
    std::int32_t begin = 0; ///< index into Chunk::steps and Chunk::values
    std::int64_t count = 0; ///< recorded points, missing ones included
    double mean = 0;        ///< of the points that are not missing; NaN when all are
    bool operator==(const Bucket &) const = default;
};

/** An immutable piece of one channel of one run. Metric chunks fill steps and values; all others
 *  fill steps and frames. */
struct Chunk
{
    std::int32_t channel = 0; ///< index into Catalogue::channels, or eventChannel
    ObservationKind kind = ObservationKind::metric;
    std::vector<std::int64_t> steps; ///< non-decreasing
    std::vector<double> values;      ///< metric only, size of steps
    std::vector<Frame> frames;       ///< other kinds, size of steps
    std::vector<Bucket> buckets;     ///< metric only; empty unless thinned: then they cover all points

    /** Whether the points stand for more points than are kept. Views say so. */
    bool thinned() const { return !buckets.empty(); }
};

using ChunkPointer = std::shared_ptr<const Chunk>;

} // namespace agon
