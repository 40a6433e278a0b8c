#include "plugins/bandits/rules/trained_policy.h"

#include <cmath>
#include <limits>

namespace agon::bandits {

double identificationComplexity(std::span<const double> means)
{
    const double best = *std::max_element(means.begin(), means.end());
    double sum = 0;
    for (const double mean : means)
        if (mean < best)
            sum += 1 / ((best - mean) * (best - mean));
    return sum;
}

void trainedProbabilities(const PolicyWeights &weights, const ArmStatistics &arms, double deviation,
                          std::int64_t played, std::int64_t horizon, std::span<double> out)
{
    const double time = static_cast<double>(played) / static_cast<double>(horizon);
    double most = 0;
    for (std::size_t a = 0; a < out.size(); ++a) {
        out[a] = arms.sums[a] / deviation / (arms.pulls[a] + 1);
        most = a == 0 ? out[a] : std::max(most, out[a]);
    }
    const double sharpness = std::exp(-weights[6]);
    double largest = -std::numeric_limits<double>::infinity();
    for (std::size_t a = 0; a < out.size(); ++a) {
        const double mean = out[a];
        const double root = std::sqrt(arms.pulls[a] + 0.5);
        out[a] = sharpness *
                 ((weights[0] + weights[3] * time) * mean +
                  (weights[1] + weights[4] * time) / root + weights[2] * (mean - most) * root +
                  weights[5] * arms.pulls[a] / static_cast<double>(horizon));
        largest = std::max(largest, out[a]);
    }
    double sum = 0;
    for (double &probability : out) {
        probability = std::exp(probability - largest);
        sum += probability;
    }
    for (double &probability : out)
        probability /= sum;
}

const PolicyWeights &trainedWeights(TrainedFor purpose)
{
    // In the order of TrainedFor.
    static constexpr std::array<PolicyWeights, 7> weights{
        {{1.428, 0.03892, 3.335, -0.2777, -0.806, 0.69, -1.735},
         {1.104, 0.7241, 0.4753, 0.7713, 2.457, -4.749, -2.151},
         {3.79, -0.2067, 2.818, -0.4598, 3.04, -1.042, -2.975},
         {4.106, 2.121, 3.263, 0.2877, -0.6212, -2.748, -0.9105},
         {2.072, 2.86, 1.937, 0.117, 0.9583, 0.3709, -2.919},
         {2.682, 0.1611, 2.7, 1.886, -1.188, -0.5399, -1.71},
         {1.791, 1.033, 0.7091, 3.456, 0.01763, 1.044, -1.065}}};
    return weights[static_cast<std::size_t>(purpose)];
}

} // namespace agon::bandits
