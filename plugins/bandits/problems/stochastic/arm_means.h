#pragma once

#include "core/experiment/parameters.h"

#include <fmt/format.h>

#include <algorithm>
#include <variant>
#include <vector>

// Where the arms' means come from: what the stochastic problems have in common.

namespace agon::bandits {

/** The largest absolute mean of arms whose rewards are not bounded. */
inline constexpr double widestMean = 1000;
/** The smallest mean, and distance of a mean from 1, of laws that need one. */
inline constexpr double lowestMean = 1e-3;

/** One best arm, and the others evenly spaced from one gap below it downwards. */
struct SpacedMeans
{
    int arms = 10;
    double gap = 0.1;
    double best = 0.6;
    double lowest = 0.1;
};
/** One best arm and all others one gap below it. */
struct EqualMeans
{
    int arms = 10;
    double gap = 0.05;
    double best = 0.5;
};
struct LadderMeans
{};
struct HardMeans
{};
struct LowMeans
{};
struct GroupedMeans
{};
struct CustomMeans
{
    std::vector<double> values{0.1, 0.9};
};
using ArmMeans = std::variant<SpacedMeans, EqualMeans, LadderMeans, HardMeans, LowMeans,
                              GroupedMeans, CustomMeans>;

/** The means, the best arm last. Errors: a gap that leads below @p minimum. */
inline Expected<std::vector<double>> meansOf(const ArmMeans &choice, double minimum,
                                             const std::string &problem)
{
    const auto tooWide = [&](double best, double gap) {
        return Error(fmt::format("{}: a gap of {} below the best mean {} leads below {}.", problem,
                                 gap, best, minimum),
                     fmt::format("Choose a gap of at most {:.6g}.", best - minimum));
    };
    if (const auto *spaced = std::get_if<SpacedMeans>(&choice)) {
        const double second = spaced->best - spaced->gap;
        if (second < minimum)
            return tooWide(spaced->best, spaced->gap);
        std::vector<double> means(static_cast<std::size_t>(spaced->arms), spaced->best);
        const double lowest = std::min(spaced->lowest, second);
        const auto others = means.size() - 1;
        for (std::size_t arm = 0; arm < others; ++arm)
            means[arm] = others == 1 ? second
                                     : lowest + (second - lowest) * static_cast<double>(arm) /
                                                    static_cast<double>(others - 1);
        return means;
    }
    if (const auto *equal = std::get_if<EqualMeans>(&choice)) {
        if (equal->best - equal->gap < minimum)
            return tooWide(equal->best, equal->gap);
        std::vector<double> means(static_cast<std::size_t>(equal->arms), equal->best - equal->gap);
        means.back() = equal->best;
        return means;
    }
    if (std::holds_alternative<LadderMeans>(choice))
        return std::vector<double>{.1, .15, .2, .25, .3, .35, .4, .45, .5, .6};
    if (std::holds_alternative<HardMeans>(choice))
        return std::vector<double>{.5, .45, .45, .45, .45, .45, .45, .45, .45, .45};
    if (std::holds_alternative<LowMeans>(choice))
        return std::vector<double>{.02, .03, .03, .03, .03, .03, .03, .03, .03, .05};
    if (std::holds_alternative<GroupedMeans>(choice)) {
        std::vector<double> means{.5};
        means.insert(means.end(), 3, .42);
        means.insert(means.end(), 6, .38);
        means.insert(means.end(), 10, .3);
        return means;
    }
    return std::get<CustomMeans>(choice).values;
}

/** Declares the member @p means of a problem's settings; means lie in [minimum, maximum]. */
template <class S>
void declareMeans(Schema<S> &schema, ArmMeans S::*means, double minimum, double maximum)
{
    constexpr int mostArms = 1000;
    Schema<SpacedMeans> spaced;
    spaced.integer(&SpacedMeans::arms, "arms", "Arms")
        .range(2, mostArms)
        .slider(2, 30)
        .help("Number of arms K.");
    spaced.real(&SpacedMeans::gap, "gap", "Gap")
        .range(0, maximum - minimum)
        .slider(0.01, 0.2)
        .unit("reward")
        .help("Difference between the best and the second-best mean.");
    spaced.real(&SpacedMeans::best, "best", "Best mean")
        .range(minimum, maximum)
        .slider(0.3, 0.9)
        .unit("reward")
        .help("Mean reward of the best arm.");
    spaced.real(&SpacedMeans::lowest, "lowest", "Lowest mean")
        .range(minimum, maximum)
        .unit("reward")
        .advanced()
        .help("The other means are evenly spaced down to this one, or all equal when one gap below "
              "the best is lower.");
    Schema<EqualMeans> equal;
    equal.integer(&EqualMeans::arms, "arms", "Arms")
        .range(2, mostArms)
        .slider(2, 30)
        .help("Number of arms K.");
    equal.real(&EqualMeans::gap, "gap", "Gap")
        .range(0, maximum - minimum)
        .slider(0.01, 0.2)
        .unit("reward")
        .help("Difference between the best mean and all others.");
    equal.real(&EqualMeans::best, "best", "Best mean")
        .range(minimum, maximum)
        .slider(0.3, 0.9)
        .unit("reward")
        .help("Mean reward of the best arm.");
    Schema<CustomMeans> custom;
    custom.list(&CustomMeans::values, "values", "Means")
        .range(minimum, maximum)
        .length(2, mostArms)
        .unit("reward")
        .help("Mean reward of every arm.");
    schema
        .template variant<SpacedMeans, EqualMeans, LadderMeans, HardMeans, LowMeans, GroupedMeans,
                          CustomMeans>(
            means, "means", "Means",
            {"gap", "Gap to the best", "One best arm, the others evenly spaced below the gap.",
             spaced},
            {"equal", "Equal others", "One best arm, all others one gap below it.", equal},
            {"ladder", "Ladder", "0.1, 0.15, …, 0.45, 0.5, 0.6.", {}},
            {"hard", "Hard", "0.5 and nine times 0.45.", {}},
            {"low", "Low", "0.02, eight times 0.03, 0.05.", {}},
            {"groups", "Groups", "0.5, three times 0.42, six times 0.38, ten times 0.3.", {}},
            {"custom", "Custom", "Any list of means.", custom})
        .help("How the arms differ.");
}

} // namespace agon::bandits
