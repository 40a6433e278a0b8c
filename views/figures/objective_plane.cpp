#include "views/figures/objective_plane.h"

#include "core/numbers.h"
#include "core/optimization/dominance.h"
#include "core/optimization/indicators.h"
#include "views/figures/selection.h"
#include "views/figures/text.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace agon::views {

statistics::PlaneFront ObjectivePlane::points(const PointsFrame &frame) const
{
    statistics::PlaneFront result;
    for (std::size_t row = 0; (row + 1) * columns <= frame.values.size(); ++row) {
        const double px = xSign * frame.values[row * columns + x];
        const double py = ySign * frame.values[row * columns + y];
        if (std::isfinite(px) && std::isfinite(py))
            result.push_back({px, py});
    }
    return result;
}

statistics::PlaneFront ObjectivePlane::pointsAt(const FrameSeries &frames,
                                                std::optional<std::int64_t> step) const
{
    const int at = step ? frames.indexAt(*step) : static_cast<int>(frames.frames.size()) - 1;
    return at < 0 ? statistics::PlaneFront{}
                  : points(std::get<PointsFrame>(*frames.frames[static_cast<std::size_t>(at)]));
}

Expected<int> objectivesChannel(SeriesCache &cache, const ViewOptions &options)
{
    return chooseChannel(
        cache, options.channel,
        [&](const ChannelDeclaration &declaration) {
            return declaration.kind == ObservationKind::points &&
                   std::count_if(declaration.columns.begin(), declaration.columns.end(),
                                 [](const ColumnDeclaration &each) {
                                     return each.direction != Direction::none;
                                 }) >= 2 &&
                   (!options.channel.empty() || declaration.referenceOf.empty());
        },
        "points channel with two objectives");
}

Expected<ObjectivePlane> objectivePlane(const ChannelDeclaration &channel,
                                        const ViewOptions &options)
{
    ObjectivePlane plane;
    plane.columns = channel.columns.size();
    std::vector<std::size_t> chosen;
    std::vector<std::string> known;
    for (std::size_t i = 0; i < channel.columns.size(); ++i) {
        if (channel.columns[i].direction == Direction::none)
            continue;
        known.push_back(channel.columns[i].key);
        if (options.columns.empty() || std::find(options.columns.begin(), options.columns.end(),
                                                 channel.columns[i].key) != options.columns.end())
            chosen.push_back(i);
    }
    if (chosen.size() < 2)
        return Error(fmt::format("Attainment needs two objectives of \"{}\". It has {}.",
                                 channel.key, known.empty() ? "none" : enumeration(known)));
    const auto sign = [&](std::size_t column) {
        return channel.columns[column].direction == Direction::maximize ? -1.0 : 1.0;
    };
    plane.x = chosen[0];
    plane.y = chosen[1];
    plane.xSign = sign(plane.x);
    plane.ySign = sign(plane.y);
    return plane;
}

Scale scaleOf(const ColumnDeclaration &column, std::optional<Scale> asked)
{
    return asked.value_or(column.logarithmic ? Scale::logarithmic : Scale::linear);
}

CellFrames cellFrames(SeriesCache &cache, int cell, int channel)
{
    CellFrames result;
    result.cell = cell;
    for (const int run : cache.runsOfCell(cell)) {
        ++result.runs;
        if (const FrameSeries &frames = cache.frames(run, channel); !frames.frames.empty())
            result.recorded.push_back(&frames);
    }
    return result;
}

std::optional<statistics::ObjectivePair> referencePoint(std::span<const FrameSeries *const> runs,
                                                        const ObjectivePlane &plane)
{
    statistics::ObjectivePair worst{-infinity, -infinity};
    statistics::ObjectivePair best{infinity, infinity};
    for (const FrameSeries *frames : runs)
        for (const Frame *frame : frames->frames)
            for (const auto &point : plane.points(std::get<PointsFrame>(*frame))) {
                worst = {std::max(worst.x, point.x), std::max(worst.y, point.y)};
                best = {std::min(best.x, point.x), std::min(best.y, point.y)};
            }
    if (!std::isfinite(worst.x))
        return std::nullopt;
    return statistics::ObjectivePair{worst.x + 0.1 * (worst.x - best.x),
                                     worst.y + 0.1 * (worst.y - best.y)};
}

HypervolumeCurve hypervolumeCurve(const FrameSeries &frames, const ObjectivePlane &plane,
                                  const statistics::ObjectivePair &reference,
                                  std::optional<std::int64_t> step)
{
    const double corner[] = {reference.x, reference.y};
    HypervolumeCurve curve;
    for (std::size_t f = 0; f < frames.frames.size(); ++f) {
        if (step && frames.steps[f] > *step)
            break;
        std::vector<double> values;
        for (const auto &point : plane.points(std::get<PointsFrame>(*frames.frames[f]))) {
            values.push_back(point.x);
            values.push_back(point.y);
        }
        curve.steps.push_back(frames.steps[f]);
        curve.values.push_back(
            optimization::hypervolume(optimization::PointSet(values, 2), corner));
    }
    return curve;
}

void addHypervolumePanel(const SeriesCache &cache, const ObjectivePlane &plane,
                         const statistics::ObjectivePair &reference, std::string title,
                         std::vector<LineLayer> lines, Figure &figure)
{
    Panel panel;
    panel.title = std::move(title);
    const bool logarithmic =
        cache.experiment().schedule.spacing == RecordingSchedule::Spacing::logarithmic;
    RangeFinder xRange(logarithmic ? Scale::logarithmic : Scale::linear);
    RangeFinder yRange(Scale::linear);
    for (LineLayer &line : lines) {
        xRange.add(line.x);
        yRange.add(line.y);
        yRange.add(line.lower);
        yRange.add(line.upper);
        panel.layers.push_back(std::move(line));
    }
    xRange.applyTight(panel.x);
    yRange.apply(panel.y);
    panel.x.label = cache.experiment().stepUnit;
    panel.y.label = "Hypervolume";
    figure.panels.push_back(std::move(panel));
    figure.notes.push_back(fmt::format("Hypervolume against the point ({}, {}).",
                                       formatNumber(plane.xSign * reference.x),
                                       formatNumber(plane.ySign * reference.y)));
}

} // namespace agon::views
