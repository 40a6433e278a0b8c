#include "views/figures/front.h"

#include "core/optimization/dominance.h"
#include "views/figures/decimation.h"
#include "views/figures/objective_plane.h"
#include "views/figures/selection.h"
#include "views/figures/text.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <limits>

namespace agon::views {

namespace {

double signOf(Direction direction) { return direction == Direction::maximize ? -1 : 1; }

/** A plane's points as the core likes them: every direction minimised, NaN left out. */
struct Minimised
{
    std::vector<double> values; ///< x and y of each point
    std::vector<std::size_t> positions;
    Minimised(std::span<const double> x, std::span<const double> y, Direction xDirection,
              Direction yDirection)
    {
        for (std::size_t i = 0; i < x.size(); ++i)
            if (!std::isnan(x[i]) && !std::isnan(y[i])) {
                values.push_back(signOf(xDirection) * x[i]);
                values.push_back(signOf(yDirection) * y[i]);
                positions.push_back(i);
            }
    }
};

struct Plane
{
    std::size_t x = 0, y = 0; ///< columns of the channel
    Direction xDirection = Direction::none, yDirection = Direction::none;
    bool isFront() const { return xDirection != Direction::none && yDirection != Direction::none; }
};

struct Rows
{
    std::vector<double> x, y;
    std::vector<std::string> labels;
    std::vector<std::int64_t> ids;
};

Rows rowsOf(const PointsFrame &frame, std::size_t columns, const Plane &plane)
{
    Rows rows;
    for (std::size_t row = 0; (row + 1) * columns <= frame.values.size(); ++row) {
        rows.x.push_back(frame.values[row * columns + plane.x]);
        rows.y.push_back(frame.values[row * columns + plane.y]);
        if (row < frame.labels.size())
            rows.labels.push_back(frame.labels[row]);
        if (row < frame.ids.size())
            rows.ids.push_back(frame.ids[row]);
    }
    return rows;
}

Rows subset(const Rows &rows, const std::vector<std::size_t> &positions)
{
    Rows result;
    for (const std::size_t position : positions) {
        result.x.push_back(rows.x[position]);
        result.y.push_back(rows.y[position]);
        if (position < rows.labels.size())
            result.labels.push_back(rows.labels[position]);
        if (position < rows.ids.size())
            result.ids.push_back(rows.ids[position]);
    }
    return result;
}

PointLayer layerOf(Key key, Rows rows)
{
    PointLayer layer;
    layer.key = std::move(key);
    layer.x = std::move(rows.x);
    layer.y = std::move(rows.y);
    layer.labels = std::move(rows.labels);
    layer.ids = std::move(rows.ids);
    return layer;
}

Expected<Plane> choosePlane(const ChannelDeclaration &channel, const ViewOptions &options)
{
    std::vector<std::size_t> chosen;
    std::vector<std::string> known;
    for (const ColumnDeclaration &column : channel.columns)
        known.push_back(column.key);
    for (const std::string &key : options.columns) {
        const auto found = std::find(known.begin(), known.end(), key);
        if (found == known.end())
            return Error(fmt::format("\"{}\" has no column \"{}\". It has {}.", channel.key, key,
                                     enumeration(known)));
        chosen.push_back(static_cast<std::size_t>(found - known.begin()));
    }
    for (const bool objectives : {true, false})
        for (std::size_t i = 0; i < channel.columns.size() && chosen.size() < 2; ++i)
            if ((channel.columns[i].direction != Direction::none) == objectives &&
                std::find(chosen.begin(), chosen.end(), i) == chosen.end())
                chosen.push_back(i);
    if (chosen.size() < 2)
        return Error(fmt::format(
            "\"{}\" has fewer than two columns, so it cannot be drawn in a plane.", channel.key));
    return Plane{chosen[0], chosen[1], channel.columns[chosen[0]].direction,
                 channel.columns[chosen[1]].direction};
}

class FrontBuilder
{
public:
    FrontBuilder(SeriesCache &cache, const ViewOptions &options, int channel, Plane plane)
        : m_cache(cache), m_options(options), m_channel(channel), m_plane(plane)
    {}

