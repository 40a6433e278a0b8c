#include "views/figures/views.h"

#include "views/figures/attainment.h"
#include "views/figures/attainment_difference.h"
#include "views/figures/comparison_input.h"
#include "views/figures/composed.h"
#include "views/figures/composition.h"
#include "views/figures/convergence.h"
#include "views/figures/critical_difference.h"
#include "views/figures/distribution.h"
#include "views/figures/field_shares.h"
#include "views/figures/front.h"
#include "views/figures/graph.h"
#include "views/figures/head_to_head.h"
#include "views/figures/heatmap.h"
#include "views/figures/leaderboard.h"
#include "views/figures/paired_differences.h"
#include "views/figures/parallel_coordinates.h"
#include "views/figures/performance_profile.h"
#include "views/figures/response.h"
#include "views/figures/runtimes.h"
#include "views/figures/simplex.h"
#include "views/figures/text.h"
#include "views/figures/tradeoff.h"

#include <algorithm>
#include <fmt/format.h>

namespace agon::views {

namespace {

bool isMetric(const ChannelDeclaration &channel) { return channel.kind == ObservationKind::metric; }
bool isField(const ChannelDeclaration &channel) { return channel.kind == ObservationKind::field; }
bool isGraph(const ChannelDeclaration &channel) { return channel.kind == ObservationKind::graph; }
bool isPlane(const ChannelDeclaration &channel)
{
    return channel.kind == ObservationKind::points && channel.columns.size() >= 2;
}
bool isJudged(const ChannelDeclaration &channel)
{
    return isMetric(channel) && channel.direction != Direction::none;
}
bool isFront(const ChannelDeclaration &channel)
{
    return isPlane(channel) && std::count_if(channel.columns.begin(), channel.columns.end(),
                                             [](const ColumnDeclaration &column) {
                                                 return column.direction != Direction::none;
                                             }) >= 2;
}
bool isRanked(const ChannelDeclaration &channel)
{
    return channel.kind == ObservationKind::match || isRatings(channel) ||
           (isMetric(channel) && channel.direction != Direction::none);
}

/** "Bernoulli bandit, " when that begins the names of all problems, which are then told apart by
 *  what follows it; else empty. */
std::string sharedBeginning(const ExperimentView &experiment)
{
    if (experiment.problems.size() < 2)
        return "";
    std::string shared = experiment.problems.front().label;
    for (const ProblemView &problem : experiment.problems) {
        const auto end =
            std::mismatch(shared.begin(), shared.end(), problem.label.begin(), problem.label.end());
        shared.erase(end.first, shared.end());
    }
    constexpr std::string_view separator = ", ";
    const auto last = shared.rfind(separator);
    return last == std::string::npos ? "" : shared.substr(0, last + separator.size());
}

/** A panel among several is named by what tells its problem apart: a small panel has no room for
 *  more. What all share moves to the caption. */
void shortenTitles(const ExperimentView &experiment, Figure &figure)
{
    if (figure.panels.size() < 2)
        return;
    const bool alike =
        std::all_of(figure.panels.begin(), figure.panels.end(), [&figure](const Panel &panel) {
            return panel.title == figure.panels.front().title;
        });
    if (alike) // two panels about one problem: their axes tell them apart
        for (Panel &panel : figure.panels)
            panel.title.clear();
    const std::string shared = sharedBeginning(experiment);
    if (shared.empty())
        return;
    bool any = false;
    for (Panel &panel : figure.panels)
        if (const auto at = panel.title.find(shared); at != std::string::npos) {
            panel.title.erase(at, shared.size());
            any = true;
        }
    if (any)
        figure.caption += fmt::format(" Problem: {}.", shared.substr(0, shared.size() - 2));
}

Expected<Figure> figureOfView(std::string_view viewKey, SeriesCache &cache,
                              const ViewOptions &options)
{
    if (const View *view = findView(viewKey)) {
        auto figure = view->make(cache, options);
        if (!figure)
            return figure;
        const auto resolved = withStepOfSummary(options);
        if (view->isAsOfStep && resolved && !figure->panels.empty())
            figure->caption += fmt::format(" The values are those {}.", asOfText(cache, *resolved));
        shortenTitles(cache.experiment(), *figure);
        return figure;
    }
    std::vector<std::string> known;
    for (const View &view : allViews())
        known.emplace_back(view.key);
    return Error(
        fmt::format("There is no view \"{}\". Known are {}.", viewKey, enumeration(known)));
}

} // namespace

const std::vector<View> &allViews()
{
    static const std::vector<View> views{
        {"convergence", "Convergence",
         "A metric over steps or over a cost, with its interval over seeds.", isMetric, false,
         convergence},
        {"distribution", "Distribution", "Every seed's value with centre and interval.", isMetric,
         false, distribution, true},
        {"heatmap", "Heat map", "A field as of a step, or over time.", isField, false, heatmap},
        {"composition", "Composition",
         "What a field is made of over time: shares as stacked areas.", mayHaveShares, false,
         composition, false, false, false, hasShares},
        {"simplex", "Triangle", "Three shares as a path within a triangle.", mayHaveShares, false,
         simplex, false, false, false, hasThreeShares},
        {"front", "Front", "Points and what nothing dominates.", isPlane, false, front},
        {"leaderboard", "Leaderboard", "Who is best, with intervals and the ranks they allow.",
         isRanked, false, leaderboard},
        {"head-to-head", "Head to head", "Effect sizes and corrected tests of all pairs.", isJudged,
         false, headToHead, true},
        {"differences", "Paired differences", "Seed by seed, against the best or within a pair.",
         isJudged, false, pairedDifferences, true},
        {"critical-difference", "Critical differences",
         "Mean ranks, joined where no test separates them.", isJudged, false, criticalDifference,
         true},
        {"profile", "Performance profile",
         "Share of instances within a factor of the best, or of runs above a score.", isJudged,
         false, performanceProfile, true},
        {"runtimes", "Runtimes", "Share of runs that reach a target within a budget.", isJudged,
         false, runtimes, false, true},
        {"tradeoff", "Trade-off", "Two numbers of every run against each other.", isJudged, false,
         tradeoff, true, true, true},
        {"attainment", "Attainment", "What fronts of several seeds attain, and their hypervolume.",
         isFront, false, attainment},
        {"attainment-difference", "Difference of attainment",
         "Where more runs of one contestant than of another attain a point.", isFront, false,
         attainmentDifference},
        {"parallel", "Parallel coordinates", "The settings that differ, and what came of them.",
         isJudged, true, parallelCoordinates, true},
        {"response", "Response", "A metric against a swept parameter.", isMetric, true, response,
         true},
        {"graph", "Graph", "Nodes and edges as of a step.", isGraph, false, graph},
    };
    return views;
}

const View *findView(std::string_view key)
{
    for (const View &view : allViews())
        if (view.key == key)
            return &view;
    return nullptr;
}

std::vector<int> channelsFor(const View &view, const ExperimentView &experiment)
{
    std::vector<int> channels;
    for (const int index : experiment.mainChannels)
        if (view.fits(experiment.channels[static_cast<std::size_t>(index)]))
            channels.push_back(index);
    return channels;
}

bool isAvailable(const View &view, const ExperimentView &experiment)
{
    return !channelsFor(view, experiment).empty() &&
           (!view.needsSweep || !experiment.axes.empty()) &&
           (!view.needsAnother || metricsAgainst(experiment, -1).size() > 1);
}

std::vector<int> channelsFor(const View &view, const ObservationSource &source)
{
    std::vector<int> channels = channelsFor(view, source.experiment());
    if (view.fitsFrame != nullptr)
        std::erase_if(channels, [&](int channel) {
            const std::optional<Frame> frame = firstFrame(source, channel);
            return frame && !view.fitsFrame(*frame);
        });
    return channels;
}

bool isAvailable(const View &view, const ObservationSource &source)
{
    return !channelsFor(view, source).empty() && isAvailable(view, source.experiment());
}

Expected<Figure> makeFigure(std::string_view viewKey, SeriesCache &cache,
                            const ViewOptions &options)
{
    const auto parts = figureParts(viewKey);
    if (!parts)
        return parts.error();
    std::vector<Figure> figures;
    for (const FigurePart &part : *parts) {
        const std::size_t contestants = cache.experiment().contestants.size();
        if (part.contestant && static_cast<std::size_t>(*part.contestant) >= contestants)
            return Error(fmt::format("There is no contestant {}.", *part.contestant),
                         fmt::format("There are {}, counted from 0.", contestants));
        // A view by itself takes the options as they are, and says what is wrong with them.
        const bool itself =
            parts->size() == 1 && part.channel.empty() && part.against.empty() && !part.contestant;
        auto figure = figureOfView(part.view, cache,
                                   itself ? options : optionsOf(part, cache.experiment(), options));
        if (!figure || parts->size() == 1)
            return figure;
        figures.push_back(std::move(*figure));
    }
    return composed(std::move(figures));
}

Expected<Figure> makeFigure(std::string_view viewKey, SeriesCache &cache, const Json &options)
{
    const auto read = optionsFromJson(options);
    if (!read)
        return read.error();
    return makeFigure(viewKey, cache, *read);
}

} // namespace agon::views
