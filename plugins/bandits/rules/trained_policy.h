#pragma once

#include "plugins/bandits/rules/draws.h"
#include "plugins/bandits/rules/policy.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <vector>

// Policies for a few dozen pulls that were trained beforehand (P046, our reading): the chance of
// pulling an arm is a softmax of a linear score of six features, with seven numbers learnt.

namespace agon::bandits {

/** Weights of the six features and the logarithm of the temperature. */
using PolicyWeights = std::array<double, 7>;

/** ρ of identifying the best of several Gaussian arms with deviation 1: Σ 1/gap² over all others.
 */
double identificationComplexity(std::span<const double> means);

/** Writes with which probabilities the arms are pulled after @p played of @p horizon rounds;
 *  rewards have the given deviation. Features: the mean shrunk towards 0, 1/√(n + ½), distance to
 *  the largest such mean times √(n + ½), the first two times t/T, and n/T. */
void trainedProbabilities(const PolicyWeights &weights, const ArmStatistics &arms, double deviation,
                          std::int64_t played, std::int64_t horizon, std::span<double> out);

/** What a policy was trained for. */
enum class TrainedFor {
    everyClass, ///< least excess over the specialist of the class, in the worst class
    worstCase,  ///< least loss in the worst of all classes
    class20,    ///< complexities up to 20, and so on
    class60,
    class200,
    class600,
    class2000
};

/** Weights trained on eight Gaussian arms and 24 pulls, by the cross-entropy method; the slow test
 *  policy_training_slow_test trains them again. */
const PolicyWeights &trainedWeights(TrainedFor purpose);

/** A trained policy as a rule of rules/policy.h, with settings that say what it was trained for. */
template <class S>
class TrainedPolicy
{
public:
    using Settings = S;
    static constexpr int initialPulls = 0;

    TrainedPolicy(const Settings &settings, const Task &task)
        : m_weights(&trainedWeights(settings.purpose))
        , m_deviation(task.deviation)
        , m_horizon(task.horizon)
        , m_probabilities(static_cast<std::size_t>(task.arms), 1.0 / task.arms)
    {}

    int select(const Round &round, const ArmStatistics &arms, random::Stream &stream)
    {
        trainedProbabilities(*m_weights, arms, m_deviation, round.number - 1, m_horizon,
                             m_probabilities);
        return drawWeighted(m_probabilities, 1, stream);
    }

    void probabilities(std::span<double> out) const
    {
        std::copy(m_probabilities.begin(), m_probabilities.end(), out.begin());
    }

private:
    const PolicyWeights *m_weights;
    double m_deviation;
    std::int64_t m_horizon;
    std::vector<double> m_probabilities;
};

} // namespace agon::bandits