    Figure build()
    {
        m_figure.title = m_cache.channel(m_channel).title;
        const std::vector<ProblemGroup> groups = selectedTasks(m_cache, m_options);
        for (const ProblemGroup &group : groups)
            addPanel(group);
        letterPanels(m_figure);
        if (m_figure.empty()) {
            m_figure.notes.push_back("No point is recorded yet.");
            return std::move(m_figure);
        }
        noteFailures(m_cache, groups, m_figure.notes);
        if (m_hidden > 0)
            m_figure.notes.push_back(
                fmt::format("{} not shown: a logarithmic axis has no place for zero or less.",
                            counted(m_hidden, "point is", "points are")));
        m_figure.n = "one run each";
        m_figure.caption = fmt::format(
            "{} as of step {} ({}{}).", m_figure.title,
            formatInteger(asOfStep(m_cache, groups, m_options)), m_figure.n,
            m_plane.isFront() ? "; the stairs join what no other point of the run dominates" : "");
        m_figure.altText = fmt::format("Scatter chart of {} against {}.{}", column(m_plane.y).label,
                                       column(m_plane.x).label, m_counts);
        return std::move(m_figure);
    }

private:
    const ColumnDeclaration &column(std::size_t index) const
    {
        return m_cache.channel(m_channel).columns[index];
    }

    const PointsFrame *frameOf(int run, int channel) const
    {
        const FrameSeries &frames = m_cache.frames(run, channel);
        const int at = m_options.step ? frames.indexAt(*m_options.step)
                                      : static_cast<int>(frames.frames.size()) - 1;
        return at < 0 ? nullptr
                      : std::get_if<PointsFrame>(frames.frames[static_cast<std::size_t>(at)]);
    }

    void addPanel(const ProblemGroup &group)
    {
        Panel panel;
        panel.title = group.title;
        const std::size_t columns = m_cache.channel(m_channel).columns.size();
        std::vector<PointLayer> fronts;
        for (const int cell : group.cells) {
            const int run = runWithFrames(m_cache, cell, m_channel, m_options);
            const PointsFrame *frame = run < 0 ? nullptr : frameOf(run, m_channel);
            if (frame == nullptr)
                continue;
            Rows rows = rowsOf(*frame, columns, m_plane);
            const Key key = keyOf(m_cache, group, cell);
            if (m_plane.isFront()) {
                const auto positions =
                    nondominated(rows.x, rows.y, m_plane.xDirection, m_plane.yDirection);
                PointLayer stairs = layerOf(key, subset(rows, positions));
                stairs.staircase = true;
                stairs.verticalFirst = m_plane.xDirection == Direction::maximize;
                stairs.emphasised = true;
                m_counts += fmt::format(
                    " {}: {} on the front of {}.", key.name, positions.size(),
                    counted(static_cast<std::int64_t>(rows.x.size()), "point", "points"));
                fronts.push_back(std::move(stairs));
            }
            PointLayer all = layerOf(key, std::move(rows));
            all.opacity = m_plane.isFront() ? 0.3 : 0.8;
            panel.layers.push_back(std::move(all));
        }
        if (panel.layers.empty())
            return;
        addReferences(group, panel);
        for (PointLayer &stairs : fronts)
            panel.layers.push_back(std::move(stairs));
        setAxes(panel);
        m_figure.panels.push_back(std::move(panel));
        if (m_options.hypervolume && m_plane.isFront())
            addHypervolume(group);
    }

    void addReferences(const ProblemGroup &group, Panel &panel)
    {
        for (const int channel : referencesOf(m_cache, m_channel)) {
            const auto &declared = m_cache.channel(channel).columns;
            Plane plane = m_plane;
            for (const auto &[key, target] : {std::pair{column(m_plane.x).key, &plane.x},
                                              std::pair{column(m_plane.y).key, &plane.y}})
                for (std::size_t i = 0; i < declared.size(); ++i)
                    if (declared[i].key == key)
                        *target = i;
            if (plane.x >= declared.size() || plane.y >= declared.size())
                continue;
            for (const int cell : group.cells) {
                const int run = runWithFrames(m_cache, cell, channel, m_options);
                const PointsFrame *frame = run < 0 ? nullptr : frameOf(run, channel);
                if (frame == nullptr)
                    continue;
                Rows rows = rowsOf(*frame, declared.size(), plane);
                if (m_plane.isFront())
                    rows = subset(
                        rows, nondominated(rows.x, rows.y, m_plane.xDirection, m_plane.yDirection));
                PointLayer layer = layerOf({-1, m_cache.channel(channel).title}, std::move(rows));
                layer.staircase = m_plane.isFront();
                layer.verticalFirst = m_plane.xDirection == Direction::maximize;
                panel.layers.push_back(std::move(layer));
                if (const std::string note =
                        fmt::format("Grey: {}.", m_cache.channel(channel).title);
                    std::find(m_figure.notes.begin(), m_figure.notes.end(), note) ==
                    m_figure.notes.end())
                    m_figure.notes.push_back(note);
                break;
            }
        }
    }

