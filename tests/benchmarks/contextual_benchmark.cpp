#include "core/random/distributions.h"
#include "core/random/stream.h"
#include "plugins/bandits/bandits.h"
#include "tests/benchmarks/family_loop.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

// Rounds per second of contextual policies in the loop, everything recorded as in a run, beside the
// loop that one would write by hand for one policy and one problem, with the same generator and
// flags. Drawing the features is part of both.

namespace {

using namespace agon;

constexpr std::int64_t horizon = 10'000;
constexpr int repetitions = 20;
constexpr std::size_t dimension = 10;
constexpr std::size_t actions = 10;

using Vector = std::array<double, dimension>;

void drawOnSphere(random::Stream &stream, Vector &out)
{
    random::fillNormal(stream, out);
    double squares = 0;
    for (const double value : out)
        squares += value * value;
    for (double &value : out)
        value /= std::sqrt(squares);
}

/** Ten actions, ten features, α = 1: rank-one updates of the inverse. */
double plainLinUcb(std::uint64_t seed)
{
    random::Stream parameters(seed, random::Purpose("parameters"));
    random::Stream stream(seed, random::Purpose("contexts"));
    Vector truth{};
    drawOnSphere(parameters, truth);
    std::array<Vector, dimension> inverse{};
    for (std::size_t i = 0; i < dimension; ++i)
        inverse[i][i] = 1;
    Vector moment{};
    Vector theta{};
    std::array<Vector, actions> features{};
    double regret = 0;
    for (std::int64_t round = 0; round < horizon; ++round) {
        std::size_t chosen = 0;
        double bestScore = -1e300;
        double bestMean = -1e300;
        std::array<double, actions> means{};
        for (std::size_t a = 0; a < actions; ++a) {
            Vector &x = features[a];
            drawOnSphere(stream, x);
            double predicted = 0;
            double width = 0;
            for (std::size_t i = 0; i < dimension; ++i) {
                double product = 0;
                for (std::size_t j = 0; j < dimension; ++j)
                    product += inverse[i][j] * x[j];
                width += product * x[i];
                predicted += theta[i] * x[i];
                means[a] += truth[i] * x[i];
            }
            bestMean = std::max(bestMean, means[a]);
            if (const double score = predicted + std::sqrt(std::max(0.0, width));
                score > bestScore) {
                bestScore = score;
                chosen = a;
            }
        }
        const Vector &x = features[chosen];
        const double reward = means[chosen] + 0.5 * random::normal(stream);
        regret += bestMean - means[chosen];
        Vector direction{};
        double denominator = 1;
        for (std::size_t i = 0; i < dimension; ++i) {
            for (std::size_t j = 0; j < dimension; ++j)
                direction[i] += inverse[i][j] * x[j];
            denominator += direction[i] * x[i];
            moment[i] += reward * x[i];
        }
        for (std::size_t i = 0; i < dimension; ++i)
            for (std::size_t j = 0; j < dimension; ++j)
                inverse[i][j] -= direction[i] * direction[j] / denominator;
        for (std::size_t i = 0; i < dimension; ++i) {
            theta[i] = 0;
            for (std::size_t j = 0; j < dimension; ++j)
                theta[i] += inverse[i][j] * moment[j];
        }
    }
    return regret;
}

/** One action's ridge regression on random features, as one would write it. */
struct PlainRegression
{
    explicit PlainRegression(std::size_t size)
        : inverse(size, std::vector<double>(size)), theta(size), direction(size)
    {
        for (std::size_t i = 0; i < size; ++i)
            inverse[i][i] = 1;
    }
    double bound(const std::vector<double> &z) const
    {
        double predicted = 0;
        double width = 0;
        for (std::size_t i = 0; i < z.size(); ++i) {
            double product = 0;
            for (std::size_t j = 0; j < z.size(); ++j)
                product += inverse[i][j] * z[j];
            width += product * z[i];
            predicted += theta[i] * z[i];
        }
        return predicted + std::sqrt(std::max(0.0, width));
    }
    void update(const std::vector<double> &z, double reward)
    {
        double denominator = 1;
        double predicted = 0;
        for (std::size_t i = 0; i < z.size(); ++i) {
            direction[i] = 0;
            for (std::size_t j = 0; j < z.size(); ++j)
                direction[i] += inverse[i][j] * z[j];
            denominator += direction[i] * z[i];
            predicted += theta[i] * z[i];
        }
        for (std::size_t i = 0; i < z.size(); ++i) {
            for (std::size_t j = 0; j < z.size(); ++j)
                inverse[i][j] -= direction[i] * direction[j] / denominator;
            theta[i] += direction[i] * (reward - predicted) / denominator;
        }
        ++count;
    }

