#include "views/figures/tradeoff.h"

#include "views/figures/aggregate.h"
#include "views/figures/decimation.h"
#include "views/figures/distribution.h"
#include "views/figures/front.h"
#include "views/figures/selection.h"
#include "views/figures/text.h"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

namespace agon::views {

namespace {

/** One of the two numbers of a run. */
struct TradedMetric
{
    int channel = 0;
    std::optional<RunSummary> by;
    ViewOptions options; ///< with what the channel suggests
    Scale scale = Scale::linear;
};

class TradeoffBuilder
{
public:
    TradeoffBuilder(SeriesCache &cache, const ViewOptions &options, int across, int up)
        : m_cache(cache)
        , m_options(options)
        , m_across(traded(across, {}, options.xScale))
        , m_up(traded(up, options.by, options.yScale))
    {}

    Figure build()
    {
        m_figure.title = fmt::format("{} against {}", nameOf(m_up), nameOf(m_across));
        const std::vector<ProblemGroup> groups = selectedTasks(m_cache, m_options);
        m_several = groups.size() > 1;
        for (const ProblemGroup &group : groups)
            addPanel(group);
        if (m_figure.empty()) {
            m_figure.notes.push_back("No run has both numbers yet.");
            noteFailures(m_cache, groups, m_figure.notes);
            return std::move(m_figure);
        }
        letterPanels(m_figure);
        m_figure.n = formatCount(m_least, m_most);
        m_figure.centre = std::string(statistics::label(centreOf(m_up.options)));
        noteFailures(m_cache, groups, m_figure.notes);
        noteCensored(m_censored, m_figure.notes);
        if (m_hidden > 0)
            m_figure.notes.push_back(
                fmt::format("{} not shown: a logarithmic axis has no place for zero or less.",
                            counted(m_hidden, "point is", "points are")));
        m_figure.caption = fmt::format(
            "{}: every seed, and above them {} of {} and {} of {} ({}).{}", m_figure.title,
            m_figure.centre, nameOf(m_up), statistics::label(centreOf(m_across.options)),
            nameOf(m_across), m_figure.n,
            m_stairs ? " The stairs join the contestants that no other beats in both." : "");
        m_figure.altText = fmt::format("Scatter chart of {} against {}.{}", nameOf(m_up),
                                       nameOf(m_across), m_words);
        return std::move(m_figure);
    }

private:
    TradedMetric traded(int channel, std::optional<RunSummary> by, std::optional<Scale> asked) const
    {
        const ChannelDeclaration &declaration = m_cache.channel(channel);
        const Scale suggested =
            declaration.logarithmic && !isOfSteps(by) ? Scale::logarithmic : Scale::linear;
        ViewOptions options = withSuggestions(m_options, declaration);
        return {channel, std::move(by), std::move(options), asked.value_or(suggested)};
    }
    std::string nameOf(const TradedMetric &metric) const
    {
        return label(metric.by, m_cache.channel(metric.channel));
    }

    /** The runs of a cell that have both numbers. */
    std::pair<std::vector<double>, std::vector<double>> pointsOf(int cell)
    {
        const SeedValues across =
            seedValues(m_cache, cell, m_across.channel, m_options.step, m_across.by);
        const SeedValues up = seedValues(m_cache, cell, m_up.channel, m_options.step, m_up.by);
        m_censored += up.censored;
        std::pair<std::vector<double>, std::vector<double>> points;
        for (std::size_t i = 0; i < up.seeds.size(); ++i) {
            const auto same = std::find(across.seeds.begin(), across.seeds.end(), up.seeds[i]);
            if (same == across.seeds.end())
                continue;
            points.first.push_back(
                across.values[static_cast<std::size_t>(same - across.seeds.begin())]);
            points.second.push_back(up.values[i]);
        }
        return points;
    }

    void addPanel(const ProblemGroup &group)
    {
        Panel panel;
        panel.title = group.title;
        std::vector<PointLayer> centres;
        for (const int cell : group.cells) {
            const auto [x, y] = pointsOf(cell);
            if (x.empty())
                continue;
            const auto count = static_cast<int>(x.size());
            m_least = m_least == 0 ? count : std::min(m_least, count);
            m_most = std::max(m_most, count);
            const Key key = keyOf(m_cache, group, cell);
            PointLayer centre;
            centre.key = key;
            centre.emphasised = true;
            centre.x = {centreInterval(x, m_across.options).centre};
            centre.y = {centreInterval(y, m_up.options).centre};
            m_words += fmt::format(" {}: {} and {}.", key.name, formatNumber(centre.y.front()),
                                   formatNumber(centre.x.front()));
            if (count > 1) {
                PointLayer seeds;
                seeds.key = key;
                seeds.x = x;
                seeds.y = y;
                seeds.opacity = 0.4;
                panel.layers.emplace_back(std::move(seeds));
            }
            centres.push_back(std::move(centre));
        }
        if (centres.empty())
            return;
        addStairs(group, centres, panel);
        for (PointLayer &centre : centres)
            panel.layers.emplace_back(std::move(centre));
        setAxes(panel);
        m_figure.panels.push_back(std::move(panel));
    }

