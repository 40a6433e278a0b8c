#include "views/figures/attainment_difference.h"

#include "core/statistics/attainment.h"
#include "views/figures/objective_plane.h"
#include "views/figures/selection.h"
#include "views/figures/text.h"
#include "views/figures/ticks.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <utility>

namespace agon::views {

namespace {

constexpr int cellsAcross = 48; ///< and up: finer than a reader tells apart, few enough for TeX

/** Of each run the minimal points, which attain all that the run attains. */
std::vector<statistics::PlaneFront> frontsOf(const CellFrames &cell, const ObjectivePlane &plane,
                                             std::optional<std::int64_t> step)
{
    std::vector<statistics::PlaneFront> fronts;
    for (const FrameSeries *frames : cell.recorded) {
        const statistics::PlaneFront points = plane.pointsAt(*frames, step);
        fronts.push_back(statistics::attainmentSurface({&points, 1}, 1));
    }
    return fronts;
}

LineLayer medianSurface(const std::vector<statistics::PlaneFront> &fronts,
                        const ObjectivePlane &plane, Key key)
{
    const auto level = (static_cast<int>(fronts.size()) + 1) / 2;
    LineLayer line;
    line.key = std::move(key);
    // The corners of the stairs, so that no painter has to know which way they go.
    double before = std::nan("");
    for (const statistics::ObjectivePair &point : statistics::attainmentSurface(fronts, level)) {
        if (!std::isnan(before)) {
            line.x.push_back(plane.xSign * point.x);
            line.y.push_back(before);
        }
        before = plane.ySign * point.y;
        line.x.push_back(plane.xSign * point.x);
        line.y.push_back(before);
    }
    if (plane.xSign < 0) {
        std::reverse(line.x.begin(), line.x.end());
        std::reverse(line.y.begin(), line.y.end());
    }
    return line;
}

/** Names the largest connected regions in which somebody leads: in grey print, and to some eyes,
 *  two contestants' colours look alike. */
void nameRegions(HeatLayer &heat)
{
    constexpr double leastLead = 0.1;
    constexpr std::size_t leastCells = 24; // about a hundredth of the plane
    constexpr std::size_t mostNames = 4;
    const auto place = [&heat](int row, int column) {
        return static_cast<std::size_t>(row) * static_cast<std::size_t>(heat.columns) +
               static_cast<std::size_t>(column);
    };
    const auto sideOf = [&heat](std::size_t at) {
        const double value = heat.values[at];
        return value >= leastLead ? 1 : value <= -leastLead ? -1 : 0;
    };
    std::vector<bool> seen(heat.values.size(), false);
    std::vector<std::vector<std::size_t>> regions;
    for (std::size_t start = 0; start < seen.size(); ++start) {
        if (seen[start] || sideOf(start) == 0)
            continue;
        std::vector<std::size_t> region{start};
        seen[start] = true;
        for (std::size_t next = 0; next < region.size(); ++next) {
            const auto row = static_cast<int>(region[next]) / heat.columns;
            const auto column = static_cast<int>(region[next]) % heat.columns;
            for (const auto &[y, x] : {std::pair{row - 1, column}, std::pair{row + 1, column},
                                       std::pair{row, column - 1}, std::pair{row, column + 1}}) {
                if (y < 0 || x < 0 || y >= heat.rows || x >= heat.columns)
                    continue;
                const std::size_t at = place(y, x);
                if (!seen[at] && sideOf(at) == sideOf(start)) {
                    seen[at] = true;
                    region.push_back(at);
                }
            }
        }
        if (region.size() >= leastCells)
            regions.push_back(std::move(region));
    }
    std::stable_sort(regions.begin(), regions.end(),
                     [](const auto &a, const auto &b) { return a.size() > b.size(); });
    regions.resize(std::min(regions.size(), mostNames));
    for (const std::vector<std::size_t> &region : regions) {
        // In the middle of where the lead is about the greatest.
        double lead = 0;
        for (const std::size_t at : region)
            lead = std::max(lead, std::abs(heat.values[at]));
        std::vector<std::size_t> top;
        double rows = 0;
        double columns = 0;
        for (const std::size_t at : region)
            if (std::abs(heat.values[at]) >= 0.9 * lead) {
                top.push_back(at);
                rows += static_cast<double>(at / static_cast<std::size_t>(heat.columns));
                columns += static_cast<double>(at % static_cast<std::size_t>(heat.columns));
            }
        const auto count = static_cast<double>(top.size());
        const auto away = [&](std::size_t at) {
            return std::hypot(
                static_cast<double>(at / static_cast<std::size_t>(heat.columns)) - rows / count,
                static_cast<double>(at % static_cast<std::size_t>(heat.columns)) - columns / count);
        };
        const std::size_t chosen =
            *std::min_element(top.begin(), top.end(),
                              [&](std::size_t a, std::size_t b) { return away(a) < away(b); });
        const Key &leader = (*heat.between)[sideOf(chosen) < 0 ? 0 : 1];
        heat.words.push_back({static_cast<std::int32_t>(chosen) / heat.columns,
                              static_cast<std::int32_t>(chosen) % heat.columns,
                              fmt::format("{} by {:.2f}", leader.name, lead)});
    }
}

/** The two contestants' cells in a group; -1: not there. */
std::array<int, 2> pairIn(const SeriesCache &cache, const ProblemGroup &group,
                          const std::vector<int> &pair)
{
    std::array<int, 2> cells{-1, -1};
    for (const int cell : group.cells) {
        const int contestant = cache.experiment().cells[static_cast<std::size_t>(cell)].contestant;
        for (std::size_t side = 0; side < 2; ++side)
            if (contestant == pair[side] && cells[side] < 0)
                cells[side] = cell;
    }
    return cells;
}

} // namespace

Expected<Figure> attainmentDifference(SeriesCache &cache, const ViewOptions &options)
{
    const auto channel = objectivesChannel(cache, options);
    if (!channel)
        return channel.error();
    const ChannelDeclaration &declaration = cache.channel(*channel);
    const auto plane = objectivePlane(declaration, options);
    if (!plane)
        return plane.error();
    Figure figure;
    figure.title = declaration.title + ": difference of attainment";
    const ExperimentView &experiment = cache.experiment();
    std::vector<int> pair = options.pair;
    if (pair.empty() && experiment.contestants.size() >= 2)
        pair = {0, 1};
    if (pair.empty()) {
        figure.notes.push_back("A difference needs two contestants.");
        return figure;
    }
    const auto known = [&](int contestant) {
        return static_cast<std::size_t>(contestant) < experiment.contestants.size();
    };
    if (pair.size() != 2 || pair[0] == pair[1] || !known(pair[0]) || !known(pair[1]))
        return Error("A pair is two different contestants.",
                     fmt::format("Name two of 0 to {}, for instance {{\"pair\": [0, 1]}}.",
                                 experiment.contestants.size() - 1));
    const std::vector<ProblemGroup> groups = selectedTasks(cache, options);
    const std::string first = experiment.contestants[static_cast<std::size_t>(pair[0])].label;
    const std::string second = experiment.contestants[static_cast<std::size_t>(pair[1])].label;
    int least = 0;
    int most = 0;
    std::string sentence;
    for (const ProblemGroup &group : groups) {
        const std::array<int, 2> cells = pairIn(cache, group, pair);
        if (cells[0] < 0 || cells[1] < 0)
            continue;
        std::array<std::vector<statistics::PlaneFront>, 2> fronts;
        for (std::size_t side = 0; side < 2; ++side)
            fronts[side] = frontsOf(cellFrames(cache, cells[side], *channel), *plane, options.step);
        if (fronts[0].empty() || fronts[1].empty())
            continue;
        Panel panel;
        panel.title = group.title;
        const ColumnDeclaration &x = declaration.columns[plane->x];
        const ColumnDeclaration &y = declaration.columns[plane->y];
        RangeFinder xRange(scaleOf(x, options.xScale));
        RangeFinder yRange(scaleOf(y, options.yScale));
        for (const auto &side : fronts) {
            const auto n = static_cast<int>(side.size());
            least = most == 0 ? n : std::min(least, n);
            most = std::max(most, n);
            for (const statistics::PlaneFront &run : side)
                for (const statistics::ObjectivePair &point : run) {
                    xRange.add(plane->xSign * point.x);
                    yRange.add(plane->ySign * point.y);
                }
        }
        xRange.apply(panel.x);
        yRange.apply(panel.y);
        panel.x.label = x.label;
        panel.x.unit = x.unit;
        panel.y.label = y.label;
        panel.y.unit = y.unit;
        HeatLayer heat;
        heat.rows = heat.columns = cellsAcross;
        heat.minimum = -1;
        heat.maximum = 1;
        heat.between = {keyOf(cache, group, cells[1]), keyOf(cache, group, cells[0])};
        heat.label = "share of runs";
        heat.low = second;
        heat.high = first;
        double furthest = 0;
        for (int row = 0; row < cellsAcross; ++row)
            for (int column = 0; column < cellsAcross; ++column) {
                const statistics::ObjectivePair place{
                    plane->xSign * valueAt(panel.x, (column + 0.5) / cellsAcross),
                    plane->ySign * valueAt(panel.y, (row + 0.5) / cellsAcross)};
                const double difference = statistics::attainmentAt(fronts[0], place) -
                                          statistics::attainmentAt(fronts[1], place);
                if (std::abs(difference) > std::abs(furthest))
                    furthest = difference;
                heat.values.push_back(difference);
            }
        nameRegions(heat);
        panel.layers.emplace_back(std::move(heat));
        for (std::size_t side = 0; side < 2; ++side)
            panel.layers.emplace_back(
                medianSurface(fronts[side], *plane, keyOf(cache, group, cells[side])));
        sentence += fmt::format(" {}greatest difference {:.2f} for {}.",
                                groups.size() > 1 ? group.title + ": " : "", std::abs(furthest),
                                furthest >= 0 ? first : second);
        figure.panels.push_back(std::move(panel));
    }
    letterPanels(figure);
    if (figure.empty()) {
        figure.notes.push_back("No point of both contestants is recorded yet.");
        return figure;
    }
    figure.n = formatCount(least, most);
    noteFailures(cache, groups, figure.notes);
    if (experiment.contestants.size() > 2 && options.pair.empty())
        figure.notes.push_back("The first two contestants; others by the option \"pair\".");
    if (least < 5)
        figure.notes.push_back("Fewer than 5 seeds: a difference of shares is coarse.");
    figure.caption = fmt::format(
        "{} as of step {}: share of runs of {} that attain a point minus that of {}, in the colour "
        "of whose share is larger. Lines: attained by at least half of the runs ({}).",
        figure.title, formatInteger(asOfStep(cache, groups, options)), first, second, figure.n);
    figure.altText =
        fmt::format("Difference of the attainment of {} and {}.{}", first, second, sentence);
    return figure;
}

} // namespace agon::views
