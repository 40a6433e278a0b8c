#include "views/figures/graph.h"

#include "views/figures/selection.h"
#include "views/figures/text.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <numbers>

namespace agon::views {

namespace {

/** The longest path that ends at each node; empty when the graph has a cycle. */
std::vector<int> layersOf(const GraphFrame &frame)
{
    const std::size_t count = frame.nodes.size();
    std::vector<int> layer(count, 0);
    // Longest paths have at most count - 1 edges: another improvement means a cycle.
    for (std::size_t round = 0; round <= count; ++round) {
        bool changed = false;
        for (const GraphEdge &edge : frame.edges) {
            const auto from = static_cast<std::size_t>(edge.from);
            const auto to = static_cast<std::size_t>(edge.to);
            if (from >= count || to >= count || layer[to] >= layer[from] + 1)
                continue;
            layer[to] = layer[from] + 1;
            changed = true;
        }
        if (!changed)
            return layer;
    }
    return {};
}

} // namespace

GraphLayer layoutGraph(const GraphFrame &frame)
{
    GraphLayer result;
    const std::size_t count = frame.nodes.size();
    for (const GraphNode &node : frame.nodes)
        result.nodes.push_back(
            {node.x.value_or(0.5), node.y.value_or(0.5), node.label, node.value});
    for (const GraphEdge &edge : frame.edges)
        if (edge.from >= 0 && edge.to >= 0 && static_cast<std::size_t>(edge.from) < count &&
            static_cast<std::size_t>(edge.to) < count)
            result.edges.push_back({edge.from, edge.to, edge.weight, edge.label});
    const bool placed =
        std::all_of(frame.nodes.begin(), frame.nodes.end(),
                    [](const GraphNode &node) { return node.x.has_value() && node.y.has_value(); });
    if (placed || count < 2)
        return result;
    const std::vector<int> layers = layersOf(frame);
    if (layers.empty()) {
        for (std::size_t i = 0; i < count; ++i) {
            const double angle =
                2 * std::numbers::pi * static_cast<double>(i) / static_cast<double>(count);
            result.nodes[i].x = 0.5 + 0.5 * std::sin(angle);
            result.nodes[i].y = 0.5 + 0.5 * std::cos(angle);
        }
        return result;
    }
    const int last = *std::max_element(layers.begin(), layers.end());
    for (int layer = 0; layer <= last; ++layer) {
        std::vector<std::size_t> members;
        for (std::size_t i = 0; i < count; ++i)
            if (layers[i] == layer)
                members.push_back(i);
        for (std::size_t k = 0; k < members.size(); ++k) {
            NodeShape &node = result.nodes[members[k]];
            node.x = last > 0 ? static_cast<double>(layer) / last : 0.5;
            node.y = (static_cast<double>(k) + 0.5) / static_cast<double>(members.size());
        }
    }
    return result;
}

Expected<Figure> graph(SeriesCache &cache, const ViewOptions &options)
{
    const auto channel = chooseChannel(
        cache, options.channel,
        [](const ChannelDeclaration &declaration) {
            return declaration.kind == ObservationKind::graph;
        },
        "graph");
    if (!channel)
        return channel.error();
    const ChannelDeclaration &declaration = cache.channel(*channel);
    Figure figure;
    figure.title = declaration.title;
    std::size_t left = 0;
    std::string words;
    const std::vector<ProblemGroup> groups = selectedGroups(cache, options);
    for (const ProblemGroup &group : groups)
        for (const int cell : group.cells) {
            const int run = runWithFrames(cache, cell, *channel, options);
            if (run < 0)
                continue;
            const FrameSeries &frames = cache.frames(run, *channel);
            const int last = frames.indexAt(options.step.value_or(frames.steps.back()));
            const auto *frame =
                last < 0 ? nullptr
                         : std::get_if<GraphFrame>(frames.frames[static_cast<std::size_t>(last)]);
            if (frame == nullptr)
                continue;
            if (figure.panels.size() == largestBoard) {
                ++left;
                continue;
            }
            Panel panel;
            const Key key = keyOf(cache, group, cell);
            panel.title = fmt::format("{}, {} {}", cellTitle(cache, groups, group, cell),
                                      cache.experiment().stepUnit,
                                      formatInteger(frames.steps[static_cast<std::size_t>(last)]));
            panel.legend = false;
            panel.x.visible = panel.y.visible = false;
            GraphLayer layer = layoutGraph(*frame);
            layer.key = key;
            words += fmt::format(
                " {}: {}, {}.", key.name,
                counted(static_cast<std::int64_t>(layer.nodes.size()), "node", "nodes"),
                counted(static_cast<std::int64_t>(layer.edges.size()), "edge", "edges"));
            panel.layers.push_back(std::move(layer));
            figure.panels.push_back(std::move(panel));
        }
    letterPanels(figure);
    if (figure.empty()) {
        figure.notes.push_back("No graph is recorded yet.");
        return figure;
    }
    if (left > 0)
        figure.notes.push_back(fmt::format("{} not drawn: a board holds six graphs.",
                                           counted(static_cast<std::int64_t>(left),
                                                   "more contestant is", "more contestants are")));
    figure.n = "one run each";
    figure.caption = fmt::format("{} ({}).", declaration.title, figure.n);
    figure.altText = fmt::format("Graph of {}.{}", declaration.title, words);
    return figure;
}

} // namespace agon::views
