#include "views/figures/runtimes.h"

#include "core/statistics/runtimes.h"
#include "core/statistics/summaries.h"
#include "views/figures/selection.h"
#include "views/figures/text.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace agon::views {

namespace {

constexpr int targetCount = 51;

/** One run's best so far against what it has cost. */
struct Course
{
    std::vector<double> cost, best;
    double length = 0; ///< cost of the whole run
};

Course courseOf(SeriesCache &cache, int run, int channel, int costChannel, bool higherIsBetter,
                std::int64_t limit)
{
    const MetricSeries &series = cache.metric(run, channel);
    const std::size_t count = series.countUpTo(limit);
    Course course;
    double best = std::nan("");
    for (std::size_t i = 0; i < count; ++i) {
        const double value = series.values[i];
        if (std::isnan(value) ||
            (!std::isnan(best) && (higherIsBetter ? value <= best : value >= best)))
            continue;
        best = value;
        course.cost.push_back(static_cast<double>(series.steps[i]));
        course.best.push_back(best);
    }
    const RunView &view = cache.runs()[static_cast<std::size_t>(run)];
    course.length = static_cast<double>(std::min(view.step, limit));
    if (count > 0)
        course.length = std::max(course.length, static_cast<double>(series.steps[count - 1]));
    if (costChannel < 0)
        return course;
    // The cost as of a step: the last one recorded until then.
    const MetricSeries &costs = cache.metric(run, costChannel);
    const auto costAt = [&costs](double step) {
        const std::size_t upTo = costs.countUpTo(static_cast<std::int64_t>(step));
        return upTo == 0 ? 0 : costs.values[upTo - 1];
    };
    for (double &cost : course.cost)
        cost = costAt(cost);
    course.length = costAt(course.length);
    return course;
}

/** Levels of one problem: from where the last run starts to the best of all. */
std::vector<double> targetsOf(const std::vector<std::vector<Course>> &contestants,
                              bool higherIsBetter)
{
    double start = std::nan("");
    double best = std::nan("");
    for (const std::vector<Course> &courses : contestants)
        for (const Course &course : courses) {
            if (course.best.empty())
                continue;
            const double first = course.best.front();
            const double last = course.best.back();
            if (std::isnan(start) || (higherIsBetter ? first < start : first > start))
                start = first;
            if (std::isnan(best) || (higherIsBetter ? last > best : last < best))
                best = last;
        }
    if (std::isnan(start) || std::isnan(best))
        return {};
    if (start == best)
        return {}; // everybody is there from the start
    // The start itself is no target: everybody is there.
    std::vector<double> targets = statistics::spacedTargets(start, best, targetCount + 1);
    targets.erase(targets.begin());
    return targets;
}

struct Collected
{
    Key key;
    std::vector<statistics::RunLength> lengths;
};

std::string expectedText(const statistics::RuntimeSummary &summary)
{
    return summary.successes == 0   ? std::string("infinite")
           : summary.expected < 1e4 ? fmt::format("{:.4g}", summary.expected)
                                    : formatInteger(std::llround(summary.expected));
}

LineLayer curveOf(const Collected &own, double end)
{
    std::vector<double> budgets;
    for (const statistics::RunLength &length : own.lengths)
        if (length.successful && length.length > 0)
            budgets.push_back(length.length);
    budgets.push_back(1);
    budgets.push_back(end);
    std::sort(budgets.begin(), budgets.end());
    budgets.erase(std::unique(budgets.begin(), budgets.end()), budgets.end());
    LineLayer line;
    line.key = own.key;
    line.staircase = true;
    line.y = statistics::runtimeDistribution(own.lengths, budgets);
    line.x = std::move(budgets);
    return line;
}

} // namespace

