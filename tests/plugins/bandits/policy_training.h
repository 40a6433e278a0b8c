#pragma once

#include "core/random/distributions.h"
#include "plugins/bandits/rules/trained_policy.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <numeric>
#include <vector>

// How the weights of rules/trained_policy.cpp come about: the cross-entropy method against finitely
// many adversaries, with common random numbers.

namespace agon::bandits::test {

class PolicyTraining
{
public:
    static constexpr int arms = 8;
    static constexpr int horizon = 24;
    static constexpr std::array<double, 5> complexities{20, 60, 200, 600, 2000};
    static constexpr int shapes = 5;

    /** Gaps to the best arm of one shape, scaled to complexity @p rho; the first is 0. */
    static std::vector<double> gaps(int shape, double rho)
    {
        std::vector<double> result(arms);
        for (int i = 1; i < arms; ++i) {
            const double by[shapes] = {1, 1.0 * i, i == 1 ? 1.0 : 4.0, std::sqrt(1.0 * i),
                                       i <= 3 ? 1.0 : 4.0};
            result[static_cast<std::size_t>(i)] = by[shape];
        }
        std::vector<double> means;
        for (const double gap : result)
            means.push_back(-gap);
        const double scale = std::sqrt(identificationComplexity(means) / rho);
        for (double &gap : result)
            gap *= scale;
        return result;
    }

    using Pull = std::function<int(const ArmStatistics &, int, random::Stream &)>;
    using Recommend = std::function<int(const ArmStatistics &)>;

    /** Error probability of a way to pull on arms with these gaps; the best arm is the first in one
     *  rollout, the second in the next, and so on. */
    static double loss(const Pull &pull, const std::vector<double> &gap, int rollouts,
                       std::uint64_t seed, const Recommend &recommend = bestMean)
    {
        double sum = 0;
        for (int rollout = 0; rollout < rollouts; ++rollout) {
            random::Stream noise(seed, random::Purpose("training rewards"), 0,
                                 static_cast<std::uint64_t>(rollout));
            random::Stream choice(seed, random::Purpose("training choices"), 0,
                                  static_cast<std::uint64_t>(rollout));
            const auto gapOf = [&](int arm) {
                return gap[static_cast<std::size_t>((arm + rollout) % arms)];
            };
            ArmStatistics statistics(arms);
            for (int played = 0; played < horizon; ++played) {
                const int arm = pull(statistics, played, choice);
                statistics.add(arm, random::normal(noise) - gapOf(arm));
            }
            sum += gapOf(recommend(statistics)) > 0 ? 1 : 0;
        }
        return sum / rollouts;
    }

    static Pull sampling(const PolicyWeights &weights)
    {
        return [weights](const ArmStatistics &statistics, int played, random::Stream &stream) {
            std::array<double, arms> probabilities{};
            trainedProbabilities(weights, statistics, 1, played, horizon, probabilities);
            return drawWeighted(probabilities, 1, stream);
        };
    }

    /** Worst loss in each class; a class holds all lower ones. */
    static std::array<double, 5> worstLosses(const Pull &pull, int rollouts, std::uint64_t seed,
                                             std::size_t classes = complexities.size(),
                                             const Recommend &recommend = bestMean)
    {
        std::array<double, 5> worst{};
        for (std::size_t k = 0; k < classes; ++k) {
            worst[k] = k > 0 ? worst[k - 1] : 0;
            for (int shape = 0; shape < shapes; ++shape)
                worst[k] = std::max(
                    worst[k], loss(pull, gaps(shape, complexities[k]), rollouts,
                                   seed + static_cast<std::uint64_t>(shape) + 10 * k, recommend));
        }
        return worst;
    }

    /** Weights with the least @p objective of the worst losses: 18 generations of 32, of which 6
     *  are kept. */
    static PolicyWeights
    train(std::size_t classes,
          const std::function<double(const std::array<double, 5> &)> &objective, std::uint64_t seed,
          int rollouts = 200)
    {
        constexpr int population = 32;
        constexpr int elite = 6;
        random::Stream stream(seed, random::Purpose("cross entropy"));
        PolicyWeights centre{2, 1, 1, 0, 0, 0, 0};
        PolicyWeights spread;
        spread.fill(1.5);
        std::vector<std::pair<double, PolicyWeights>> candidates(population);
        for (int generation = 0; generation < 18; ++generation) {
            for (auto &[value, weights] : candidates) {
                for (std::size_t i = 0; i < weights.size(); ++i)
                    weights[i] = random::normal(stream, centre[i], spread[i]);
                value = objective(worstLosses(sampling(weights), rollouts, 1000, classes));
            }
            std::stable_sort(candidates.begin(), candidates.end(),
                             [](const auto &a, const auto &b) { return a.first < b.first; });
            for (std::size_t i = 0; i < centre.size(); ++i) {
                double sum = 0;
                double squares = 0;
                for (int e = 0; e < elite; ++e) {
                    const double value = candidates[static_cast<std::size_t>(e)].second[i];
                    sum += value;
                    squares += value * value;
                }
                centre[i] = sum / elite;
                spread[i] =
                    std::sqrt(std::max(0.0, squares / elite - centre[i] * centre[i])) + 0.02;
            }
        }
        return centre;
    }

    /** Everything, in the order of TrainedFor. */
    static std::array<PolicyWeights, 7> trainAll()
    {
        std::array<PolicyWeights, 7> all{};
        std::array<double, 5> specialists{};
        for (std::size_t k = 0; k < complexities.size(); ++k) {
            const auto ofClass = [k](const std::array<double, 5> &worst) { return worst[k]; };
            all[2 + k] = train(k + 1, ofClass, 20 + k);
            specialists[k] = worstLosses(sampling(all[2 + k]), 1000, 5000)[k];
        }
        all[1] = train(
            5, [](const auto &worst) { return worst.back(); }, 11);
        all[0] = train(
            5,
            [&](const std::array<double, 5> &worst) {
                double excess = -1;
                for (std::size_t k = 0; k < worst.size(); ++k)
                    excess = std::max(excess, worst[k] - specialists[k]);
                return excess;
            },
            10);
        return all;
    }
};

} // namespace agon::bandits::test
