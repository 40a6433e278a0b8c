#include "views/figures/leaderboard.h"

#include "core/rating/bradley_terry.h"
#include "core/rating/rank_metrics.h"
#include "views/figures/aggregate.h"
#include "views/figures/comparison_input.h"
#include "views/figures/distribution.h"
#include "views/figures/selection.h"
#include "views/figures/text.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <limits>

namespace agon::views {

namespace {

constexpr std::size_t mostRows = 60;

int columnOf(const ChannelDeclaration &channel, std::initializer_list<std::string_view> keys)
{
    for (std::size_t i = 0; i < channel.columns.size(); ++i)
        for (const std::string_view key : keys)
            if (channel.columns[i].key == key)
                return static_cast<int>(i);
    return -1;
}

int ratingColumn(const ChannelDeclaration &channel)
{
    for (std::size_t i = 0; i < channel.columns.size(); ++i)
        if (channel.columns[i].direction == Direction::maximize)
            return static_cast<int>(i);
    return -1;
}

/** Somebody with a strength. */
struct Standing
{
    Key key;
    double rating = 0, lower = 0, upper = 0; ///< larger is better
    std::vector<double> seeds = {};          ///< single values, where they are few
};

std::vector<Standing> fromPoints(const ChannelDeclaration &channel, const PointsFrame &frame)
{
    const int rating = ratingColumn(channel);
    const int lower = columnOf(channel, {"lower"});
    const int upper = columnOf(channel, {"upper"});
    const int deviation = columnOf(channel, {"deviation", "sigma"});
    const std::size_t columns = channel.columns.size();
    std::vector<Standing> standings;
    for (std::size_t row = 0; (row + 1) * columns <= frame.values.size(); ++row) {
        const auto value = [&](int column) {
            return frame.values[row * columns + static_cast<std::size_t>(column)];
        };
        Standing standing;
        standing.key = {-1, row < frame.labels.size() ? frame.labels[row]
                                                      : "competitor " + std::to_string(row + 1)};
        standing.rating = value(rating);
        if (lower >= 0 && upper >= 0) {
            standing.lower = value(lower);
            standing.upper = value(upper);
        } else {
            constexpr double quantile = 1.959963984540054; // 95 % of a normal distribution
            standing.lower = standing.rating - quantile * value(deviation);
            standing.upper = standing.rating + quantile * value(deviation);
        }
        standings.push_back(std::move(standing));
    }
    return standings;
}

/** Bradley–Terry on the Elo scale; @p notes says when the maximum likelihood was not finite. */
std::vector<Standing> fromMatches(const FrameSeries &frames, int last,
                                  const std::vector<std::string> &labels,
                                  std::vector<std::string> &notes)
{
    int competitors = static_cast<int>(labels.size());
    for (int i = 0; i <= last; ++i)
        if (const auto *match =
                std::get_if<MatchOutcome>(frames.frames[static_cast<std::size_t>(i)]))
            for (const std::int32_t competitor : match->competitors)
                competitors = std::max(competitors, competitor + 1);
    rating::PairTable table(competitors);
    for (int i = 0; i <= last; ++i)
        if (const auto *match =
                std::get_if<MatchOutcome>(frames.frames[static_cast<std::size_t>(i)]))
            table.addOutcome(match->competitors, match->ranks);
    const auto fit = rating::fitBradleyTerryOrPenalised(table);
    if (!fit) {
        notes.push_back(fit.error().text());
        return {};
    }
    if (fit->penalty > 0)
        notes.push_back(fmt::format("Somebody has won or lost every match so far: strengths are "
                                    "held together by a penalty of {}.",
                                    formatNumber(fit->penalty)));
    const std::vector<double> ratings = fit->eloScale();
    const auto intervals = fit->intervals();
    const double scale = 400 / std::log(10.0);
    std::vector<Standing> standings;
    for (std::size_t i = 0; i < ratings.size(); ++i)
        standings.push_back(
            {{-1, i < labels.size() ? labels[i] : "competitor " + std::to_string(i + 1)},
             ratings[i],
             ratings[i] + scale * (intervals[i].lower - fit->strengths[i]),
             ratings[i] + scale * (intervals[i].upper - fit->strengths[i])});
    return standings;
}

/** Adds the standings as a panel, best on top; answers whether any of them has an interval. */
bool addPanel(Figure &figure, std::string title, std::string axis, std::string unit,
              std::vector<Standing> standings, bool smallerIsBetter)
{
    std::erase_if(standings, [](const Standing &s) { return !std::isfinite(s.rating); });
    if (standings.empty())
        return false;
    bool anyBounded = false;
    std::stable_sort(standings.begin(), standings.end(),
                     [](const Standing &a, const Standing &b) { return a.rating > b.rating; });
    std::vector<rating::Interval> intervals;
    for (const Standing &standing : standings)
        intervals.push_back({standing.lower, standing.upper});
    const std::vector<rating::RankSpan> spans = rating::rankSpans(intervals);
    if (standings.size() > mostRows) {
        figure.notes.push_back(
            fmt::format("The best {} of {} are drawn.", mostRows, standings.size()));
        standings.resize(mostRows);
    }
    Panel panel;
    panel.title = std::move(title);
    panel.legend = false;
    panel.x.label = std::move(axis);
    panel.x.unit = std::move(unit);
    RangeFinder range(Scale::linear);
    const double sign = smallerIsBetter ? -1 : 1;
    const auto rows = static_cast<double>(standings.size());
    for (std::size_t i = 0; i < standings.size(); ++i) {
        const Standing &standing = standings[i];
        IntervalLayer layer;
        layer.key = standing.key;
        layer.position = rows - 1 - static_cast<double>(i);
        layer.centre = sign * standing.rating;
        layer.lower = sign * (smallerIsBetter ? standing.upper : standing.lower);
        layer.upper = sign * (smallerIsBetter ? standing.lower : standing.upper);
        // Ratings that come without an interval (Elo) allow no statement beyond their order.
        const bool bounded = !std::isnan(standing.lower) && !std::isnan(standing.upper);
        anyBounded = anyBounded || bounded;
        layer.text = !bounded ? std::to_string(i + 1)
                     : spans[i].best == spans[i].worst
                         ? std::to_string(spans[i].best)
                         : fmt::format("{}–{}", spans[i].best, spans[i].worst);
        range.add(layer.centre);
        range.add(layer.lower);
        range.add(layer.upper);
        panel.y.categories.insert(panel.y.categories.begin(), standing.key.name);
        PointLayer seeds;
        seeds.key = standing.key;
        seeds.x = standing.seeds;
        seeds.y.assign(standing.seeds.size(), layer.position);
        seeds.opacity = 0.35;
        range.add(seeds.x);
        panel.layers.push_back(std::move(layer));
        if (!seeds.x.empty())
            panel.layers.push_back(std::move(seeds));
    }
    range.apply(panel.x);
    panel.y.minimum = -0.5;
    panel.y.maximum = rows - 0.5;
    figure.altText +=
        fmt::format(" {}{} is first with {}.", panel.title.empty() ? "" : panel.title + ": ",
                    standings.front().key.name, formatNumber(sign * standings.front().rating, 4));
    figure.panels.push_back(std::move(panel));
    return anyBounded;
}

void addMetricPanels(SeriesCache &cache, const ViewOptions &options, int channel, Figure &figure)
{
    const ChannelDeclaration &declaration = cache.channel(channel);
    const bool smaller = declaration.direction != Direction::maximize;
    const std::vector<ProblemGroup> groups = selectedTasks(cache, options);
    int least = 0;
    int most = 0;
    for (const ProblemGroup &group : groups) {
        const std::int64_t step = comparisonStep(cache, group.cells, options);
        std::vector<Standing> standings;
        for (const int cell : group.cells) {
            const SeedValues values = seedValues(cache, cell, channel, step);
            const auto n = static_cast<int>(values.values.size());
            if (n == 0)
                continue;
            least = least == 0 ? n : std::min(least, n);
            most = std::max(most, n);
            const CentreInterval centre = centreInterval(values.values, options);
            const double infinity = std::numeric_limits<double>::infinity();
            const double lower = std::isnan(centre.lower) ? -infinity : centre.lower;
            const double upper = std::isnan(centre.upper) ? infinity : centre.upper;
            if (smaller)
                standings.push_back({keyOf(cache, group, cell), -centre.centre, -upper, -lower});
            else
                standings.push_back({keyOf(cache, group, cell), centre.centre, lower, upper});
            if (areFew(values.values.size()))
                standings.back().seeds = values.values;
        }
        addPanel(figure, group.title, summaryLabel(declaration), declaration.unit,
                 std::move(standings), smaller);
    }
    noteFailures(cache, groups, figure.notes);
    figure.centre = std::string(statistics::label(centreOf(options)));
    ViewOptions shown = options;
    shown.interval = effectiveInterval(options);
    figure.interval = most > 1 ? label(shown) : "";
    if (most > 0)
        figure.n = formatCount(least, most);
    figure.notes.push_back(fmt::format("The values are those {}.", asOfText(cache, options)));
    noteFewSeeds(least, most, options, figure.notes);
}

void addCompetitorPanels(SeriesCache &cache, const ViewOptions &options, int channel,
                         Figure &figure)
{
    const ChannelDeclaration &declaration = cache.channel(channel);
    const std::vector<ProblemGroup> groups = selectedTasks(cache, options);
    bool anyInterval = false;
    for (const ProblemGroup &group : groups)
        for (const int cell : group.cells) {
            const int run = runWithFrames(cache, cell, channel, options);
            if (run < 0)
                continue;
            const FrameSeries &frames = cache.frames(run, channel);
            const int last = frames.indexAt(options.step.value_or(frames.steps.back()));
            if (last < 0)
                continue;
            std::string title = cellTitle(cache, groups, group, cell);
            if (declaration.kind == ObservationKind::match) {
                anyInterval |= addPanel(
                    figure, std::move(title), "Bradley–Terry rating (Elo scale)", "",
                    fromMatches(frames, last, cache.labels(run, channel), figure.notes), false);
                continue;
            }
            const auto *frame =
                std::get_if<PointsFrame>(frames.frames[static_cast<std::size_t>(last)]);
            const auto column = static_cast<std::size_t>(ratingColumn(declaration));
            if (frame != nullptr)
                anyInterval |= addPanel(figure, std::move(title), declaration.columns[column].label,
                                        declaration.columns[column].unit,
                                        fromPoints(declaration, *frame), false);
        }
    figure.interval = anyInterval ? "95 % interval" : "";
    figure.n = "one run each";
}

} // namespace

bool isRatings(const ChannelDeclaration &channel)
{
    return channel.kind == ObservationKind::points && ratingColumn(channel) >= 0 &&
           ((columnOf(channel, {"lower"}) >= 0 && columnOf(channel, {"upper"}) >= 0) ||
            columnOf(channel, {"deviation", "sigma"}) >= 0);
}

Expected<Figure> leaderboard(SeriesCache &cache, const ViewOptions &options)
{
    Expected<int> channel = Error();
    for (const ObservationKind kind :
         {ObservationKind::points, ObservationKind::match, ObservationKind::metric}) {
        channel = chooseChannel(
            cache, options.channel,
            [&](const ChannelDeclaration &declaration) {
                if (declaration.kind != kind)
                    return false;
                return kind == ObservationKind::points   ? isRatings(declaration)
                       : kind == ObservationKind::metric ? declaration.direction != Direction::none
                                                         : true;
            },
            "ratings, matches or metric with a better direction");
        if (channel)
            break;
    }
    if (!channel)
        return channel.error();
    Figure figure;
    figure.title = cache.channel(*channel).title;
    if (cache.channel(*channel).kind == ObservationKind::metric)
        addMetricPanels(cache, options, *channel, figure);
    else
        addCompetitorPanels(cache, options, *channel, figure);
    letterPanels(figure);
    if (figure.empty()) {
        if (figure.notes.empty())
            figure.notes.push_back("Nobody has been rated yet.");
        return figure;
    }
    figure.caption = fmt::format(
        "{}: {}{}; at the right {} ({}).", figure.title,
        figure.centre.empty() ? "" : figure.centre + " with ",
        figure.interval.empty() ? "no interval" : figure.interval,
        figure.interval.empty() ? "the order" : "the ranks that the intervals allow", figure.n);
    figure.altText = fmt::format("Leaderboard of {}.{}", figure.title, figure.altText);
    return figure;
}

} // namespace agon::views
