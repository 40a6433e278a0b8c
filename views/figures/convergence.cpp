#include "views/figures/convergence.h"

#include "views/figures/aggregate.h"
#include "views/figures/alignment.h"
#include "views/figures/decimation.h"
#include "views/figures/fitted_slope.h"
#include "views/figures/selection.h"
#include "views/figures/text.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <limits>

namespace agon::views {

namespace {

/** Mean of the records in the window of @p window steps that ends at each record. */
std::vector<double> smoothed(std::span<const std::int64_t> steps, std::span<const double> values,
                             std::int64_t window)
{
    std::vector<double> result(values.size());
    std::size_t first = 0;
    std::size_t missing = 0; // a sum that has met a NaN would keep it
    double sum = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (std::isfinite(values[i]))
            sum += values[i];
        else
            ++missing;
        for (; steps[first] <= steps[i] - window; ++first) {
            if (std::isfinite(values[first]))
                sum -= values[first];
            else
                --missing;
        }
        result[i] = missing > 0 ? std::numeric_limits<double>::quiet_NaN()
                                : sum / static_cast<double>(i - first + 1);
    }
    return result;
}

/** What is needed to draw one cell's line. */
struct CellData
{
    std::vector<RunCurve<double>> curves;
    std::vector<std::vector<double>> owned; ///< x and smoothed y of the curves
    std::size_t planned = 0;                ///< runs of the cell, also of those without a curve
};

class ConvergenceBuilder
{
public:
    ConvergenceBuilder(SeriesCache &cache, const ViewOptions &options, int channel, int cost)
        : m_cache(cache)
        , m_options(withSuggestions(options, cache.channel(channel)))
        , m_channel(channel)
        , m_cost(cost)
        , m_xScale(options.xScale.value_or(suggestedXScale()))
        , m_yScale(options.yScale.value_or(declaration().logarithmic ? Scale::logarithmic
                                                                     : Scale::linear))
    {}

    Figure build()
    {
        const std::vector<ProblemGroup> groups = selectedTasks(m_cache, m_options);
        m_figure.title = declaration().title;
        for (const ProblemGroup &group : groups)
            addPanel(group);
        letterPanels(m_figure);
        if (m_figure.panels.size() > 1)
            shortenFits();
        describe(groups);
        return std::move(m_figure);
    }

private:
    const ChannelDeclaration &declaration() const { return m_cache.channel(m_channel); }

    Scale suggestedXScale() const
    {
        const bool logarithmic = m_cost < 0 ? m_cache.experiment().schedule.spacing ==
                                                  RecordingSchedule::Spacing::logarithmic
                                            : m_cache.channel(m_cost).logarithmic;
        return logarithmic ? Scale::logarithmic : Scale::linear;
    }

    void addCurve(int run, int channel, CellData &data)
    {
        const MetricSeries &series = m_cache.metric(run, channel);
        const std::int64_t limit =
            m_options.step.value_or(std::numeric_limits<std::int64_t>::max());
        const std::size_t count = series.countUpTo(limit);
        if (count == 0)
            return;
        const std::span<const std::int64_t> steps(series.steps.data(), count);
        std::span<const double> values(series.values.data(), count);
        if (m_options.smoothing > 0 && channel == m_channel) {
            data.owned.push_back(smoothed(steps, values, m_options.smoothing));
            values = data.owned.back();
        }
        RunCurve<double> curve;
        if (m_cost < 0) {
            const std::int64_t reached = m_cache.runs()[static_cast<std::size_t>(run)].step;
            data.owned.emplace_back(steps.begin(), steps.end());
            curve.end = static_cast<double>(std::min(limit, std::max(steps.back(), reached)));
        } else if (!addCosts(run, steps, data, values)) {
            return;
        } else {
            curve.end = data.owned.back().back();
        }
        curve.x = data.owned.back();
        curve.y = values;
        data.curves.push_back(curve);
    }

    /** The cost at which each record was made; leaves out records before the first cost. */
    bool addCosts(int run, std::span<const std::int64_t> steps, CellData &data,
                  std::span<const double> &values)
    {
        const MetricSeries &costs = m_cache.metric(run, m_cost);
        std::vector<double> x;
        x.reserve(steps.size());
        std::size_t skipped = 0;
        std::size_t record = 0;
        for (const std::int64_t step : steps) {
            while (record < costs.steps.size() && costs.steps[record] <= step)
                ++record;
            const double cost =
                record == 0 ? std::numeric_limits<double>::quiet_NaN() : costs.values[record - 1];
            if (x.empty() && !std::isfinite(cost)) {
                ++skipped;
                continue;
            }
            // A cost never decreases; where one does all the same, the greatest so far counts.
            x.push_back(x.empty() ? cost : std::max(x.back(), std::isnan(cost) ? x.back() : cost));
        }
        if (x.empty())
            return false;
        values = values.subspan(skipped);
        data.owned.push_back(std::move(x));
        return true;
    }

