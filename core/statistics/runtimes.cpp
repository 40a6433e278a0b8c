#include "core/statistics/runtimes.h"

#include "core/numbers.h"
#include "core/random/stream.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

namespace agon::statistics {

namespace {} // namespace

RuntimeSummary summariseRuntimes(std::span<const RunLength> runs)
{
    RuntimeSummary summary;
    summary.runs = static_cast<int>(runs.size());
    double total = 0;
    double successful = 0;
    for (const RunLength &run : runs) {
        total += run.length;
        successful += run.successful ? run.length : 0;
        summary.successes += run.successful ? 1 : 0;
    }
    if (summary.successes == 0) {
        summary.expected = summary.successPerformance = infinity;
        summary.meanSuccess = std::numeric_limits<double>::quiet_NaN();
        return summary;
    }
    summary.successRate = static_cast<double>(summary.successes) / summary.runs;
    summary.expected = total / summary.successes;
    summary.meanSuccess = successful / summary.successes;
    summary.successPerformance = summary.meanSuccess / summary.successRate;
    return summary;
}

double penalisedAverage(std::span<const RunLength> runs, double factor)
{
    double total = 0;
    for (const RunLength &run : runs)
        total += run.successful ? run.length : factor * run.length;
    return total / static_cast<double>(runs.size());
}

std::vector<double> simulatedRestarts(std::span<const RunLength> runs, int draws,
                                      std::uint64_t seed)
{
    std::vector<double> totals(static_cast<std::size_t>(draws), infinity);
    if (std::none_of(runs.begin(), runs.end(), [](const RunLength &run) { return run.successful; }))
        return totals;
    for (std::size_t draw = 0; draw < totals.size(); ++draw) {
        random::Stream stream(seed, random::Purpose("restarts"), 0, draw);
        double total = 0;
        for (;;) {
            const RunLength &run = runs[static_cast<std::size_t>(stream.below(runs.size()))];
            total += run.length;
            if (run.successful)
                break;
        }
        totals[draw] = total;
    }
    std::sort(totals.begin(), totals.end());
    return totals;
}

std::optional<std::size_t> firstHit(std::span<const double> values, double target,
                                    bool higherIsBetter)
{
    for (std::size_t i = 0; i < values.size(); ++i)
        if (higherIsBetter ? values[i] >= target : values[i] <= target)
            return i;
    return std::nullopt;
}

std::vector<double> runtimeDistribution(std::span<const RunLength> lengths,
                                        std::span<const double> budgets)
{
    std::vector<double> hits;
    for (const RunLength &run : lengths)
        if (run.successful)
            hits.push_back(run.length);
    std::sort(hits.begin(), hits.end());
    std::vector<double> shares;
    for (const double budget : budgets) {
        const auto reached = std::upper_bound(hits.begin(), hits.end(), budget) - hits.begin();
        shares.push_back(lengths.empty()
                             ? 0
                             : static_cast<double>(reached) / static_cast<double>(lengths.size()));
    }
    return shares;
}

double runtimeArea(std::span<const RunLength> lengths, double budget)
{
    assert(budget > 1);
    if (lengths.empty())
        return 0;
    // Every success adds a step of 1/n from its length to the end.
    double area = 0;
    for (const RunLength &run : lengths)
        if (run.successful && run.length < budget)
            area += 1 - std::log10(std::max(1.0, run.length)) / std::log10(budget);
    return area / static_cast<double>(lengths.size());
}

double logTimeIntegral(std::span<const double> positions, std::span<const double> values,
                       double budget)
{
    assert(positions.size() == values.size());
    double integral = 0;
    for (std::size_t i = 0; i < positions.size(); ++i) {
        const double from = std::max(1.0, positions[i]);
        const double to = i + 1 < positions.size() ? std::min(positions[i + 1], budget) : budget;
        if (to > from)
            integral += values[i] * std::log10(to / from);
    }
    return integral;
}

std::vector<double> spacedTargets(double from, double to, int count)
{
    assert(count >= 1);
    std::vector<double> targets;
    const bool logarithmic = from > 0 && to > 0;
    for (int i = 0; i < count; ++i) {
        const double share = count == 1 ? 1 : static_cast<double>(i) / (count - 1);
        targets.push_back(i == 0 && count > 1 ? from
                          : i + 1 == count    ? to
                          : logarithmic       ? from * std::pow(to / from, share)
                                              : from + share * (to - from));
    }
    return targets;
}

} // namespace agon::statistics
