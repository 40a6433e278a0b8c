#include "views/figures/paired_differences.h"

#include "views/figures/comparison_input.h"
#include "views/figures/distribution.h"
#include "views/figures/text.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>

namespace agon::views {

namespace {

/** Positions in ComparisonSource of who is drawn, and of whom is subtracted. */
struct Drawn
{
    std::vector<std::size_t> firsts;
    std::size_t second = 0;
};

Expected<Drawn> drawnPairs(const ComparisonSource &source, const statistics::Comparison &comparison,
                           const ViewOptions &options)
{
    Drawn drawn;
    if (options.pair.empty()) {
        drawn.second = comparison.reference;
        for (std::size_t c = 0; c < source.keys.size(); ++c)
            if (c != drawn.second)
                drawn.firsts.push_back(c);
        return drawn;
    }
    std::vector<std::size_t> places;
    for (const int contestant : options.pair) {
        const auto found =
            std::find(source.contestants.begin(), source.contestants.end(), contestant);
        if (found == source.contestants.end())
            return Error(fmt::format("A pair names contestant {}, which is not among those that "
                                     "are compared.",
                                     contestant),
                         fmt::format("Name two of 0 to {}.", source.contestants.size() - 1));
        places.push_back(static_cast<std::size_t>(found - source.contestants.begin()));
    }
    if (places.size() != 2 || places[0] == places[1])
        return Error("A pair is two different contestants.",
                     "For instance {\"pair\": [0, 1]}: the first minus the second.");
    drawn.firsts = {places[0]};
    drawn.second = places[1];
    return drawn;
}

std::vector<double> seedDifferences(const statistics::ComparisonCell &first,
                                    const statistics::ComparisonCell &second)
{
    std::map<std::uint64_t, double> subtracted;
    for (std::size_t i = 0; i < second.seeds.size(); ++i)
        subtracted[second.seeds[i]] = second.values[i];
    std::vector<double> result;
    for (std::size_t i = 0; i < first.seeds.size(); ++i)
        if (const auto found = subtracted.find(first.seeds[i]); found != subtracted.end())
            result.push_back(first.values[i] - found->second);
    return result;
}

std::string probability(double p)
{
    return p < 0.001 ? std::string("p < 0.001") : fmt::format("p = {:.2g}", p);
}

/** "A against B: −3.1 [−4, −2], better on 7 of 8 seeds, p = 0.016". */
std::string sentence(const ComparisonSource &source, const statistics::PairComparison &pair,
                     bool turned, const StripLayer &strip, std::size_t second)
{
    std::string text = fmt::format("{} against {}: {}", strip.key.name, source.keys[second].name,
                                   formatWithSpread(strip.centre, strip.upper - strip.lower));
    if (!std::isnan(strip.lower) && !std::isnan(strip.upper))
        text += fmt::format(" [{}, {}]", formatWithSpread(strip.lower, strip.upper - strip.lower),
                            formatWithSpread(strip.upper, strip.upper - strip.lower));
    text += fmt::format(", better on {} of {}", turned ? pair.losses : pair.wins,
                        counted(pair.n, "seed", "seeds"));
    return text + (std::isnan(pair.adjusted) ? std::string()
                                             : ", corrected " + probability(pair.adjusted));
}

/** Pairs that are told one by one; more are counted. */
constexpr std::size_t mostSentences = 6;

/** How often a contestant came out better or worse than the other one beyond chance. */
struct Verdicts
{
    std::string name;
    int better = 0, worse = 0, problems = 0;
};

/** "UCB1 is worse on 7 and better on 0 of 8 problems, …" at a level of significance. */
std::string countedSentence(const std::vector<Verdicts> &verdicts, double alpha)
{
    std::vector<std::string> parts;
    for (const Verdicts &each : verdicts)
        parts.push_back(fmt::format("{} is better on {} and worse on {} of {}", each.name,
                                    each.better, each.worse,
                                    counted(each.problems, "problem", "problems")));
    return fmt::format("At corrected p ≤ {:g}, {}", alpha, enumeration(parts));
}

} // namespace

Expected<Figure> pairedDifferences(SeriesCache &cache, const ViewOptions &options)
{
    const auto source = comparisonSource(cache, options);
    if (!source)
        return source.error();
    const std::string &metric = source->label;
    Figure figure;
    figure.title = metric + ": paired differences";
    if (source->keys.size() < 2) {
        figure.notes.push_back("Differences need two contestants.");
        return figure;
    }
    const statistics::Comparison comparison = statistics::compare(source->input);
    if (comparison.family == 0) {
        figure.notes.push_back("No run has come far enough yet.");
        return figure;
    }
    const auto drawn = drawnPairs(*source, comparison, options);
    if (!drawn)
        return drawn.error();
    const std::string reference = source->keys[drawn->second].name;
    std::vector<std::string> found;
    std::vector<Verdicts> verdicts(source->keys.size());
    std::vector<std::string> apart;
    int least = 0;
    int most = 0;
    for (std::size_t task = 0; task < source->input.tasks.size(); ++task) {
        Panel panel;
        panel.title = source->input.tasks[task];
        panel.legend = false;
        panel.x.label = fmt::format("{}, minus {}", metric, reference);
        RangeFinder range(Scale::linear);
        range.add(0);
        for (const std::size_t first : drawn->firsts) {
            const statistics::PairComparison *pair =
                statistics::findPair(comparison.pairs, first, drawn->second, task);
            StripLayer strip;
            strip.key = source->keys[first];
            strip.values = seedDifferences(source->input.cell(task, first),
                                           source->input.cell(task, drawn->second));
            if (pair == nullptr || !pair->paired || strip.values.empty()) {
                apart.push_back(strip.key.name);
                continue;
            }
            const bool turned = pair->first != first;
            const double sign = turned ? -1 : 1;
            strip.centre = sign * pair->difference;
            strip.lower =
                sign * (turned ? pair->differenceInterval.upper : pair->differenceInterval.lower);
            strip.upper =
                sign * (turned ? pair->differenceInterval.lower : pair->differenceInterval.upper);
            addShape(strip, Scale::linear);
            range.add(strip.values);
            range.add(strip.lower);
            range.add(strip.upper);
            Verdicts &verdict = verdicts[first];
            verdict.name = strip.key.name;
            ++verdict.problems;
            if (pair->adjusted <= source->input.alpha && strip.centre != 0)
                ++((strip.centre > 0) == source->input.higherIsBetter ? verdict.better
                                                                      : verdict.worse);
            const auto n = static_cast<int>(strip.values.size());
            least = most == 0 ? n : std::min(least, n);
            most = std::max(most, n);
            found.push_back((source->input.tasks.size() > 1 ? panel.title + ", " : "") +
                            sentence(*source, *pair, turned, strip, drawn->second));
            panel.layers.push_back(std::move(strip));
        }
        if (panel.layers.empty())
            continue;
        // The first contestant on top.
        const auto rows = panel.layers.size();
        for (std::size_t row = 0; row < rows; ++row) {
            auto &strip = std::get<StripLayer>(panel.layers[rows - 1 - row]);
            strip.position = static_cast<double>(row);
            panel.y.categories.push_back(strip.key.name);
        }
        panel.layers.push_back(MarkLayer{0, true, ""});
        range.apply(panel.x);
        panel.x.unit = source->unit;
        panel.y.minimum = -0.5;
        panel.y.maximum = static_cast<double>(rows) - 0.5;
        figure.panels.push_back(std::move(panel));
    }
    letterPanels(figure);
    if (!apart.empty()) {
        std::sort(apart.begin(), apart.end());
        apart.erase(std::unique(apart.begin(), apart.end()), apart.end());
        figure.notes.push_back(fmt::format("{} and {} do not share enough seeds to be paired.",
                                           enumeration(apart), reference));
    }
    if (figure.empty())
        return figure;
    noteComparison(comparison, figure);
    figure.n = formatCount(least, most);
    figure.centre = "Hodges–Lehmann estimate";
    figure.interval = "interval of the signed-rank test";
    std::erase_if(verdicts, [](const Verdicts &each) { return each.problems == 0; });
    const std::string results = found.size() > mostSentences
                                    ? countedSentence(verdicts, source->input.alpha)
                                    : enumeration(found);
    figure.caption = fmt::format(
        "{} of every seed, minus that of {}; {}. Line: Hodges–Lehmann estimate with the interval "
        "of the signed-rank test. {}. P-values are Holm-corrected over {} comparisons ({}).",
        metric, reference, source->input.higherIsBetter ? "right is better" : "left is better",
        results, comparison.family, figure.n);
    figure.altText = fmt::format("Strip chart of paired differences. {}.", results);
    return figure;
}

} // namespace agon::views
