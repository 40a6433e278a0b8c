#include "views/figures/heatmap.h"

#include "core/numbers.h"
#include "views/figures/selection.h"
#include "views/figures/text.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <limits>

namespace agon::views {

namespace {

double sumOf(const FieldFrame &frame)
{
    double sum = 0;
    for (const double value : frame.values)
        sum += std::isfinite(value) ? value : 0;
    return sum;
}

std::vector<std::string> numbered(std::int32_t count)
{
    std::vector<std::string> names;
    for (std::int32_t i = 0; i < count; ++i)
        names.push_back(std::to_string(i + 1));
    return names;
}

/** Rank-1 frames side by side: row = position, column = frame. */
void fillOverTime(const FrameSeries &frames, int last, bool shares, HeatLayer &heat, Panel &panel)
{
    std::int32_t rows = 0;
    for (int i = 0; i <= last; ++i)
        if (const auto *frame = std::get_if<FieldFrame>(frames.frames[static_cast<std::size_t>(i)]))
            rows = std::max(rows, static_cast<std::int32_t>(frame->values.size()));
    heat.rows = rows;
    heat.columns = last + 1;
    heat.values.assign(static_cast<std::size_t>(rows) * static_cast<std::size_t>(last + 1), nan);
    for (int i = 0; i <= last; ++i) {
        const auto column = static_cast<std::size_t>(i);
        panel.x.categories.push_back(formatInteger(frames.steps[column]));
        const auto *frame = std::get_if<FieldFrame>(frames.frames[column]);
        if (frame == nullptr)
            continue;
        const double sum = shares ? sumOf(*frame) : 1;
        for (std::size_t row = 0; row < frame->values.size(); ++row)
            heat.values[row * static_cast<std::size_t>(heat.columns) + column] =
                sum != 0 ? frame->values[row] / sum : nan;
        if (i == last && frame->columnLabels.size() == static_cast<std::size_t>(rows))
            panel.y.categories = frame->columnLabels;
    }
    if (panel.y.categories.empty())
        panel.y.categories = numbered(rows);
}

void fillFrame(const FieldFrame &frame, bool shares, HeatLayer &heat, Panel &panel)
{
    heat.rows = frame.rows;
    heat.columns = frame.columns;
    heat.values = frame.values;
    if (shares) {
        const double sum = sumOf(frame);
        for (double &value : heat.values)
            value = sum != 0 ? value / sum : nan;
    }
    panel.x.categories = frame.columnLabels.empty() ? numbered(frame.columns) : frame.columnLabels;
    panel.y.categories = frame.rowLabels.empty() ? numbered(frame.rows) : frame.rowLabels;
}

} // namespace

Expected<Figure> heatmap(SeriesCache &cache, const ViewOptions &options)
{
    const auto channel = chooseChannel(
        cache, options.channel,
        [](const ChannelDeclaration &declaration) {
            return declaration.kind == ObservationKind::field;
        },
        "field");
    if (!channel)
        return channel.error();
    const ChannelDeclaration &declaration = cache.channel(*channel);
    Figure figure;
    figure.title = declaration.title;
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    std::size_t left = 0;
    std::vector<std::string> which;
    const std::vector<ProblemGroup> groups = selectedGroups(cache, options);
    for (const ProblemGroup &group : groups)
        for (const int cell : group.cells) {
            const int run = runWithFrames(cache, cell, *channel, options);
            if (run < 0)
                continue;
            const FrameSeries &frames = cache.frames(run, *channel);
            const int last = frames.indexAt(options.step.value_or(frames.steps.back()));
            if (last < 0)
                continue;
            if (figure.panels.size() == largestBoard) {
                ++left;
                continue;
            }
            const auto *frame =
                std::get_if<FieldFrame>(frames.frames[static_cast<std::size_t>(last)]);
            if (frame == nullptr)
                continue;
            const bool overTime = options.heatMode == HeatMode::overTime ||
                                  (options.heatMode == HeatMode::automatic && frame->rows == 1);
            Panel panel;
            panel.title = cellTitle(cache, groups, group, cell);
            panel.legend = false;
            HeatLayer heat;
            heat.map = options.colourMap;
            if (overTime && frame->rows == 1) {
                fillOverTime(frames, last, options.shares, heat, panel);
                panel.x.label = cache.experiment().stepUnit;
                panel.y.label = declaration.columnAxis;
            } else {
                fillFrame(*frame, options.shares, heat, panel);
                panel.x.label = declaration.columnAxis;
                panel.y.label = declaration.rowAxis;
            }
            for (const double value : heat.values)
                if (std::isfinite(value)) {
                    low = std::min(low, value);
                    high = std::max(high, value);
                }
            heat.label = options.shares ? declaration.title + ", share" : declaration.title;
            heat.unit = options.shares ? "" : declaration.unit;
            panel.x.minimum = -0.5;
            panel.x.maximum = heat.columns - 0.5;
            panel.y.minimum = -0.5;
            panel.y.maximum = heat.rows - 0.5;
            panel.layers.push_back(std::move(heat));
            figure.panels.push_back(std::move(panel));
            const RunView &view = cache.runs()[static_cast<std::size_t>(run)];
            which.push_back(fmt::format("seed {}", view.seed));
        }
    if (figure.empty()) {
        figure.notes.push_back("No frame is recorded yet.");
        return figure;
    }
    // A field that crosses zero in earnest is drawn on a scale centred there.
    const bool diverging =
        options.colourMap == ColourMap::diverging || (low < 0 && high > 0 && -low > 0.05 * high);
    if (!(high >= low)) {
        low = 0;
        high = 1;
    }
    if (diverging) {
        high = std::max(std::abs(low), std::abs(high));
        low = -high;
    } else if (low >= 0 && low <= 0.25 * high) {
        low = 0;
    }
    if (!(high > low))
        high = low + 1;
    for (Panel &panel : figure.panels)
        for (Layer &layer : panel.layers)
            if (auto *heat = std::get_if<HeatLayer>(&layer)) {
                heat->minimum = low;
                heat->maximum = high;
                heat->diverging = diverging;
            }
    letterPanels(figure);
    std::sort(which.begin(), which.end());
    which.erase(std::unique(which.begin(), which.end()), which.end());
    figure.n = "one run each, " + enumeration(which);
    if (left > 0)
        figure.notes.push_back(fmt::format("{} not drawn: a board holds six heat maps.",
                                           counted(static_cast<std::int64_t>(left),
                                                   "more contestant is", "more contestants are")));
    figure.caption = fmt::format("{} ({}).", declaration.title, figure.n);
    figure.altText = fmt::format("Heat map of {}, from {} to {}.", declaration.title,
                                 formatNumber(low), formatNumber(high));
    return figure;
}

} // namespace agon::views
