#include "views/figures/objective_plane.h"

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

} // namespace agon::views