    void setAxes(Panel &panel)
    {
        const Scale xScale = scaleOf(column(m_plane.x), m_options.xScale);
        const Scale yScale = scaleOf(column(m_plane.y), m_options.yScale);
        RangeFinder xRange(xScale);
        RangeFinder yRange(yScale);
        for (const Layer &layer : panel.layers)
            if (const auto *points = std::get_if<PointLayer>(&layer)) {
                xRange.add(points->x);
                yRange.add(points->y);
                // Of a front's points the stairs only show some again.
                for (std::size_t i = 0; i < points->x.size() && !points->emphasised; ++i)
                    m_hidden +=
                        drawable(points->x[i], xScale) && drawable(points->y[i], yScale) ? 0 : 1;
            }
        xRange.apply(panel.x);
        yRange.apply(panel.y);
        panel.x.label = column(m_plane.x).label;
        panel.x.unit = column(m_plane.x).unit;
        panel.y.label = column(m_plane.y).label;
        panel.y.unit = column(m_plane.y).unit;
    }

    void addHypervolume(const ProblemGroup &group)
    {
        const ObjectivePlane plane{m_plane.x, m_plane.y, m_cache.channel(m_channel).columns.size(),
                                   signOf(m_plane.xDirection), signOf(m_plane.yDirection)};
        std::vector<const FrameSeries *> runs;
        std::vector<Key> keys;
        for (const int cell : group.cells)
            if (const int run = runWithFrames(m_cache, cell, m_channel, m_options); run >= 0) {
                runs.push_back(&m_cache.frames(run, m_channel));
                keys.push_back(keyOf(m_cache, group, cell));
            }
        const auto reference = referencePoint(runs, plane);
        if (!reference)
            return;
        std::vector<LineLayer> lines;
        for (std::size_t i = 0; i < runs.size(); ++i) {
            HypervolumeCurve curve = hypervolumeCurve(*runs[i], plane, *reference, m_options.step);
            LineLayer &line = lines.emplace_back();
            line.key = keys[i];
            line.staircase = true;
            line.x.assign(curve.steps.begin(), curve.steps.end());
            line.y = std::move(curve.values);
        }
        addHypervolumePanel(m_cache, plane, *reference, group.title, std::move(lines), m_figure);
    }

    SeriesCache &m_cache;
    const ViewOptions &m_options;
    int m_channel;
    Plane m_plane;
    Figure m_figure;
    std::string m_counts;
    std::int64_t m_hidden = 0; ///< points without a place on a logarithmic axis
};

} // namespace

std::vector<std::size_t> nondominated(std::span<const double> x, std::span<const double> y,
                                      Direction xDirection, Direction yDirection)
{
    const Minimised points(x, y, xDirection, yDirection);
    std::vector<std::size_t> kept;
    for (const std::size_t index :
         optimization::nondominatedIndices(optimization::PointSet(points.values, 2)))
        kept.push_back(points.positions[index]);
    std::stable_sort(kept.begin(), kept.end(),
                     [&x](std::size_t a, std::size_t b) { return x[a] < x[b]; });
    // On a front equal x means equal points: the first speaks for its copies.
    kept.erase(std::unique(kept.begin(), kept.end(),
                           [&x](std::size_t a, std::size_t b) { return x[a] == x[b]; }),
               kept.end());
    return kept;
}

Expected<Figure> front(SeriesCache &cache, const ViewOptions &options)
{
    const auto channel = chooseChannel(
        cache, options.channel,
        [&](const ChannelDeclaration &declaration) {
            return declaration.kind == ObservationKind::points &&
                   (!options.channel.empty() || declaration.referenceOf.empty());
        },
        "points channel");
    if (!channel)
        return channel.error();
    const auto plane = choosePlane(cache.channel(*channel), options);
    if (!plane)
        return plane.error();
    return FrontBuilder(cache, options, *channel, *plane).build();
}

} // namespace agon::views
