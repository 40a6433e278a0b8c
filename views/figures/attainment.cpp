#include "views/figures/attainment.h"

#include "core/numbers.h"
#include "core/statistics/attainment.h"
#include "views/figures/aggregate.h"
#include "views/figures/objective_plane.h"
#include "views/figures/selection.h"
#include "views/figures/text.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <numeric>
#include <set>

namespace agon::views {

namespace {

/** Least y that a surface allows at x, both minimised. */
double surfaceAt(const statistics::PlaneFront &surface, double x)
{
    double y = infinity;
    for (const statistics::ObjectivePair &point : surface) {
        if (point.x > x)
            break;
        y = point.y;
    }
    return y;
}

class Builder
{
public:
    Builder(SeriesCache &cache, const ViewOptions &options, int channel, ObjectivePlane plane)
        : m_cache(cache), m_options(options), m_channel(channel), m_plane(plane)
    {}

    Figure build()
    {
        m_figure.title = m_cache.channel(m_channel).title + ": attainment";
        const std::vector<ProblemGroup> groups = selectedTasks(m_cache, m_options);
        for (const ProblemGroup &group : groups)
            addGroup(group);
        letterPanels(m_figure);
        if (m_figure.empty()) {
            m_figure.notes.push_back("No point is recorded yet.");
            return std::move(m_figure);
        }
        m_figure.columns = 2;
        m_figure.n = formatCount(m_least, m_most);
        noteFailures(m_cache, groups, m_figure.notes);
        if (m_least < m_runs)
            m_figure.notes.push_back("Only runs whose points were recorded count: recording takes "
                                     "the frames of the first seed unless it is told to take those "
                                     "of every seed.");
        if (m_least < 5)
            m_figure.notes.push_back(
                "Fewer than 5 seeds: surfaces and intervals are uncalibrated.");
        m_figure.caption =
            fmt::format("{} as of step {}: line: attained by at least half of the runs; band: from "
                        "what one run "
                        "attains to what all do; right: hypervolume, mean with {} ({}).",
                        m_figure.title, formatInteger(asOfStep(m_cache, groups, m_options)),
                        label(shown()), m_figure.n);
        m_figure.altText = fmt::format("Attainment surfaces and hypervolume.{}", m_sentence);
        return std::move(m_figure);
    }

private:
    const ColumnDeclaration &column(std::size_t index) const
    {
        return m_cache.channel(m_channel).columns[index];
    }

    ViewOptions shown() const
    {
        ViewOptions options = m_options;
        options.centre = Centre::mean;
        return options;
    }

    void addGroup(const ProblemGroup &group)
    {
        std::vector<CellFrames> cells;
        for (const int cell : group.cells) {
            CellFrames own = cellFrames(m_cache, cell, m_channel);
            m_runs = std::max(m_runs, own.runs);
            if (!own.recorded.empty())
                cells.push_back(std::move(own));
        }
        if (cells.empty())
            return;
        for (const CellFrames &own : cells) {
            const auto n = static_cast<int>(own.recorded.size());
            m_least = m_most == 0 ? n : std::min(m_least, n);
            m_most = std::max(m_most, n);
        }
        addSurfaces(group, cells);
        addHypervolume(group, cells);
    }

