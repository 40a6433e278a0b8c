#include "core/statistics/profiles.h"

#include "core/statistics/bootstrap.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

namespace agon::statistics {

std::vector<double> performanceRatios(std::span<const double> costs, int solvers)
{
    assert(solvers >= 1 && costs.size() % static_cast<std::size_t>(solvers) == 0);
    const auto count = static_cast<std::size_t>(solvers);
    std::vector<double> ratios(costs.size(), std::numeric_limits<double>::infinity());
    for (std::size_t row = 0; row < costs.size(); row += count) {
        const double least =
            *std::min_element(costs.begin() + static_cast<std::ptrdiff_t>(row),
                              costs.begin() + static_cast<std::ptrdiff_t>(row + count));
        if (!std::isfinite(least))
            continue;
        for (std::size_t s = row; s < row + count; ++s)
            if (costs[s] == least)
                ratios[s] = 1;
            else if (least > 0)
                ratios[s] = costs[s] / least;
    }
    return ratios;
}

double profileAt(std::span<const double> ratios, double tau)
{
    if (ratios.empty())
        return 0;
    const auto within =
        std::count_if(ratios.begin(), ratios.end(), [tau](double ratio) { return ratio <= tau; });
    return static_cast<double>(within) / static_cast<double>(ratios.size());
}

double scoreDistributionAt(const TaskScores &scores, double tau)
{
    std::size_t above = 0;
    std::size_t all = 0;
    for (const std::vector<double> &runs : scores) {
        all += runs.size();
        for (const double score : runs)
            above += score > tau ? 1 : 0;
    }
    return all == 0 ? 0 : static_cast<double>(above) / static_cast<double>(all);
}

double averageScoreDistributionAt(const TaskScores &scores, double tau)
{
    std::size_t above = 0;
    for (const std::vector<double> &runs : scores)
        above += mean(runs) > tau ? 1 : 0;
    return scores.empty() ? 0 : static_cast<double>(above) / static_cast<double>(scores.size());
}

ScoreProfile scoreProfile(const TaskScores &scores, std::span<const double> thresholds,
                          int resamples, std::uint64_t seed, double confidence)
{
    const auto draws = static_cast<std::size_t>(resamples);
    std::vector<BootstrapWeights> weights;
    std::size_t all = 0;
    for (std::size_t task = 0; task < scores.size(); ++task) {
        assert(!scores[task].empty());
        all += scores[task].size();
        weights.emplace_back(static_cast<int>(scores[task].size()), resamples, seed, task);
    }
    ScoreProfile profile;
    std::vector<double> counts(draws);
    const double p = 0.5 * (1 - confidence);
    for (const double tau : thresholds) {
        profile.share.push_back(scoreDistributionAt(scores, tau));
        std::fill(counts.begin(), counts.end(), 0);
        for (std::size_t task = 0; task < scores.size(); ++task)
            for (std::size_t run = 0; run < scores[task].size(); ++run)
                if (scores[task][run] > tau)
                    for (std::size_t b = 0; b < draws; ++b)
                        counts[b] += weights[task].counts()[run * draws + b];
        std::sort(counts.begin(), counts.end());
        const double scale = all == 0 ? 1 : static_cast<double>(all);
        profile.lower.push_back(quantileOfSorted(counts, p) / scale);
        profile.upper.push_back(quantileOfSorted(counts, 1 - p) / scale);
    }
    return profile;
}

} // namespace agon::statistics
