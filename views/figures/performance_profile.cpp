#include "views/figures/performance_profile.h"

#include "core/statistics/profiles.h"
#include "views/figures/comparison_input.h"
#include "views/figures/text.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <map>

namespace agon::views {

namespace {

constexpr double failedCost = std::numeric_limits<double>::infinity();

bool areCosts(const statistics::ComparisonInput &input)
{
    if (input.higherIsBetter)
        return false;
    for (const statistics::ComparisonCell &cell : input.cells)
        for (const double value : cell.values)
            if (value < 0)
                return false;
    return true;
}

/** Costs of all contestants on every (task, seed) that all have, row by row. */
std::vector<double> instances(const statistics::ComparisonInput &input)
{
    const std::size_t count = input.contestants.size();
    std::vector<double> costs;
    for (std::size_t task = 0; task < input.tasks.size(); ++task) {
        std::map<std::uint64_t, std::vector<double>> bySeed;
        for (std::size_t c = 0; c < count; ++c) {
            const statistics::ComparisonCell &cell = input.cell(task, c);
            for (std::size_t i = 0; i < cell.values.size(); ++i)
                bySeed[cell.seeds[i]].push_back(cell.values[i]);
            for (const auto *worst : {&cell.failedSeeds, &cell.censoredSeeds})
                for (const std::uint64_t seed : *worst)
                    bySeed[seed].push_back(failedCost);
        }
        for (const auto &[seed, row] : bySeed)
            if (row.size() == count)
                costs.insert(costs.end(), row.begin(), row.end());
    }
    return costs;
}

void addCosts(const ComparisonSource &source, Figure &figure)
{
    const std::size_t count = source.keys.size();
    const std::vector<double> costs = instances(source.input);
    const std::size_t rows = costs.size() / std::max<std::size_t>(1, count);
    if (rows == 0) {
        figure.notes.push_back("No seed of a problem is shared by all contestants.");
        return;
    }
    const std::vector<double> ratios =
        statistics::performanceRatios(costs, static_cast<int>(count));
    double greatest = 1;
    for (const double ratio : ratios)
        if (std::isfinite(ratio))
            greatest = std::max(greatest, ratio);
    // A little further than the last step, so that the plateaus show.
    const double end = greatest > 1 ? std::pow(greatest, 1.08) : 2;
    Panel panel;
    panel.x.label = "Factor of the best";
    panel.x.scale = end > 10 ? Scale::logarithmic : Scale::linear;
    panel.x.minimum = 1;
    panel.x.maximum = end;
    panel.y.label = "Share of instances within the factor";
    panel.y.minimum = 0;
    panel.y.maximum = 1;
    std::string sentence;
    for (std::size_t c = 0; c < count; ++c) {
        std::vector<double> own;
        for (std::size_t row = 0; row < rows; ++row)
            own.push_back(ratios[row * count + c]);
        std::vector<double> steps{1};
        for (const double ratio : own)
            if (std::isfinite(ratio))
                steps.push_back(ratio);
        steps.push_back(end);
        std::sort(steps.begin(), steps.end());
        steps.erase(std::unique(steps.begin(), steps.end()), steps.end());
        LineLayer line;
        line.key = source.keys[c];
        line.staircase = true;
        for (const double tau : steps) {
            line.x.push_back(tau);
            line.y.push_back(statistics::profileAt(own, tau));
        }
        sentence +=
            fmt::format(" {} is best on {:.0f} % and finishes {:.0f} %.", source.keys[c].name,
                        100 * statistics::profileAt(own, 1), 100 * statistics::profileAt(own, end));
        panel.layers.push_back(std::move(line));
    }
    figure.panels.push_back(std::move(panel));
    figure.caption = fmt::format(
        "Performance profile of {}: share of {} instances (seeds of {}) on which a contestant is "
        "within a factor of the best. At 1: share of wins; at the right: share it finishes.",
        figure.title, formatInteger(static_cast<std::int64_t>(rows)),
        source.input.tasks.size() == 1 ? source.input.tasks.front()
                                       : fmt::format("{} problems", source.input.tasks.size()));
    figure.altText = "Performance profile." + sentence;
    if (count > 2)
        figure.notes.push_back("With more than two contestants the order of the profiles depends "
                               "on who takes part (Gould and Scott 2016).");
}

void addScores(const ComparisonSource &source, const std::string &axis, const std::string &unit,
               const ViewOptions &options, Figure &figure)
{
    Panel panel;
    panel.x.label = axis + ", threshold";
    panel.x.unit = unit;
    panel.y.label =
        source.input.higherIsBetter ? "Share of runs above" : "Share of runs at or below";
    panel.y.minimum = 0;
    panel.y.maximum = 1;
    const double sign = source.input.higherIsBetter ? 1 : -1;
    RangeFinder range(Scale::linear);
    for (std::size_t c = 0; c < source.keys.size(); ++c) {
        statistics::TaskScores scores;
        std::vector<double> thresholds;
        for (std::size_t task = 0; task < source.input.tasks.size(); ++task) {
            std::vector<double> own;
            for (const double value : source.input.cell(task, c).values)
                own.push_back(sign * value);
            thresholds.insert(thresholds.end(), own.begin(), own.end());
            if (!own.empty())
                scores.push_back(std::move(own));
        }
        if (scores.empty())
            continue;
        std::sort(thresholds.begin(), thresholds.end());
        thresholds.erase(std::unique(thresholds.begin(), thresholds.end()), thresholds.end());
        // One step before the first, where all runs are still above.
        const double reach = thresholds.back() - thresholds.front();
        thresholds.insert(thresholds.begin(), thresholds.front() - (reach > 0 ? 0.02 * reach : 1));
        const statistics::ScoreProfile profile =
            statistics::scoreProfile(scores, thresholds, options.resamples, options.resamplingSeed);
        LineLayer line;
        line.key = source.keys[c];
        line.staircase = true;
        line.x = thresholds;
        line.y = profile.share;
        line.lower = profile.lower;
        line.upper = profile.upper;
        if (sign < 0) {
            // In the metric's own direction: the share at or below a threshold, which holds from it
            // to the next one.
            std::reverse(line.x.begin(), line.x.end());
            for (double &x : line.x)
                x = -x;
            for (std::vector<double> *series : {&line.y, &line.lower, &line.upper}) {
                std::reverse(series->begin(), series->end());
                std::rotate(series->begin(), series->begin() + 1, series->end());
                series->back() = 1;
            }
        }
        range.add(line.x);
        panel.layers.push_back(std::move(line));
    }
    if (panel.layers.empty())
        return;
    range.applyTight(panel.x);
    MarkLayer half;
    half.position = 0.5;
    half.vertical = false;
    panel.layers.push_back(half);
    figure.panels.push_back(std::move(panel));
    figure.interval = fmt::format("95 % percentile bootstrap ({} resamples, seed {}), pointwise",
                                  formatInteger(options.resamples), options.resamplingSeed);
    figure.caption = fmt::format(
        "Score profile of {}: share of runs {} a threshold with {}, runs resampled within {}. "
        "Where a profile crosses one half lies its median.",
        figure.title, source.input.higherIsBetter ? "above" : "at or below", figure.interval,
        source.input.tasks.size() == 1
            ? "the problem"
            : fmt::format("each of {} problems", source.input.tasks.size()));
    figure.altText = fmt::format("Score profiles of {} contestants.", source.keys.size());
    if (source.input.tasks.size() > 1)
        figure.notes.push_back("Thresholds presume that scores of all problems are on one scale.");
}

} // namespace

Expected<Figure> performanceProfile(SeriesCache &cache, const ViewOptions &options)
{
    const auto source = comparisonSource(cache, options);
    if (!source)
        return source.error();
    Figure figure;
    figure.title = source->label;
    int least = 0;
    int most = 0;
    for (const statistics::ComparisonCell &cell : source->input.cells) {
        const auto runs = static_cast<int>(cell.values.size() + cell.failedSeeds.size() +
                                           cell.censoredSeeds.size());
        least = &cell == &source->input.cells.front() ? runs : std::min(least, runs);
        most = std::max(most, runs);
    }
    if (areCosts(source->input))
        addCosts(*source, figure);
    else
        addScores(*source, source->label, source->unit, options, figure);
    if (figure.empty() && figure.notes.empty())
        figure.notes.push_back("No run has come far enough yet.");
    figure.n = formatCount(least, most);
    noteFailures(cache, selectedGroups(cache, options), figure.notes);
    return figure;
}

} // namespace agon::views