Expected<Figure> runtimes(SeriesCache &cache, const ViewOptions &options)
{
    const auto channel = chooseChannel(
        cache, options.channel,
        [&](const ChannelDeclaration &declaration) {
            return declaration.kind == ObservationKind::metric &&
                   declaration.direction != Direction::none &&
                   (!options.channel.empty() || declaration.referenceOf.empty());
        },
        "metric with a better direction");
    if (!channel)
        return channel.error();
    const ChannelDeclaration &declaration = cache.channel(*channel);
    int costChannel = -1;
    if (options.x != "step") {
        costChannel = cache.channelIndex(options.x);
        if (costChannel < 0 || !cache.channel(costChannel).cost)
            return Error(fmt::format("\"{}\" is no cost that this experiment records.", options.x),
                         "Use \"step\" or a channel marked as a cost.");
    }
    const bool higher = declaration.direction == Direction::maximize;
    const std::vector<ProblemGroup> groups = selectedGroups(cache, options);
    const std::int64_t limit = asOfStep(cache, groups, options);
    std::vector<Collected> collected;
    int runs = 0;
    double end = 10;
    for (const ProblemGroup &group : groups) {
        std::vector<std::vector<Course>> courses;
        for (const int cell : group.cells) {
            courses.emplace_back();
            for (const int run : cache.runsOfCell(cell))
                if (cache.runs()[static_cast<std::size_t>(run)].step > 0)
                    courses.back().push_back(
                        courseOf(cache, run, *channel, costChannel, higher, limit));
        }
        const std::vector<double> targets =
            options.target ? std::vector<double>{*options.target} : targetsOf(courses, higher);
        for (std::size_t c = 0; c < courses.size(); ++c) {
            const Key key = keyOf(cache, group, group.cells[c]);
            auto own = std::find_if(collected.begin(), collected.end(), [&](const Collected &each) {
                return each.key.name == key.name && each.key.colour == key.colour;
            });
            if (own == collected.end())
                own = collected.insert(collected.end(), Collected{key, {}});
            for (const Course &course : courses[c]) {
                ++runs;
                end = std::max(end, course.length);
                for (const double target : targets) {
                    const auto hit = statistics::firstHit(course.best, target, higher);
                    own->lengths.push_back(
                        hit ? statistics::RunLength{std::max(1.0, course.cost[*hit]), true}
                            : statistics::RunLength{std::max(1.0, course.length), false});
                }
            }
        }
    }
    Figure figure;
    figure.title = declaration.title + ": runtimes";
    std::erase_if(collected, [](const Collected &each) { return each.lengths.empty(); });
    if (collected.empty()) {
        figure.notes.push_back(runs == 0 ? "No run has started yet."
                                         : fmt::format("{} is never better than at the start, so "
                                                       "there is nothing to reach: give a target, "
                                                       "or choose a metric that improves.",
                                                       declaration.title));
        return figure;
    }
    Panel panel;
    panel.x.label =
        costChannel < 0 ? cache.experiment().budgetUnit : cache.channel(costChannel).title;
    panel.x.unit = costChannel < 0 ? "" : cache.channel(costChannel).unit;
    panel.x.scale = options.xScale.value_or(Scale::logarithmic);
    panel.x.minimum = 1;
    panel.x.maximum = end;
    panel.y.label = options.target ? "Share of runs that reached it" : "Share of targets reached";
    panel.y.minimum = 0;
    panel.y.maximum = 1;
    std::vector<PointLayer> marks;
    std::vector<std::string> areas;
    for (const Collected &own : collected) {
        LineLayer line = curveOf(own, end);
        std::vector<double> misses;
        for (const statistics::RunLength &length : own.lengths)
            if (!length.successful)
                misses.push_back(length.length);
        if (!misses.empty()) {
            PointLayer mark;
            mark.key = own.key;
            mark.x = {statistics::median(misses)};
            mark.y = statistics::runtimeDistribution(own.lengths, mark.x);
            mark.labels = {"median length of runs that miss"};
            mark.emphasised = true;
            marks.push_back(std::move(mark));
        }
        areas.push_back(
            fmt::format("{} {:.2f}", own.key.name, statistics::runtimeArea(own.lengths, end)));
        if (options.target) {
            const statistics::RuntimeSummary summary = statistics::summariseRuntimes(own.lengths);
            figure.notes.push_back(
                fmt::format("{}: expected running time {} ({} of {} runs reach it).", own.key.name,
                            expectedText(summary), summary.successes, summary.runs));
        }
        panel.layers.push_back(std::move(line));
    }
    for (PointLayer &mark : marks)
        panel.layers.push_back(std::move(mark));
    figure.panels.push_back(std::move(panel));
    figure.n = counted(runs, "run", "runs");
    figure.notes.push_back(
        fmt::format("Area under the curve over log10 of the cost: {}.", enumeration(areas)));
    noteFailures(cache, groups, figure.notes);
    figure.caption = fmt::format(
        "{}: share of runs{} that have reached {} within a budget ({}; best value so far).",
        figure.title, options.target ? "" : " and targets",
        options.target ? fmt::format("{}{}", formatNumber(*options.target, 4),
                                     declaration.unit.empty() ? "" : " " + declaration.unit)
                       : fmt::format("{} targets a problem between the worst start and the best "
                                     "value",
                                     targetCount),
        figure.n);
    figure.altText = fmt::format("Runtime distributions. Areas: {}.", enumeration(areas));
    return figure;
}

} // namespace agon::views