    LineLayer makeLine(const Key &key, CellData &data, const ViewOptions &options, bool reference)
    {
        LineLayer line;
        line.key = key;
        line.reference = reference;
        std::vector<double> grid = unionGrid<double>(data.curves);
        thinGrid(grid, data.curves.size());
        std::vector<AlignedRun> runs;
        for (const RunCurve<double> &curve : data.curves)
            runs.push_back(align<double>(curve, grid));
        Aggregate all = centres(runs, grid.size(), centreOf(options));
        std::size_t length = grid.size();
        // The line ends where fewer than half of the started runs remain.
        while (length > 0 && 2 * remaining(runs, length - 1) < static_cast<int>(runs.size()))
            --length;
        grid.resize(length);

        std::vector<std::vector<double>> extremes;
        std::vector<std::span<const double>> series{std::span(all.centre).first(length)};
        const bool seeds = options.seeds.value_or(areFew(data.planned));
        if (seeds && length > static_cast<std::size_t>(options.maximumPoints)) {
            extremes = seedRange(runs, length);
            for (const std::vector<double> &bound : extremes)
                series.emplace_back(bound);
        }
        const std::size_t share = 2 + 2 * series.size();
        const std::size_t buckets =
            std::max<std::size_t>(1, static_cast<std::size_t>(options.maximumPoints) / share);
        std::vector<std::size_t> columns;
        if (length <= static_cast<std::size_t>(options.maximumPoints)) {
            for (std::size_t c = 0; c < length; ++c)
                columns.push_back(c);
        } else {
            columns = keptExtremes(grid, series, buckets, m_xScale);
        }
        m_columnsDrawn = std::max(m_columnsDrawn, columns.size());
        m_columnsRecorded = std::max(m_columnsRecorded, length);

        Aggregate kept = aggregate(runs, columns, options);
        line.y = std::move(kept.centre);
        line.lower = std::move(kept.lower);
        line.upper = std::move(kept.upper);
        line.count.assign(kept.count.begin(), kept.count.end());
        for (const std::size_t column : columns)
            line.x.push_back(grid[column]);
        if (seeds)
            for (const AlignedRun &run : runs) {
                std::vector<double> values;
                values.reserve(columns.size());
                for (const std::size_t column : columns)
                    values.push_back(run.at(column));
                line.seeds.push_back(std::move(values));
            }
        countHidden(line);
        return line;
    }

    /** Costs differ from run to run: with very many records the union is thinned before anything is
     *  computed on it. */
    void thinGrid(std::vector<double> &grid, std::size_t runs)
    {
        constexpr std::size_t largest = 30'000'000;
        if (m_cost < 0 || grid.size() * runs <= largest)
            return;
        const std::size_t stride = grid.size() * runs / largest + 1;
        std::vector<double> thinned;
        for (std::size_t i = 0; i < grid.size(); i += stride)
            thinned.push_back(grid[i]);
        if (thinned.back() != grid.back())
            thinned.push_back(grid.back());
        m_gridStride = std::max(m_gridStride, stride);
        grid = std::move(thinned);
    }

    static int remaining(const std::vector<AlignedRun> &runs, std::size_t column)
    {
        return static_cast<int>(
            std::count_if(runs.begin(), runs.end(), [column](const AlignedRun &run) {
                return run.begin <= column && column < run.end;
            }));
    }

    static std::vector<std::vector<double>> seedRange(const std::vector<AlignedRun> &runs,
                                                      std::size_t length)
    {
        const double nan = std::numeric_limits<double>::quiet_NaN();
        std::vector<std::vector<double>> range(2, std::vector<double>(length, nan));
        for (const AlignedRun &run : runs)
            for (std::size_t c = run.begin; c < std::min(run.end, length); ++c) {
                range[0][c] = std::fmin(range[0][c], run.values[c]);
                range[1][c] = std::fmax(range[1][c], run.values[c]);
            }
        return range;
    }

