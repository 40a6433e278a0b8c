#include "views/figures/critical_difference.h"

#include "views/figures/comparison_input.h"
#include "views/figures/text.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <numeric>

namespace agon::views {

namespace {

/** What is ranked, and what joins: of problems or of the seeds of one. */
struct Ranking
{
    const statistics::Friedman *friedman = nullptr;
    std::vector<statistics::Group> groups;
    double critical = 0; ///< Nemenyi's difference
    bool omnibus = false;
    bool decidable = true; ///< whether any result could separate anybody
    std::string unit;      ///< "problems", "seeds"
};

Ranking rankingOf(const statistics::ComparisonInput &input,
                  const statistics::Comparison &comparison, bool nemenyi)
{
    Ranking ranking;
    if (comparison.across && comparison.across->tasks >= 5) {
        ranking.friedman = &comparison.across->friedman;
        ranking.groups = nemenyi ? comparison.across->nemenyiGroups : comparison.across->groups;
        ranking.critical = comparison.across->nemenyi;
        ranking.omnibus = comparison.across->omnibus;
        ranking.decidable = nemenyi || statistics::isDecidable(comparison.across->pairs);
        ranking.unit = "problems";
        return ranking;
    }
    if (!comparison.overSeeds)
        return ranking;
    ranking.friedman = &*comparison.overSeeds;
    ranking.unit = "seeds";
    ranking.critical = statistics::nemenyiDifference(input.alpha, ranking.friedman->methods,
                                                     ranking.friedman->blocks);
    ranking.omnibus = ranking.friedman->methods == 2 || ranking.friedman->p() <= input.alpha;
    ranking.groups = comparison.groups;
    ranking.decidable = nemenyi || statistics::isDecidable(comparison.pairs);
    if (nemenyi) {
        ranking.groups.clear();
        const std::vector<double> &ranks = ranking.friedman->meanRanks;
        for (const std::vector<int> &set :
             statistics::inseparableSets(ranking.friedman->methods, [&](int a, int b) {
                 return std::abs(ranks[static_cast<std::size_t>(a)] -
                                 ranks[static_cast<std::size_t>(b)]) >= ranking.critical;
             }))
            ranking.groups.emplace_back(set.begin(), set.end());
    }
    return ranking;
}

LineLayer bar(double from, double to, double row)
{
    LineLayer line;
    line.key = {-1, ""};
    line.x = {from, to};
    line.y = {row, row};
    return line;
}

} // namespace

Expected<Figure> criticalDifference(SeriesCache &cache, const ViewOptions &options)
{
    const auto source = comparisonSource(cache, options);
    if (!source)
        return source.error();
    const statistics::Comparison comparison = statistics::compare(source->input);
    const Ranking ranking = rankingOf(source->input, comparison, options.nemenyi);
    Figure figure;
    figure.title = source->label + ": mean ranks";
    if (ranking.friedman == nullptr || source->keys.size() < 2) {
        figure.notes.push_back(
            source->keys.size() < 2
                ? "Ranks need two contestants."
                : "Ranks need two seeds of one problem that every contestant has, or 5 problems.");
        return figure;
    }
    const std::vector<double> &ranks = ranking.friedman->meanRanks;
    std::vector<std::size_t> order(ranks.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return ranks[a] < ranks[b]; });
    // From the top: the ruler, the contestants, then one row a group.
    std::vector<statistics::Group> groups = ranking.groups;
    std::stable_sort(groups.begin(), groups.end(),
                     [&](const statistics::Group &a, const statistics::Group &b) {
                         const auto best = [&](const statistics::Group &group) {
                             double least = ranks[group.front()];
                             for (const std::size_t member : group)
                                 least = std::min(least, ranks[member]);
                             return least;
                         };
                         return best(a) < best(b);
                     });
    const std::size_t rows = order.size() + groups.size() + (options.nemenyi ? 1 : 0);
    Panel panel;
    panel.legend = false;
    panel.x.label = "Mean rank over " + ranking.unit +
                    (ranking.omnibus ? " (1 is best)" : " (no omnibus difference)");
    // Without an omnibus difference nobody stands out: all grey.
    const auto keyOf = [&](std::size_t contestant) {
        Key key = source->keys[contestant];
        if (!ranking.omnibus)
            key.colour = -1;
        return key;
    };
    panel.x.minimum = 0.8;
    panel.x.maximum = static_cast<double>(ranks.size()) + 0.2;
    panel.y.minimum = -0.5;
    panel.y.maximum = static_cast<double>(rows) - 0.5;
    panel.y.categories.assign(rows, "");
    std::size_t next = rows;
    if (options.nemenyi) {
        const auto row = static_cast<double>(--next);
        panel.y.categories[next] = "Critical difference " + formatNumber(ranking.critical);
        panel.layers.push_back(bar(1, std::min(1 + ranking.critical, panel.x.maximum), row));
    }
    std::string sentence;
    for (const std::size_t contestant : order) {
        const auto row = static_cast<double>(--next);
        panel.y.categories[next] = source->keys[contestant].name;
        // A stem from the axis of names to the rank, in the contestant's colour.
        LineLayer stem = bar(panel.x.minimum, ranks[contestant], row);
        stem.key = keyOf(contestant);
        panel.layers.push_back(std::move(stem));
        PointLayer point;
        point.key = keyOf(contestant);
        point.x = {ranks[contestant]};
        point.y = {row};
        point.labels = {fmt::format("{:.2f}", ranks[contestant])};
        point.emphasised = true;
        panel.layers.push_back(std::move(point));
        sentence += fmt::format("{}{} {:.2f}", sentence.empty() ? "" : ", ",
                                source->keys[contestant].name, ranks[contestant]);
    }
    std::string joined;
    for (const statistics::Group &group : groups) {
        const auto row = static_cast<double>(--next);
        panel.y.categories[next] = "not separated";
        double least = ranks[group.front()];
        double greatest = least;
        std::vector<std::string> names;
        for (const std::size_t member : group) {
            least = std::min(least, ranks[member]);
            greatest = std::max(greatest, ranks[member]);
            names.push_back(source->keys[member].name);
        }
        panel.layers.push_back(bar(least, greatest, row));
        for (const std::size_t member : group) {
            PointLayer point;
            point.key = keyOf(member);
            point.x = {ranks[member]};
            point.y = {row};
            panel.layers.push_back(std::move(point));
        }
        joined += fmt::format("{}{}", joined.empty() ? "" : "; ", enumeration(names));
    }
    figure.panels.push_back(std::move(panel));
    noteComparison(comparison, figure);
    const std::string test =
        options.nemenyi ? fmt::format("Nemenyi's test (alpha = {:g}, critical difference {})",
                                      source->input.alpha, formatNumber(ranking.critical))
                        : fmt::format("the Wilcoxon signed-rank test of every pair, Holm-corrected "
                                      "(alpha = {:g})",
                                      source->input.alpha);
    figure.caption =
        fmt::format("{} over {} {} (Friedman p = {:.3g}{}; 1 is best). {} {}.", figure.title,
                    ranking.friedman->blocks, ranking.unit, ranking.friedman->p(),
                    ranking.omnibus ? "" : ", no omnibus difference",
                    ranking.decidable ? "Bars join contestants that are not separated by"
                                      : "No bars: no result could have separated anybody by",
                    test + (ranking.decidable ? "; that is no evidence that they are equal" : ""));
    figure.altText = fmt::format(
        "Critical-difference diagram. Mean ranks: {}. {}.", sentence,
        ranking.decidable ? "Not separated: " + (joined.empty() ? std::string("nobody") : joined)
                          : "Too few " + ranking.unit + " to separate anybody");
    return figure;
}

} // namespace agon::views
