#include "views/figures/attainment_difference.h"

#include "core/statistics/attainment.h"
#include "views/figures/objective_plane.h"
#include "views/figures/selection.h"
#include "views/figures/text.h"
#include "views/figures/ticks.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

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
    const std::vector<ProblemGroup> groups = selectedGroups(cache, options);
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
        RangeFinder xRange(Scale::linear);
        RangeFinder yRange(Scale::linear);
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
        const ColumnDeclaration &x = declaration.columns[plane->x];
        const ColumnDeclaration &y = declaration.columns[plane->y];
        panel.x.label = x.label;
        panel.x.unit = x.unit;
        panel.y.label = y.label;
        panel.y.unit = y.unit;
        HeatLayer heat;
        heat.rows = heat.columns = cellsAcross;
        heat.minimum = -1;
        heat.maximum = 1;
        heat.diverging = true;
        heat.label = "Runs that attain: difference";
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
        "{} as of step {}: share of runs of {} that attain a point minus that of {}; red: more of "
        "{}, blue: more of {}. Lines: attained by at least half of the runs ({}).",
        figure.title, formatInteger(asOfStep(cache, groups, options)), first, second, first, second,
        figure.n);
    figure.altText =
        fmt::format("Difference of the attainment of {} and {}.{}", first, second, sentence);
    return figure;
}

} // namespace agon::views
