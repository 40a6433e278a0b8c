#include "views/figures/distribution.h"

#include "core/statistics/density.h"
#include "views/figures/aggregate.h"
#include "views/figures/selection.h"
#include "views/figures/text.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace agon::views {

namespace {

/** Box and violin say nothing of fewer values than this; every point does. */
constexpr std::size_t fewestForShape = 10;

} // namespace

void addShape(StripLayer &strip, Scale scale)
{
    if (strip.values.size() < fewestForShape)
        return;
    strip.quartiles = {statistics::quantile(strip.values, 0.25), statistics::median(strip.values),
                       statistics::quantile(strip.values, 0.75)};
    // A density belongs to the scale that it is drawn on.
    if (scale != Scale::linear)
        return;
    statistics::Density density = statistics::kernelDensity(strip.values);
    strip.densityAt = std::move(density.at);
    strip.density = std::move(density.share);
}

SeedValues seedValues(SeriesCache &cache, int cell, int channel, std::optional<std::int64_t> step,
                      const std::optional<RunSummary> &by)
{
    const std::int64_t limit =
        step.value_or(cache.experiment().cells[static_cast<std::size_t>(cell)].budget);
    SeedValues result;
    for (const int index : cache.runsOfCell(cell)) {
        const RunView &run = cache.runs()[static_cast<std::size_t>(index)];
        if (run.status == RunStatus::finished || run.step >= limit) {
            const RunOutcome outcome = outcomeOf(cache.metric(index, channel),
                                                 cache.channel(channel), by, limit, run.step);
            if (outcome.censored) {
                ++result.censored;
            } else if (std::isfinite(outcome.value)) {
                result.seeds.push_back(run.seed);
                result.values.push_back(outcome.value);
            } else {
                ++result.missing;
            }
        } else if (run.status == RunStatus::failed || run.status == RunStatus::cancelled) {
            ++result.missing;
        } else {
            ++result.unfinished;
        }
    }
    return result;
}

std::int64_t comparisonStep(SeriesCache &cache, const std::vector<int> &cells,
                            const ViewOptions &options)
{
    if (options.step)
        return *options.step;
    std::int64_t budget = 0;
    for (const int cell : cells)
        budget = std::max(budget, cache.experiment().cells[static_cast<std::size_t>(cell)].budget);
    std::vector<std::int64_t> reached;
    for (const int cell : cells)
        for (const int index : cache.runsOfCell(cell)) {
            const RunView &run = cache.runs()[static_cast<std::size_t>(index)];
            if (run.status == RunStatus::finished)
                return budget;
            if (run.step > 0)
                reached.push_back(run.step);
        }
    if (reached.empty())
        return budget;
    std::sort(reached.begin(), reached.end());
    return reached[reached.size() / 3];
}

void noteCensored(int censored, std::vector<std::string> &notes)
{
    if (censored > 0)
        notes.push_back(
            fmt::format("{} left out.", counted(censored, "run that did not reach the level is",
                                                "runs that did not reach the level are")));
}