    void addStairs(const ProblemGroup &group, const std::vector<PointLayer> &centres, Panel &panel)
    {
        const Direction across = m_cache.channel(m_across.channel).direction;
        const Direction up =
            isOfSteps(m_up.by) ? Direction::minimize : m_cache.channel(m_up.channel).direction;
        if (across == Direction::none || up == Direction::none || centres.size() < 2)
            return;
        std::vector<double> x;
        std::vector<double> y;
        for (const PointLayer &centre : centres) {
            x.push_back(centre.x.front());
            y.push_back(centre.y.front());
        }
        const std::vector<std::size_t> best = nondominated(x, y, across, up);
        if (best.size() == 1) {
            m_figure.notes.push_back(fmt::format("{} is best in both{}.",
                                                 centres[best.front()].key.name,
                                                 m_several ? " on " + group.title : ""));
            return;
        }
        PointLayer front;
        front.key = {-1, "Not beaten in both"};
        front.staircase = true;
        front.verticalFirst = across == Direction::maximize;
        for (const std::size_t i : best) {
            front.x.push_back(x[i]);
            front.y.push_back(y[i]);
        }
        m_stairs = true;
        panel.layers.emplace_back(std::move(front));
    }

    void setAxes(Panel &panel)
    {
        RangeFinder xRange(m_across.scale);
        RangeFinder yRange(m_up.scale);
        for (const Layer &layer : panel.layers)
            if (const auto *points = std::get_if<PointLayer>(&layer)) {
                xRange.add(points->x);
                yRange.add(points->y);
                for (std::size_t i = 0; i < points->x.size() && points->opacity < 1; ++i)
                    m_hidden +=
                        drawable(points->x[i], m_across.scale) && drawable(points->y[i], m_up.scale)
                            ? 0
                            : 1;
            }
        xRange.apply(panel.x);
        yRange.apply(panel.y);
        for (const auto &[axis, metric] :
             {std::pair{&panel.x, &m_across}, std::pair{&panel.y, &m_up}}) {
            axis->label = nameOf(*metric);
            axis->unit = unitOf(metric->by, m_cache.channel(metric->channel), m_cache.experiment());
        }
    }

    SeriesCache &m_cache;
    const ViewOptions &m_options;
    TradedMetric m_across, m_up;
    Figure m_figure;
    std::string m_words;
    bool m_several = false; ///< tasks
    bool m_stairs = false;
    int m_least = 0, m_most = 0; ///< seeds of a contestant
    int m_censored = 0;
    std::int64_t m_hidden = 0; ///< seeds without a place on a logarithmic axis
};

} // namespace

std::vector<int> metricsAgainst(const ExperimentView &experiment, int channel)
{
    std::vector<int> found;
    for (const int index : experiment.mainChannels) {
        const ChannelDeclaration &candidate = experiment.channels[static_cast<std::size_t>(index)];
        if (index != channel && candidate.kind == ObservationKind::metric &&
            candidate.referenceOf.empty())
            found.push_back(index);
    }
    std::stable_partition(found.begin(), found.end(), [&experiment](int index) {
        return experiment.channels[static_cast<std::size_t>(index)].direction != Direction::none;
    });
    return found;
}

Expected<Figure> tradeoff(SeriesCache &cache, const ViewOptions &request)
{
    const auto resolved = withStepOfSummary(request);
    if (!resolved)
        return resolved.error();
    const auto up = chooseChannel(
        cache, resolved->channel,
        [&](const ChannelDeclaration &declaration) {
            return declaration.kind == ObservationKind::metric &&
                   (!resolved->channel.empty() || declaration.direction != Direction::none);
        },
        "metric");
    if (!up)
        return up.error();
    if (needsDirection(resolved->by) && cache.channel(*up).direction == Direction::none)
        return withoutDirection(cache.channel(*up));
    const std::vector<int> against = metricsAgainst(cache.experiment(), *up);
    if (against.empty())
        return Error(fmt::format("Nothing is recorded that {} could be set against.",
                                 cache.channel(*up).title));
    int across = against.front();
    if (!resolved->x.empty() && resolved->x != "step") {
        const auto named = std::find_if(against.begin(), against.end(), [&](int index) {
            return cache.channel(index).key == resolved->x;
        });
        if (named == against.end()) {
            std::vector<std::string> known;
            for (const int index : against)
                known.push_back(cache.channel(index).key);
            return Error(fmt::format("\"x\" is \"{}\", which is no other metric. There are {}.",
                                     resolved->x, enumeration(known)));
        }
        across = *named;
    }
    return TradeoffBuilder(cache, *resolved, across, *up).build();
}

} // namespace agon::views
