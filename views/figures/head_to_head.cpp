#include "views/figures/head_to_head.h"

#include "views/figures/comparison_input.h"
#include "views/figures/text.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <limits>

namespace agon::views {

namespace {

constexpr double fullEvidence = 10; ///< log2(1/p) of the deepest colour: p = 0.001

/** "A against B: better in 83 % of pairs of runs, corrected p = 0.012". */
std::string hint(const ComparisonSource &source, const statistics::PairComparison &pair,
                 std::size_t row, std::size_t column, double a12)
{
    std::string text = fmt::format("{} against {}: better in {:.0f} % of all pairs of runs",
                                   source.keys[row].name, source.keys[column].name, 100 * a12);
    if (pair.verdict == statistics::Verdict::tooFewRuns)
        return text + fmt::format(", {} runs are too few to tell", pair.n);
    return text + (std::isnan(pair.adjusted)
                       ? std::string()
                       : fmt::format(", corrected p = {:.2g}", pair.adjusted));
}

Panel matrix(const ComparisonSource &source, const std::vector<statistics::PairComparison> &pairs,
             std::optional<std::size_t> task)
{
    const std::size_t count = source.keys.size();
    Panel panel;
    panel.legend = false;
    panel.title = task ? source.input.tasks[*task] : "Across problems";
    panel.x.minimum = panel.y.minimum = -0.5;
    panel.x.maximum = panel.y.maximum = static_cast<double>(count) - 0.5;
    // Names stand at the rows, where there is room; columns have their numbers. The first
    // contestant is on top: row 0 of a heat map is at the bottom.
    for (std::size_t i = 0; i < count; ++i) {
        panel.x.categories.push_back(std::to_string(i + 1));
        panel.y.categories.push_back(
            fmt::format("{} {}", count - i, source.keys[count - 1 - i].name));
    }
    HeatLayer heat;
    heat.columnKeys = source.keys;
    heat.rowKeys.assign(source.keys.rbegin(), source.keys.rend());
    heat.rows = heat.columns = static_cast<std::int32_t>(count);
    heat.values.assign(count * count, std::numeric_limits<double>::quiet_NaN());
    heat.texts.assign(count * count, "");
    heat.minimum = -1;
    heat.maximum = 1;
    heat.diverging = true;
    // Effect sizes and tests share the colours, not the numbers.
    heat.numbers = false;
    heat.low = "row worse";
    heat.high = "row better";
    heat.hints.assign(count * count, "");
    for (const statistics::PairComparison &pair : pairs) {
        if (pair.task != task || pair.firstRuns == 0 || pair.secondRuns == 0)
            continue;
        for (const bool turned : {false, true}) {
            const std::size_t row = turned ? pair.second : pair.first;
            const std::size_t column = turned ? pair.first : pair.second;
            const std::size_t at = (count - 1 - row) * count + column;
            const double a12 = turned ? 1 - pair.a12 : pair.a12;
            heat.hints[at] = hint(source, pair, row, column, a12);
            if (row > column) {
                heat.values[at] = 2 * a12 - 1;
                heat.texts[at] = fmt::format("{:.2f}", a12);
            } else if (!std::isnan(pair.adjusted)) {
                const bool ahead =
                    pair.wins != pair.losses ? (pair.wins > pair.losses) != turned : a12 >= 0.5;
                const double evidence = std::log2(1 / pair.adjusted) * (ahead ? 1 : -1);
                heat.values[at] = std::clamp(evidence / fullEvidence, -1.0, 1.0);
                heat.texts[at] =
                    pair.verdict == statistics::Verdict::tooFewRuns
                        ? "too few"
                        : fmt::format("{}{:.1f}", evidence < 0 ? "−" : "", std::abs(evidence));
            }
        }
    }
    panel.layers.push_back(std::move(heat));
    return panel;
}

} // namespace

Expected<Figure> headToHead(SeriesCache &cache, const ViewOptions &options)
{
    const auto source = comparisonSource(cache, options);
    if (!source)
        return source.error();
    const statistics::Comparison comparison = statistics::compare(source->input);
    Figure figure;
    figure.title = source->label + ": head to head";
    if (comparison.family == 0) {
        figure.notes.push_back(source->keys.size() < 2 ? "A comparison needs two contestants."
                                                       : "No run has come far enough yet.");
        return figure;
    }
    for (std::size_t task = 0; task < source->input.tasks.size(); ++task)
        figure.panels.push_back(matrix(*source, comparison.pairs, task));
    if (comparison.across && comparison.across->tasks >= 5)
        figure.panels.push_back(matrix(*source, comparison.across->pairs, std::nullopt));
    letterPanels(figure);
    noteComparison(comparison, figure);
    figure.caption = fmt::format(
        "{}. Each cell is about its row against its column, red when the row is better. Below the "
        "diagonal: probability that a run of the row is better (A12; 0.5 is no difference). Above: "
        "signed log2(1/p), Holm-corrected over {} comparisons; {:.1f} is alpha = {:g} ({}).",
        figure.title, comparison.family, std::log2(1 / source->input.alpha), source->input.alpha,
        figure.n);
    std::vector<std::string> found;
    for (const statistics::PairComparison &pair : comparison.pairs) {
        const bool better = pair.verdict == statistics::Verdict::better;
        if (better || pair.verdict == statistics::Verdict::worse)
            found.push_back(fmt::format(
                "{} beats {}{}", source->keys[better ? pair.first : pair.second].name,
                source->keys[better ? pair.second : pair.first].name,
                source->input.tasks.size() > 1 ? " on " + source->input.tasks[*pair.task] : ""));
    }
    figure.altText = fmt::format("Matrix of {} contestants. {}.", source->keys.size(),
                                 found.empty() ? "No pair is separated" : enumeration(found));
    return figure;
}

} // namespace agon::views