    void addSurfaces(const ProblemGroup &group, const std::vector<CellFrames> &cells)
    {
        Panel panel;
        panel.title = group.title;
        RangeFinder xRange(scaleOf(column(m_plane.x), m_options.xScale));
        RangeFinder yRange(scaleOf(column(m_plane.y), m_options.yScale));
        for (const CellFrames &own : cells) {
            std::vector<statistics::PlaneFront> runs;
            for (const FrameSeries *frames : own.recorded)
                runs.push_back(m_plane.pointsAt(*frames, m_options.step));
            const auto n = static_cast<int>(runs.size());
            const statistics::PlaneFront best = statistics::attainmentSurface(runs, 1);
            const statistics::PlaneFront middle = statistics::attainmentSurface(runs, (n + 1) / 2);
            const statistics::PlaneFront worst = statistics::attainmentSurface(runs, n);
            std::set<double> grid;
            for (const auto *surface : {&best, &middle, &worst})
                for (const statistics::ObjectivePair &point : *surface) {
                    grid.insert(point.x);
                    xRange.add(m_plane.xSign * point.x);
                    yRange.add(m_plane.ySign * point.y);
                }
            LineLayer line;
            line.key = keyOf(m_cache, group, own.cell);
            line.staircase = true;
            for (const double x : grid) {
                line.x.push_back(m_plane.xSign * x);
                line.y.push_back(m_plane.ySign * surfaceAt(middle, x));
                line.lower.push_back(m_plane.ySign * surfaceAt(best, x));
                line.upper.push_back(m_plane.ySign * surfaceAt(worst, x));
            }
            orient(line);
            m_sentence +=
                fmt::format(" {}: {} on the median surface.", line.key.name,
                            counted(static_cast<std::int64_t>(middle.size()), "point", "points"));
            panel.layers.push_back(std::move(line));
        }
        xRange.apply(panel.x);
        yRange.apply(panel.y);
        // Where not all runs attain anything the band reaches to the worse end of the axis, and
        // where not even half do, there is no line.
        const double worse = m_plane.ySign > 0 ? panel.y.maximum : panel.y.minimum;
        for (Layer &layer : panel.layers) {
            auto &line = std::get<LineLayer>(layer);
            for (double &y : line.y)
                y = std::isfinite(y) ? y : std::nan("");
            for (std::vector<double> *limits : {&line.lower, &line.upper})
                for (double &limit : *limits)
                    limit = std::isfinite(limit) ? limit : worse;
        }
        panel.x.label = column(m_plane.x).label;
        panel.x.unit = column(m_plane.x).unit;
        panel.y.label = column(m_plane.y).label;
        panel.y.unit = column(m_plane.y).unit;
        m_figure.panels.push_back(std::move(panel));
    }

    /** To ascending x and lower below upper. Stairs hold what lies left of a step; with x maximised
     *  a step's value holds to its left, so that every value moves one place. */
    void orient(LineLayer &line) const
    {
        if (m_plane.xSign < 0 && !line.x.empty()) {
            std::reverse(line.x.begin(), line.x.end());
            for (std::vector<double> *series : {&line.y, &line.lower, &line.upper}) {
                std::reverse(series->begin(), series->end());
                std::rotate(series->begin(), series->begin() + 1, series->end());
                series->back() = m_plane.ySign * infinity;
            }
        }
        if (m_plane.ySign < 0)
            std::swap(line.lower, line.upper);
    }

    void addHypervolume(const ProblemGroup &group, const std::vector<CellFrames> &cells)
    {
        std::vector<const FrameSeries *> runs;
        for (const CellFrames &own : cells)
            runs.insert(runs.end(), own.recorded.begin(), own.recorded.end());
        const auto reference = referencePoint(runs, m_plane);
        if (!reference)
            return;
        std::vector<LineLayer> lines;
        const ViewOptions options = shown();
        for (const CellFrames &own : cells) {
            std::vector<HypervolumeCurve> volumes;
            for (const FrameSeries *frames : own.recorded)
                volumes.push_back(hypervolumeCurve(*frames, m_plane, *reference, m_options.step));
            std::vector<RunCurve<std::int64_t>> curves;
            for (const HypervolumeCurve &volume : volumes)
                if (!volume.steps.empty())
                    curves.push_back({volume.steps, volume.values, volume.steps.back()});
            const std::vector<std::int64_t> grid = unionGrid<std::int64_t>(curves);
            std::vector<AlignedRun> aligned;
            for (const RunCurve<std::int64_t> &curve : curves)
                aligned.push_back(align<std::int64_t>(curve, grid));
            std::vector<std::size_t> columns(grid.size());
            std::iota(columns.begin(), columns.end(), std::size_t(0));
            Aggregate centre = aggregate(aligned, columns, options);
            LineLayer &line = lines.emplace_back();
            line.key = keyOf(m_cache, group, own.cell);
            line.staircase = true;
            line.x.assign(grid.begin(), grid.end());
            line.y = std::move(centre.centre);
            line.lower = std::move(centre.lower);
            line.upper = std::move(centre.upper);
            line.count.assign(centre.count.begin(), centre.count.end());
        }
        addHypervolumePanel(m_cache, m_plane, *reference, group.title, std::move(lines), m_figure);
    }

    SeriesCache &m_cache;
    const ViewOptions &m_options;
    int m_channel;
    ObjectivePlane m_plane;
    Figure m_figure;
    std::string m_sentence;
    int m_least = 0, m_most = 0, m_runs = 0;
};

} // namespace

Expected<Figure> attainment(SeriesCache &cache, const ViewOptions &options)
{
    const auto channel = objectivesChannel(cache, options);
    if (!channel)
        return channel.error();
    const auto plane = objectivePlane(cache.channel(*channel), options);
    if (!plane)
        return plane.error();
    return Builder(cache, options, *channel, *plane).build();
}

} // namespace agon::views
