#include "core/random/distributions.h"
#include "core/random/stream.h"
#include "plugins/bandits/bandits.h"
#include "tests/plugins/memory_recorder.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include <time.h>

// Rounds per second of contextual policies in the loop, everything recorded as in a run, beside the
// loop that one would write by hand for one policy and one problem, with the same generator and
// flags. Drawing the features is part of both.

namespace {

using namespace agon;

/** Seconds that this thread has computed: other programs do not count. */
double threadSeconds()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

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

double plainSeconds()
{
    const double begun = threadSeconds();
    for (int seed = 1; seed <= repetitions; ++seed)
        benchmark::DoNotOptimize(plainLinUcb(static_cast<std::uint64_t>(seed)));
    return threadSeconds() - begun;
}

double loopSeconds(const Family &family, const std::string &problem, const std::string &algorithm)
{
    const Catalogue &catalogue = family.catalogue();
    TrialRequest request;
    request.problem = problem;
    request.algorithm = algorithm;
    request.budget = horizon;
    request.problemSettings =
        *completeSettings(catalogue.problem(problem)->parameters, Json::object(), problem);
    request.settings =
        *completeSettings(catalogue.algorithm(algorithm)->parameters, Json::object(), algorithm);
    const RecordingSchedule schedule = catalogue.loop(catalogue.problem(problem)->loop)->schedule;
    const double begun = threadSeconds();
    for (int seed = 1; seed <= repetitions; ++seed) {
        request.seeds = {static_cast<std::uint64_t>(seed)};
        request.instances = {
            *family.prepare({problem, request.problemSettings, request.seeds.front(), nullptr})};
        test::MemoryRecorder recorder(schedule, horizon, 1, seed == 1 ? 1 : 0);
        const auto trial = *family.start(request);
        while (trial->advance(recorder)) {
        }
        benchmark::DoNotOptimize(recorder.lanes().data());
    }
    return threadSeconds() - begun;
}

void linUcb(benchmark::State &state)
{
    const auto family = bandits::makeFamily();
    double ours = 0;
    double plain = 0;
    for (auto _ : state) {
        const double seconds = loopSeconds(*family, "bandits/contextual-linear", "bandits/linucb");
        state.SetIterationTime(seconds);
        ours += seconds;
        plain += plainSeconds();
    }
    const double rounds =
        static_cast<double>(horizon) * repetitions * static_cast<double>(state.iterations());
    state.counters["rounds/s"] = rounds / ours;
    state.counters["plain rounds/s"] = rounds / plain;
    state.counters["time/plain"] = ours / plain;
}

BENCHMARK(linUcb)->Name("bandits/linucb")->UseManualTime()->Unit(benchmark::kMillisecond);

} // namespace
