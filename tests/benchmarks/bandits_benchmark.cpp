#include "core/random/distributions.h"
#include "core/random/stream.h"
#include "plugins/bandits/bandits.h"
#include "tests/benchmarks/family_loop.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

// Pulls per second of the policies in the loop, everything recorded as in a run, beside the loop
// that one would write by hand for one policy and one problem, with the same generator and flags.

namespace {

using namespace agon;

constexpr std::int64_t horizon = 10'000;
constexpr int repetitions = 100;
const std::vector<double> ladder{.1, .15, .2, .25, .3, .35, .4, .45, .5, .6};

/** What the hand-written loops share: statistics, and a reward drawn when an arm is pulled. */
struct PlainState
{
    std::vector<double> pulls = std::vector<double>(ladder.size());
    std::vector<double> sums = std::vector<double>(ladder.size());
    std::vector<double> means = std::vector<double>(ladder.size());
    random::Stream rewards;
    random::Stream policy;

    explicit PlainState(std::uint64_t seed)
        : rewards(seed, random::Purpose("rewards")), policy(seed, random::Purpose("policy"))
    {}
    void pull(std::size_t arm)
    {
        pulls[arm] += 1;
        sums[arm] += rewards.bernoulli(ladder[arm]);
        means[arm] = sums[arm] / pulls[arm];
    }
};

template <class F>
std::size_t largestOf(F score)
{
    std::size_t best = 0;
    double bestScore = score(0);
    for (std::size_t arm = 1; arm < ladder.size(); ++arm)
        if (const double value = score(arm); value > bestScore) {
            bestScore = value;
            best = arm;
        }
    return best;
}

std::size_t plainEpsilonGreedy(PlainState &state, std::int64_t)
{
    if (state.policy.bernoulli(0.1))
        return static_cast<std::size_t>(state.policy.below(ladder.size()));
    return largestOf([&](std::size_t arm) { return state.means[arm]; });
}

std::size_t plainUcb1(PlainState &state, std::int64_t round)
{
    const double logarithm = 2 * std::log(static_cast<double>(round));
    return largestOf([&](std::size_t arm) {
        return state.means[arm] + std::sqrt(logarithm / state.pulls[arm]);
    });
}

std::size_t plainThompson(PlainState &state, std::int64_t)
{
    return largestOf([&](std::size_t arm) {
        return random::beta(state.policy, 1 + state.sums[arm],
                            1 + state.pulls[arm] - state.sums[arm]);
    });
}

/** Newton's method from Pinsker's bound, as precise as the policy's. */
double plainBound(double mean, double level)
{
    if (mean <= 0)
        return -std::expm1(-level);
    if (mean >= 1)
        return 1;
    const double entropy = mean * std::log(mean) + (1 - mean) * std::log1p(-mean);
    double q = std::min(mean + std::sqrt(level / 2), 1 - 1e-12);
    for (int iteration = 0; iteration < 50; ++iteration) {
        const double value = entropy - mean * std::log(q) - (1 - mean) * std::log1p(-q) - level;
        const double change = value * q * (1 - q) / (q - mean);
        q -= change;
        if (change < 1e-12)
            break;
    }
    return q;
}

std::size_t plainKlUcb(PlainState &state, std::int64_t round)
{
    const double logarithm = std::log(static_cast<double>(round));
    return largestOf([&](std::size_t arm) {
        return plainBound(state.means[arm], logarithm / state.pulls[arm]);
    });
}

std::size_t plainMoss(PlainState &state, std::int64_t)
{
    const double share = static_cast<double>(horizon) / static_cast<double>(ladder.size());
    return largestOf([&](std::size_t arm) {
        const double pulls = state.pulls[arm];
        return state.means[arm] + std::sqrt(std::max(0.0, std::log(share / pulls)) / pulls);
    });
}

std::size_t plainImed(PlainState &state, std::int64_t)
{
    double best = 0;
    for (std::size_t arm = 0; arm < ladder.size(); ++arm)
        best = std::max(best, state.means[arm]);
    return largestOf([&](std::size_t arm) {
        const double pulls = state.pulls[arm];
        const double mean = state.means[arm];
        double divergence = 0;
        if (mean < best && mean > 0 && best < 1)
            divergence =
                mean * std::log(mean / best) + (1 - mean) * std::log((1 - mean) / (1 - best));
        else if (mean < best)
            divergence = best < 1 ? -std::log(1 - best) : 1e300;
        return -pulls * divergence - std::log(pulls);
    });
}

/** Cumulative losses as one would keep them by hand: one policy and run. */
struct PlainWeights
{
    std::vector<double> losses = std::vector<double>(ladder.size());
    std::vector<double> probabilities = std::vector<double>(ladder.size());
};

std::size_t drawPlain(const std::vector<double> &probabilities, double sum, PlainState &state)
{
    double left = state.policy.uniform() * sum;
    std::size_t arm = 0;
    while (arm + 1 < probabilities.size() && (left -= probabilities[arm]) >= 0)
        ++arm;
    return arm;
}

void plainExp3(PlainState &state, PlainWeights &weights, std::int64_t)
{
    const double rate = std::sqrt(2 * std::log(10.0) / (10 * static_cast<double>(horizon)));
    const double least = *std::min_element(weights.losses.begin(), weights.losses.end());
    double sum = 0;
    for (std::size_t arm = 0; arm < ladder.size(); ++arm) {
        weights.probabilities[arm] = std::exp(-rate * (weights.losses[arm] - least));
        sum += weights.probabilities[arm];
    }
    const std::size_t arm = drawPlain(weights.probabilities, sum, state);
    const double before = state.sums[arm];
    state.pull(arm);
    weights.losses[arm] += (1 - (state.sums[arm] - before)) * sum / weights.probabilities[arm];
}

void plainTsallis(PlainState &state, PlainWeights &weights, std::int64_t round)
{
    const double rate = 2 / std::sqrt(static_cast<double>(round));
    double x = *std::min_element(weights.losses.begin(), weights.losses.end()) - 2 / rate;
    double sum = 0;
    for (int iteration = 0; iteration < 50; ++iteration) {
        sum = 0;
        double slope = 0;
        for (std::size_t arm = 0; arm < ladder.size(); ++arm) {
            const double root = 2 / (rate * (weights.losses[arm] - x));
            weights.probabilities[arm] = root * root;
            sum += root * root;
            slope += rate * root * root * root;
        }
        if (std::abs(sum - 1) < 1e-10)
            break;
        x -= (sum - 1) / slope;
    }
    const std::size_t arm = drawPlain(weights.probabilities, sum, state);
    const double before = state.sums[arm];
    state.pull(arm);
    weights.losses[arm] += (1 - (state.sums[arm] - before)) * sum / weights.probabilities[arm];
}

using PlainRound = void (*)(PlainState &, PlainWeights &, std::int64_t);

/** Seconds for all repetitions of a hand-written loop that keeps weights. */
template <PlainRound playRound>
double plainWeightsSeconds()
{
    const double begun = threadSeconds();
    for (int seed = 1; seed <= repetitions; ++seed) {
        PlainState state(static_cast<std::uint64_t>(seed));
        PlainWeights weights;
        for (std::int64_t round = 1; round <= horizon; ++round)
            playRound(state, weights, round);
        benchmark::DoNotOptimize(state.sums.data());
    }
    return threadSeconds() - begun;
}

using PlainRule = std::size_t (*)(PlainState &, std::int64_t);

/** Seconds for all repetitions of the hand-written loop. */
template <PlainRule rule>
double plainSeconds()
{
    const double begun = threadSeconds();
    for (int seed = 1; seed <= repetitions; ++seed) {
        PlainState state(static_cast<std::uint64_t>(seed));
        for (std::size_t arm = 0; arm < ladder.size(); ++arm)
            state.pull(arm);
        for (std::int64_t round = static_cast<std::int64_t>(ladder.size()) + 1; round <= horizon;
             ++round)
            state.pull(rule(state, round));
        benchmark::DoNotOptimize(state.sums.data());
    }
    return threadSeconds() - begun;
}

/** One policy in the loop beside its hand-written one. */
void run(benchmark::State &state, const char *algorithm, double (*plainSeconds)())
{
    compareWithPlainLoop(
        state, *bandits::makeFamily(),
        {"bandits/bernoulli", {{"means", "ladder"}}, algorithm, horizon, repetitions}, "pulls",
        plainSeconds);
}

/** Registers a policy with the loop that one would write for it. */
#define AGON_PULLS(name, algorithm, plainSeconds)                                                  \
    BENCHMARK_CAPTURE(run, name, algorithm, plainSeconds)                                          \
        ->Name("bandits/" #name)                                                                   \
        ->UseManualTime()                                                                          \
        ->Unit(benchmark::kMillisecond)

AGON_PULLS(epsilon_greedy, "bandits/epsilon-greedy", plainSeconds<plainEpsilonGreedy>);
AGON_PULLS(ucb1, "bandits/ucb1", plainSeconds<plainUcb1>);
AGON_PULLS(moss, "bandits/moss", plainSeconds<plainMoss>);
AGON_PULLS(imed, "bandits/imed", plainSeconds<plainImed>);
AGON_PULLS(thompson, "bandits/thompson-sampling", plainSeconds<plainThompson>);
AGON_PULLS(kl_ucb, "bandits/kl-ucb", plainSeconds<plainKlUcb>);
AGON_PULLS(exp3, "bandits/exp3", plainWeightsSeconds<plainExp3>);
AGON_PULLS(tsallis_inf, "bandits/tsallis-inf", plainWeightsSeconds<plainTsallis>);

} // namespace