    void countHidden(LineLayer &line)
    {
        for (std::size_t i = 0; i < line.x.size(); ++i) {
            if (!drawable(line.x[i], m_xScale)) {
                ++line.hidden;
                m_startHidden = m_startHidden || line.x[i] == 0;
            } else if (line.count[i] > 0 && !drawable(line.y[i], m_yScale)) {
                ++line.hidden;
                ++m_valuesHidden;
            }
        }
    }

    void addPanel(const ProblemGroup &group)
    {
        Panel panel;
        panel.title = group.title;
        RangeFinder yRange(m_yScale);
        std::vector<LineLayer> lines;
        std::vector<CellData> drawn; ///< of the lines
        double budget = 0;
        for (const int cell : group.cells) {
            CellData data;
            data.planned = m_cache.runsOfCell(cell).size();
            for (const int run : m_cache.runsOfCell(cell))
                addCurve(run, m_channel, data);
            budget = std::max(
                budget, static_cast<double>(
                            m_cache.experiment().cells[static_cast<std::size_t>(cell)].budget));
            if (data.curves.empty())
                continue;
            lines.push_back(makeLine(keyOf(m_cache, group, cell), data, m_options, false));
            drawn.push_back(std::move(data));
        }
        const FitRange range = fitRange(lines);
        std::vector<LineLayer> fits;
        for (std::size_t i = 0; i < lines.size() && m_options.slope; ++i)
            fits.push_back(fittedLine(lines[i], drawn[i].curves, range, m_xScale, m_yScale,
                                      fitWords(), m_options));
        for (const int reference : referencesOf(m_cache, m_channel))
            if (auto line = makeReference(group, reference, range, fits))
                panel.layers.push_back(std::move(*line));
        RangeFinder xRange(m_xScale);
        for (LineLayer &line : lines) {
            for (std::size_t i = 0; i < line.x.size(); ++i) {
                if (!drawable(line.x[i], m_xScale))
                    continue;
                xRange.add(line.x[i]);
                yRange.add(line.y[i]);
                if (!line.lower.empty()) {
                    yRange.add(line.lower[i]);
                    yRange.add(line.upper[i]);
                }
                for (const std::vector<double> &seed : line.seeds)
                    yRange.add(seed[i]);
                if (line.count[i] > 0) {
                    m_least = m_least == 0 ? line.count[i] : std::min(m_least, line.count[i]);
                    m_most = std::max(m_most, line.count[i]);
                }
            }
            panel.layers.push_back(std::move(line));
        }
        for (LineLayer &fit : fits)
            panel.layers.push_back(std::move(fit));
        if (m_cost < 0) {
            // The axis shows the whole budget from the start: a live line grows into it.
            xRange.add(budget);
            if (m_xScale != Scale::logarithmic)
                xRange.add(0);
        }
        xRange.applyTight(panel.x);
        addPublished(group, panel);
        includeReferences(panel, yRange);
        yRange.apply(panel.y);
        panel.x.label = m_cost < 0 ? m_cache.experiment().stepUnit : m_cache.channel(m_cost).title;
        panel.x.unit = m_cost < 0 ? "" : m_cache.channel(m_cost).unit;
        panel.y.label = declaration().title;
        panel.y.unit = declaration().unit;
        if (m_options.step && m_cost < 0)
            panel.layers.push_back(MarkLayer{static_cast<double>(*m_options.step), true, {}});
        if (lines.empty() && panel.layers.empty())
            return;
        m_figure.panels.push_back(std::move(panel));
        m_fitRanges.push_back(range);
    }

    /** The last half of the axis as far as any line of the panel has come. */
    FitRange fitRange(const std::vector<LineLayer> &lines) const
    {
        RangeFinder reached(m_xScale);
        for (const LineLayer &line : lines)
            reached.add(line.x);
        if (m_cost < 0 && m_xScale != Scale::logarithmic)
            reached.add(0);
        Axis axis;
        reached.applyTight(axis);
        return lastHalf(m_xScale, axis.minimum, axis.maximum);
    }

    FitWords fitWords() const
    {
        FitWords words{withoutCapital(declaration().title), declaration().unit, "t",
                       m_cache.experiment().stepUnit};
        if (m_cost >= 0) {
            const ChannelDeclaration &cost = m_cache.channel(m_cost);
            words.x = "(" + withoutCapital(cost.title) + ")";
            words.per = cost.unit.empty() ? "unit of " + withoutCapital(cost.title) : cost.unit;
        }
        return words;
    }

