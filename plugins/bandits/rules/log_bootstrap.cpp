#include "plugins/bandits/rules/log_bootstrap.h"

#include "core/statistics/summaries.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace agon::bandits {
namespace {

constexpr std::size_t poissonSteps = 20; // beyond any number that a double leaves room for

/** P(N <= k), N Poisson with mean 1. */
constexpr std::array<double, poissonSteps> poissonBelow = [] {
    constexpr double none = 0.36787944117144233; // 1/e
    std::array<double, poissonSteps> result{};
    double term = none;
    double sum = 0;
    for (std::size_t k = 0; k < result.size(); ++k) {
        sum += term;
        result[k] = sum;
        term /= static_cast<double>(k + 1);
    }
    return result;
}();

double poissonOfOne(double uniform)
{
    std::size_t count = 0;
    while (count < poissonBelow.size() && uniform >= poissonBelow[count])
        ++count;
    return static_cast<double>(count);
}

} // namespace

Schema<LogIntervalSettings> LogIntervalSettings::schema()
{
    Schema<BootstrapInterval> bootstrap;
    bootstrap.integer(&BootstrapInterval::replicates, "replicates", "Replicates")
        .range(20, 10'000)
        .slider(50, 1000)
        .logarithmic()
        .help("Resampled logs.")
        .source("classic: 200 and more");
    Schema<LogIntervalSettings> s;
    s.variant<NormalInterval, BootstrapInterval>(
         &LogIntervalSettings::interval, "interval", "Interval",
         {"normal", "Normal", "1.96 standard errors to both sides.", {}},
         {"bootstrap", "Bootstrap", "Quantiles of the estimates on resampled logs.", bootstrap})
        .help("How the 95 % interval is found.")
        .source("classic: normal");
    return s;
}

LogBootstrap::LogBootstrap(int replicates) : m_replicates(static_cast<std::size_t>(replicates)) {}

void LogBootstrap::add(const EstimatorTerm &term, random::Stream &stream)
{
    for (Replicate &replicate : m_replicates) {
        const double times = poissonOfOne(stream.uniform());
        replicate.rounds += times;
        replicate.values += times * term.value;
        replicate.weights += times * term.weight;
        replicate.corrections += times * term.correction;
    }
}

std::pair<double, double> LogBootstrap::interval() const
{
    std::vector<double> estimates;
    for (const Replicate &replicate : m_replicates) {
        double estimate = replicate.rounds > 0 ? replicate.values / replicate.rounds : 0;
        if (replicate.weights > 0)
            estimate += replicate.corrections / replicate.weights;
        estimates.push_back(estimate);
    }
    std::sort(estimates.begin(), estimates.end());
    return {statistics::quantileOfSorted(estimates, 0.025),
            statistics::quantileOfSorted(estimates, 0.975)};
}

} // namespace agon::bandits
