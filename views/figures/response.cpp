#include "views/figures/response.h"

#include "core/experiment/dotted_settings.h"
#include "views/figures/aggregate.h"
#include "views/figures/distribution.h"
#include "views/figures/selection.h"
#include "views/figures/text.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <tuple>

namespace agon::views {

namespace {

/** Settings without the swept key, so that variants along the axis are the same contestant. */
Json withoutKey(Json settings, const std::string &axisKey)
{
    // "contestant.epsilon" and "bandits/ucb1.exploration" end in the path inside the settings.
    std::string path = axisKey.substr(std::min(axisKey.find('.'), axisKey.size() - 1) + 1);
    Json *node = &settings;
    for (std::size_t dot = path.find('.'); dot != std::string::npos; dot = path.find('.')) {
        const std::string head = path.substr(0, dot);
        if (!node->is_object() || !node->contains(head))
            return settings;
        node = &(*node)[head];
        path.erase(0, dot + 1);
    }
    if (node->is_object())
        node->erase(path);
    return settings;
}

std::string axisText(const Json &value)
{
    if (value.is_number_integer())
        return formatInteger(value.get<std::int64_t>());
    if (value.is_number())
        return formatNumber(value.get<double>());
    return value.is_string() ? value.get<std::string>() : value.dump();
}

/** The positions of the axis' values: the numbers themselves, or 0, 1, … with names. */
struct Positions
{
    std::vector<double> values;
    bool numeric = true;
    bool geometric = false;
};

Positions positionsOf(const AxisView &axis)
{
    Positions positions;
    for (const Json &value : axis.values)
        positions.numeric = positions.numeric && value.is_number();
    for (std::size_t i = 0; i < axis.values.size(); ++i)
        positions.values.push_back(positions.numeric ? axis.values[i].get<double>()
                                                     : static_cast<double>(i));
    if (!positions.numeric || positions.values.empty())
        return positions;
    const auto [low, high] = std::minmax_element(positions.values.begin(), positions.values.end());
    positions.geometric = *low > 0 && *high / *low >= 20;
    return positions;
}

/** What all points of one line share: where the problem's other axes stand, and who it is. */
using LineKey = std::tuple<std::vector<int>, int, std::string, std::vector<int>>;

bool isOfContestant(const AxisView &axis)
{
    return !axis.key.starts_with("problem.") && axis.key != "budget";
}

/** "alpha" of "problem.partition.alpha": a reader of a figure knows no keys, unless two end alike.
 */
std::string axisName(const ExperimentView &experiment, std::size_t axis)
{
    const auto shortOf = [&experiment](std::size_t index) {
        return settingName(experiment.axes[index].key);
    };
    for (std::size_t other = 0; other < experiment.axes.size(); ++other)
        if (other != axis && shortOf(other) == shortOf(axis))
            return experiment.axes[axis].key;
    return shortOf(axis);
}

/** "arms = 5, gap = 0.1" for the axes that have a value there. */
std::string placeText(const ExperimentView &experiment, const std::vector<int> &place)
{
    std::string text;
    for (std::size_t axis = 0; axis < place.size(); ++axis)
        if (place[axis] >= 0)
            text += fmt::format(
                "{}{} = {}", text.empty() ? "" : ", ", axisName(experiment, axis),
                axisText(experiment.axes[axis].values[static_cast<std::size_t>(place[axis])]));
    return text;
}

} // namespace

Expected<Figure> response(SeriesCache &cache, const ViewOptions &request)
{
    const auto resolved = withStepOfSummary(request);
    if (!resolved)
        return resolved.error();
    const ViewOptions &asked = *resolved;
    const auto channel = chooseChannel(
        cache, asked.channel,
        [&](const ChannelDeclaration &declaration) {
            return declaration.kind == ObservationKind::metric &&
                   (!asked.channel.empty() || declaration.referenceOf.empty());
        },
        "metric");
    if (!channel)
        return channel.error();
    const ExperimentView &experiment = cache.experiment();
    if (experiment.axes.empty())
        return Error("The experiment sweeps nothing.",
                     "Add a [sweep] table, for instance \"problem.arms\" = [5, 10, 20].");
    std::size_t axis = 0;
    if (!asked.x.empty() && asked.x != "step") {
        std::vector<std::string> known;
        for (const AxisView &candidate : experiment.axes)
            known.push_back(candidate.key);
        const auto found = std::find(known.begin(), known.end(), asked.x);
        if (found == known.end())
            return Error(fmt::format("The experiment does not sweep \"{}\". It sweeps {}.", asked.x,
                                     enumeration(known)));
        axis = static_cast<std::size_t>(found - known.begin());
    }
    const AxisView &swept = experiment.axes[axis];
    const Positions positions = positionsOf(swept);
    const bool contestantAxis = isOfContestant(swept);
    const ChannelDeclaration &declaration = cache.channel(*channel);
    if (needsDirection(asked.by) && declaration.direction == Direction::none)
        return withoutDirection(declaration);
    const ViewOptions options = withSuggestions(asked, declaration);

    struct Point
    {
        double x = 0;
        CentreInterval centre;
        int n = 0;
    };
    std::map<LineKey, std::vector<Point>> lines;
    std::map<LineKey, Key> keys;
    std::vector<LineKey> order;
    int least = 0;
    int most = 0;
    int censored = 0;
    const std::vector<ProblemGroup> groups = selectedGroups(cache, options);
    for (const ProblemGroup &group : groups)
        for (const int index : group.cells) {
            const CellView &cell = experiment.cells[static_cast<std::size_t>(index)];
            if (axis >= cell.axisValues.size() || cell.axisValues[axis] < 0)
                continue;
            const ContestantView &contestant =
                experiment.contestants[static_cast<std::size_t>(cell.contestant)];
            std::vector<int> others = cell.axisValues;
            std::vector<int> place(others.size(), -1);
            others[axis] = -1;
            for (std::size_t other = 0; other < others.size(); ++other)
                if (!isOfContestant(experiment.axes[other]))
                    std::swap(place[other], others[other]);
            const LineKey key = contestantAxis
                                    ? LineKey{place, contestant.colour,
                                              contestant.algorithm +
                                                  withoutKey(contestant.settings, swept.key).dump(),
                                              others}
                                    : LineKey{place, cell.contestant, "", others};
            const SeedValues values = seedValues(cache, index, *channel, options.step, options.by);
            censored += values.censored;
            if (values.values.empty())
                continue;
            Point point;
            point.x = positions.values[static_cast<std::size_t>(cell.axisValues[axis])];
            point.centre = centreInterval(values.values, options);
            point.n = static_cast<int>(values.values.size());
            least = least == 0 ? point.n : std::min(least, point.n);
            most = std::max(most, point.n);
            if (!keys.contains(key)) {
                order.push_back(key);
                Key shown{contestant.colour, contestant.label};
                if (contestantAxis)
                    shown.name = shown.name.substr(0, shown.name.find(", "));
                if (const std::string rest = placeText(experiment, others); !rest.empty())
                    shown.name += ", " + rest;
                keys[key] = shown;
            }
            lines[key].push_back(point);
        }

    Figure figure;
    figure.title = label(options.by, declaration);
    if (lines.empty()) {
        figure.notes.push_back(censored > 0 ? "No run has reached the level."
                                            : "No run along this axis has come to its end yet.");
        return figure;
    }
    // A panel for every place of the problem's other axes: lines of one contestant stay apart.
    std::stable_sort(order.begin(), order.end(), [](const LineKey &a, const LineKey &b) {
        return std::get<0>(a) < std::get<0>(b);
    });
    std::string words;
    for (auto first = order.begin(); first != order.end();) {
        const std::vector<int> &place = std::get<0>(*first);
        const auto last = std::find_if(
            first, order.end(), [&place](const LineKey &key) { return std::get<0>(key) != place; });
        Panel panel;
        panel.title = placeText(experiment, place);
        RangeFinder xRange(
            options.xScale.value_or(positions.geometric ? Scale::logarithmic : Scale::linear));
        RangeFinder yRange(options.yScale.value_or(declaration.logarithmic && !isOfSteps(options.by)
                                                       ? Scale::logarithmic
                                                       : Scale::linear));
        if (!panel.title.empty())
            words += " " + panel.title + ":";
        for (auto key = first; key != last; ++key) {
            std::vector<Point> &points = lines[*key];
            std::stable_sort(points.begin(), points.end(),
                             [](const Point &a, const Point &b) { return a.x < b.x; });
            LineLayer line;
            line.key = keys[*key];
            for (const Point &point : points) {
                line.x.push_back(point.x);
                line.y.push_back(point.centre.centre);
                line.count.push_back(point.n);
                if (effectiveInterval(options) != IntervalKind::none) {
                    line.lower.push_back(point.centre.lower);
                    line.upper.push_back(point.centre.upper);
                }
            }
            xRange.add(line.x);
            yRange.add(line.y);
            yRange.add(line.lower);
            yRange.add(line.upper);
            words += fmt::format(" {}: {} to {}.", line.key.name, formatNumber(line.y.front()),
                                 formatNumber(line.y.back()));
            panel.layers.push_back(std::move(line));
        }
        if (positions.numeric) {
            xRange.applyTight(panel.x);
        } else {
            for (const Json &value : swept.values)
                panel.x.categories.push_back(axisText(value));
            panel.x.minimum = -0.5;
            panel.x.maximum = static_cast<double>(swept.values.size()) - 0.5;
        }
        yRange.apply(panel.y);
        panel.x.label = axisName(experiment, axis);
        panel.y.label = figure.title;
        panel.y.unit = unitOf(options.by, declaration, experiment);
        figure.panels.push_back(std::move(panel));
        first = last;
    }
    letterPanels(figure);
    figure.centre = std::string(statistics::label(centreOf(options)));
    ViewOptions shown = options;
    shown.interval = effectiveInterval(options);
    figure.interval = most > 1 ? label(shown) : "";
    figure.n = formatCount(least, most);
    noteFailures(cache, groups, figure.notes);
    noteCensored(censored, figure.notes);
    noteFewSeeds(least, most, options, figure.notes);
    figure.caption = fmt::format(
        "{} against {}: {}{} ({}).", figure.title, axisName(experiment, axis), figure.centre,
        figure.interval.empty() ? "" : " with " + figure.interval, figure.n);
    figure.altText = fmt::format("Line chart of {} against {}.{}", figure.title,
                                 axisName(experiment, axis), words);
    return figure;
}

} // namespace agon::views