    /** References are in the picture unless that would squeeze the contestants to nothing. */
    static void includeReferences(const Panel &panel, RangeFinder &yRange)
    {
        Axis without;
        yRange.apply(without);
        const double span = without.maximum - without.minimum;
        for (const Layer &layer : panel.layers)
            if (const auto *line = std::get_if<LineLayer>(&layer);
                line != nullptr && line->reference && !line->fit)
                for (const double y : line->y)
                    if (y <= without.maximum + span && y >= without.minimum - span)
                        yRange.add(y);
    }

    /** What papers report of this metric on this problem, as neutral lines over the whole width. */
    void addPublished(const ProblemGroup &group, Panel &panel)
    {
        for (const PublishedValue &published : publishedOf(m_cache, group, m_channel)) {
            LineLayer line;
            line.key = referenceKey(nameOf(published));
            line.reference = true;
            line.x = {panel.x.minimum, panel.x.maximum};
            line.y = {published.value, published.value};
            if (published.spread) {
                line.lower.assign(2, published.value - *published.spread);
                line.upper.assign(2, published.value + *published.spread);
            }
            panel.layers.push_back(std::move(line));
            m_published.push_back(published);
        }
    }

    /** With a dash of its own that is the same in every panel. */
    Key referenceKey(const std::string &name)
    {
        const auto found = std::find(m_references.begin(), m_references.end(), name);
        const auto index = static_cast<int>(found - m_references.begin());
        if (found == m_references.end())
            m_references.push_back(name);
        return {-2 - index, name};
    }

    /** Its slope, which the contestants' are compared with, joins @p fits without being drawn. */
    std::optional<LineLayer> makeReference(const ProblemGroup &group, int channel,
                                           const FitRange &range, std::vector<LineLayer> &fits)
    {
        // The reference belongs to the problem: the contestant with the most runs speaks for all.
        CellData best;
        for (const int cell : group.cells) {
            CellData data;
            for (const int run : m_cache.runsOfCell(cell))
                addCurve(run, channel, data);
            if (data.curves.size() > best.curves.size())
                best = std::move(data);
        }
        if (best.curves.empty())
            return std::nullopt;
        ViewOptions plain = m_options;
        plain.interval = IntervalKind::none;
        plain.seeds = false;
        LineLayer line = makeLine(referenceKey(m_cache.channel(channel).title), best, plain, true);
        if (m_options.slope && !fits.empty()) {
            FitWords words = fitWords();
            words.y = "this";
            LineLayer fit =
                fittedLine(line, best.curves, range, m_xScale, m_yScale, words, m_options);
            fit.fit->brief.clear();
            fit.x.clear();
            fit.y.clear();
            fits.push_back(std::move(fit));
        }
        return line;
    }

    /** Panels have one legend of all, which has no room for the slopes of each. */
    void shortenFits()
    {
        for (Panel &panel : m_figure.panels)
            for (Layer &layer : panel.layers)
                if (auto *line = std::get_if<LineLayer>(&layer); line && line->fit)
                    line->fit->brief.clear();
    }

    /** What was fitted where, a sentence each. */
    std::vector<std::string> fitSentences() const
    {
        std::vector<std::string> sentences;
        for (std::size_t i = 0; i < m_figure.panels.size(); ++i) {
            const Panel &panel = m_figure.panels[i];
            std::vector<std::string> own;
            for (const Layer &layer : panel.layers)
                if (const auto *line = std::get_if<LineLayer>(&layer); line && line->fit)
                    own.push_back(line->fit->text);
            if (own.empty())
                continue;
            const std::string where =
                m_cost < 0 ? m_cache.experiment().budgetUnit : withoutCapital(panel.x.label);
            sentences.push_back(fmt::format(
                "{}Least squares for each seed over the last half of the axis, {} {} to {}{}; {}, "
                "{}.",
                panel.letter.empty() ? "" : "(" + panel.letter + ") ", where,
                formatNumber(m_fitRanges[i].first, 4), formatNumber(m_fitRanges[i].last, 4),
                panel.x.unit.empty() ? "" : " " + panel.x.unit, m_figure.centre,
                label(slopeSummary(m_options))));
            sentences.insert(sentences.end(), own.begin(), own.end());
        }
        return sentences;
    }