Expected<Figure> distribution(SeriesCache &cache, const ViewOptions &request)
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
    const ChannelDeclaration &declaration = cache.channel(*channel);
    if (needsDirection(asked.by) && declaration.direction == Direction::none)
        return withoutDirection(declaration);
    const ViewOptions options = withSuggestions(asked, declaration);
    const bool logarithmic = declaration.logarithmic && !isOfSteps(options.by);
    const Scale scale = options.yScale.value_or(logarithmic ? Scale::logarithmic : Scale::linear);

    Figure figure;
    figure.title = label(options.by, declaration);
    int least = 0;
    int most = 0;
    int missing = 0;
    int censored = 0;
    int hidden = 0;
    const std::vector<ProblemGroup> groups = selectedTasks(cache, options);
    std::string sentence;
    std::vector<PublishedValue> published;
    for (const ProblemGroup &group : groups) {
        const std::int64_t step = comparisonStep(cache, group.cells, options);
        Panel panel;
        panel.title = group.title;
        panel.legend = false;
        panel.x.label = figure.title;
        panel.x.unit = unitOf(options.by, declaration, cache.experiment());
        RangeFinder range(scale);
        const auto count = static_cast<int>(group.cells.size());
        std::vector<std::string> words;
        for (int row = 0; row < count; ++row) {
            const int cell = group.cells[static_cast<std::size_t>(row)];
            StripLayer strip;
            strip.key = keyOf(cache, group, cell);
            strip.position = count - 1 - row; // the first contestant on top
            SeedValues values = seedValues(cache, cell, *channel, step, options.by);
            const CentreInterval centre = centreInterval(values.values, options);
            strip.centre = centre.centre;
            strip.lower = centre.lower;
            strip.upper = centre.upper;
            missing += values.missing;
            censored += values.censored;
            strip.values = std::move(values.values);
            addShape(strip, scale);
            range.add(strip.values);
            range.add(strip.lower);
            range.add(strip.upper);
            for (const double value : strip.values)
                hidden += scale == Scale::logarithmic && value <= 0 ? 1 : 0;
            const auto n = static_cast<int>(strip.values.size());
            if (n > 0) {
                least = least == 0 ? n : std::min(least, n);
                words.push_back(strip.key.name + " " + formatNumber(strip.centre));
            }
            most = std::max(most, n);
            panel.y.categories.insert(panel.y.categories.begin(), strip.key.name);
            panel.layers.push_back(std::move(strip));
        }
        if (words.empty())
            continue;
        if (!options.by || options.by->kind == RunSummary::Kind::last)
            for (const PublishedValue &each : publishedOf(cache, group, *channel)) {
                panel.layers.push_back(MarkLayer{each.value, true, nameOf(each)});
                range.add(each.value);
                published.push_back(each);
            }
        range.apply(panel.x);
        panel.y.minimum = -0.5;
        panel.y.maximum = count - 0.5;
        sentence +=
            fmt::format(" {}{} after {}: {}.", groups.size() > 1 ? group.title + ", " : "",
                        std::string(statistics::label(centreOf(options))),
                        counted(step, cache.experiment().stepUnit, cache.experiment().budgetUnit),
                        enumeration(words));
        figure.panels.push_back(std::move(panel));
    }
    letterPanels(figure);
    figure.centre = std::string(statistics::label(centreOf(options)));
    ViewOptions shown = options;
    shown.interval = effectiveInterval(options);
    figure.interval = most > 1 ? label(shown) : "";
    if (most > 0)
        figure.n = formatCount(least, most);
    if (figure.empty()) {
        figure.notes.push_back(censored > 0 ? "No run has reached the level."
                                            : "No run has come far enough yet.");
        return figure;
    }
    noteFailures(cache, groups, figure.notes);
    if (missing > 0)
        figure.notes.push_back(
            fmt::format("{} left out.", counted(missing, "run without a value at this step is",
                                                "runs without a value at this step are")));
    noteCensored(censored, figure.notes);
    notePublished(published, figure.notes);
    if (hidden > 0)
        figure.notes.push_back(
            fmt::format("{} not shown: a logarithmic axis has no place for zero or less.",
                        counted(hidden, "value is", "values are")));
    if (declaration.censored && !options.by)
        figure.notes.push_back(
            "A value equal to the budget means that the target was not reached.");
    const bool shapes = most >= static_cast<int>(fewestForShape);
    figure.caption = fmt::format(
        "{}: every seed with {}{}{} ({}).", figure.title, figure.centre,
        figure.interval.empty() ? "" : " and " + figure.interval,
        shapes ? "; box: quartiles; shape: kernel density of 10 seeds or more" : "", figure.n);
    noteFewSeeds(least, most, options, figure.notes);
    figure.altText = fmt::format("Strip chart of {}.{}", figure.title, sentence);
    return figure;
}

} // namespace agon::views