    std::vector<std::vector<double>> inverse;
    std::vector<double> theta, direction;
    int count = 0;
};

/** A function that waves add up to: the problem's mean rewards, or the policy's features. */
struct PlainWaves
{
    PlainWaves(random::Stream &stream, std::size_t waves, std::size_t size, double width)
        : frequencies(waves * size), phases(waves)
    {
        random::fillNormal(stream, frequencies, 1 / width);
        for (double &phase : phases)
            phase = 2 * std::numbers::pi * stream.uniform();
    }
    double operator()(std::size_t wave, const std::vector<double> &x) const
    {
        double angle = phases[wave];
        for (std::size_t i = 0; i < x.size(); ++i)
            angle += frequencies[wave * x.size() + i] * x[i];
        return std::cos(angle);
    }
    std::vector<double> frequencies, phases;
};

constexpr std::int64_t kernelHorizon = 2000;

/** UCB on 100 random features an action, ten actions in the unit square. */
double plainKernelSeconds()
{
    constexpr std::size_t size = 2;
    constexpr std::size_t problemWaves = 200;
    constexpr std::size_t features = 100;
    const double begun = threadSeconds();
    random::Stream parameters(1, random::Purpose("parameters"));
    random::Stream stream(1, random::Purpose("contexts"));
    const PlainWaves truth(parameters, problemWaves, size, 0.3);
    std::vector<double> weights(problemWaves);
    random::fillNormal(parameters, weights, std::sqrt(2.0 / problemWaves));
    const PlainWaves transform(parameters, features, size, 1);
    std::vector<PlainRegression> models(actions, PlainRegression(features));
    std::vector<std::vector<double>> z(actions, std::vector<double>(features));
    std::vector<double> means(actions);
    std::vector<double> x(size);
    double regret = 0;
    for (std::int64_t round = 0; round < kernelHorizon; ++round) {
        std::size_t chosen = 0;
        double bestScore = -1e300;
        for (std::size_t a = 0; a < actions; ++a) {
            for (double &value : x)
                value = stream.uniform();
            means[a] = 0;
            for (std::size_t wave = 0; wave < problemWaves; ++wave)
                means[a] += weights[wave] * truth(wave, x);
            for (std::size_t i = 0; i < features; ++i)
                z[a][i] = std::sqrt(2.0 / features) * transform(i, x);
            const double score = models[a].count == 0 ? 1e300 : models[a].bound(z[a]);
            if (score > bestScore) {
                bestScore = score;
                chosen = a;
            }
        }
        regret += *std::max_element(means.begin(), means.end()) - means[chosen];
        models[chosen].update(z[chosen], means[chosen] + 0.2 * random::normal(stream));
    }
    benchmark::DoNotOptimize(regret);
    return threadSeconds() - begun;
}

double plainLinUcbSeconds()
{
    const double begun = threadSeconds();
    for (int seed = 1; seed <= repetitions; ++seed)
        benchmark::DoNotOptimize(plainLinUcb(static_cast<std::uint64_t>(seed)));
    return threadSeconds() - begun;
}

void linUcb(benchmark::State &state)
{
    compareWithPlainLoop(
        state, *bandits::makeFamily(),
        {"bandits/contextual-linear", Json::object(), "bandits/linucb", horizon, repetitions},
        "rounds", plainLinUcbSeconds);
}
BENCHMARK(linUcb)->Name("bandits/linucb")->UseManualTime()->Unit(benchmark::kMillisecond);

/** With random features every round costs the same: the last quarter of them as much as the first.
 */
void kernelUcb(benchmark::State &state)
{
    const LoopTime time = compareWithPlainLoop(
        state, *bandits::makeFamily(),
        {"bandits/contextual-kernel", Json::object(), "bandits/rff-ucb", kernelHorizon, 1},
        "rounds", plainKernelSeconds);
    const double quarter =
        static_cast<double>(kernelHorizon) / 4 * static_cast<double>(state.iterations());
    state.counters["us/round, first quarter"] = 1e6 * time.firstQuarter / quarter;
    state.counters["us/round, last quarter"] = 1e6 * time.lastQuarter / quarter;
    state.counters["last/first quarter"] = time.lastQuarter / time.firstQuarter;
}
BENCHMARK(kernelUcb)->Name("bandits/rff_ucb")->UseManualTime()->Unit(benchmark::kMillisecond);

} // namespace