    void describe(const std::vector<ProblemGroup> &groups)
    {
        m_figure.centre = std::string(statistics::label(centreOf(m_options)));
        ViewOptions shown = m_options;
        shown.interval = effectiveInterval(m_options);
        m_figure.interval = m_most > 1 ? label(shown) : "";
        if (m_most > 0)
            m_figure.n = formatCount(m_least, m_most);
        auto &notes = m_figure.notes;
        if (m_figure.panels.empty())
            notes.push_back("Nothing is recorded yet.");
        noteFailures(m_cache, groups, notes);
        if (m_columnsDrawn < m_columnsRecorded)
            notes.push_back(
                fmt::format("Drawn from {} of {} recorded positions; extremes are kept.",
                            formatInteger(static_cast<std::int64_t>(m_columnsDrawn)),
                            formatInteger(static_cast<std::int64_t>(m_columnsRecorded))));
        if (m_gridStride > 1)
            notes.push_back(fmt::format(
                "Costs differ between runs: one of {} positions was computed.", m_gridStride));
        if (m_valuesHidden > 0)
            notes.push_back(fmt::format("{} not shown: a logarithmic axis has no place for zero, "
                                        "negative or missing values.",
                                        counted(m_valuesHidden, "value is", "values are")));
        if (m_startHidden)
            notes.push_back(fmt::format("Left of the logarithmic axis: {} 0.",
                                        m_cost < 0 ? m_cache.experiment().stepUnit : "cost"));
        notePublished(m_published, notes);
        if (m_options.smoothing > 0)
            notes.push_back(fmt::format("Running mean over {}.",
                                        counted(m_options.smoothing, m_cache.experiment().stepUnit,
                                                m_cache.experiment().budgetUnit)));
        if (declaration().censored)
            notes.push_back("A value equal to the budget means that the target was not reached.");
        noteFewSeeds(m_least, m_most, m_options.slope ? slopeSummary(m_options) : m_options, notes);
        if (m_figure.panels.empty())
            return;
        m_figure.caption = caption();
        m_figure.altText = altText();
        for (const std::string &sentence : fitSentences()) {
            notes.push_back(sentence);
            m_figure.caption += " " + sentence;
            m_figure.altText += " " + sentence;
        }
    }

    std::string caption() const
    {
        std::string text = fmt::format("{} against {}: {}", declaration().title,
                                       m_figure.panels.front().x.label, m_figure.centre);
        if (!m_figure.interval.empty())
            text += fmt::format(" with {}", m_figure.interval);
        text += fmt::format(" ({}). Recorded: {}.", m_figure.n,
                            description(m_cache.experiment().schedule));
        return text;
    }

    std::string altText() const
    {
        std::string text =
            fmt::format("Line chart of {} against {}.", withoutCapital(declaration().title),
                        m_figure.panels.front().x.label);
        for (const Panel &panel : m_figure.panels) {
            std::vector<std::string> ends;
            for (const Layer &layer : panel.layers) {
                const auto *line = std::get_if<LineLayer>(&layer);
                if (line == nullptr || line->y.empty() || line->fit)
                    continue;
                ends.push_back(fmt::format("{} {}", line->key.name, formatNumber(line->y.back())));
            }
            text += m_figure.panels.size() > 1
                        ? fmt::format(" {}: the lines end at {}.", panel.title, enumeration(ends))
                        : fmt::format(" The lines end at {}.", enumeration(ends));
        }
        return text;
    }

    SeriesCache &m_cache;
    ViewOptions m_options;
    int m_channel;
    int m_cost;
    Scale m_xScale, m_yScale;
    Figure m_figure;
    std::vector<PublishedValue> m_published; ///< drawn in some panel
    std::vector<std::string> m_references;   ///< their names, in the order of their dashes
    std::vector<FitRange> m_fitRanges;       ///< of the panels
    int m_least = 0, m_most = 0;
    std::size_t m_columnsDrawn = 0, m_columnsRecorded = 0, m_gridStride = 1;
    std::int64_t m_valuesHidden = 0;
    bool m_startHidden = false;
};

} // namespace

Expected<Figure> convergence(SeriesCache &cache, const ViewOptions &options)
{
    const auto channel = chooseChannel(
        cache, options.channel,
        [&](const ChannelDeclaration &declaration) {
            return declaration.kind == ObservationKind::metric &&
                   (!options.channel.empty() || declaration.referenceOf.empty());
        },
        "metric");
    if (!channel)
        return channel.error();
    int cost = -1;
    if (!options.x.empty() && options.x != "step") {
        const auto chosen = chooseChannel(
            cache, options.x,
            [](const ChannelDeclaration &declaration) {
                return declaration.kind == ObservationKind::metric && declaration.cost;
            },
            "cost metric for the x axis");
        if (!chosen)
            return chosen.error();
        cost = *chosen;
    }
    return ConvergenceBuilder(cache, options, *channel, cost).build();
}

} // namespace agon::views
