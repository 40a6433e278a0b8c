#include "plugins/experts/rules/bias_balancing.h"

#include <cassert>
#include <cmath>
#include <numeric>

namespace agon::experts {
namespace {

double sigmoid(double z) { return 1 / (1 + std::exp(-z)); }

} // namespace

void routeBiased(Routing &routing, Score score, std::span<const double> bias)
{
    assert(bias.size() == static_cast<std::size_t>(routing.experts));
    computeProbabilities(routing);
    const auto k = static_cast<std::size_t>(routing.selected);
    std::vector<double> scores(bias.size()), biased(bias.size());
    for (int token = 0; token < routing.totalTokens(); ++token) {
        const std::span<const double> z = routing.logitsOf(token);
        const std::span<const double> p = routing.probabilitiesOf(token);
        for (std::size_t e = 0; e < bias.size(); ++e) {
            scores[e] = score == Score::sigmoid ? sigmoid(z[e]) : p[e];
            biased[e] = scores[e] + bias[e];
        }
        const std::size_t first = static_cast<std::size_t>(token) * k;
        selectLargest(biased, {routing.chosen.data() + first, k});
        double sum = 0;
        for (std::size_t i = first; i < first + k; ++i)
            sum += routing.weights[i] = scores[static_cast<std::size_t>(routing.chosen[i])];
        for (std::size_t i = first; k > 1 && i < first + k; ++i)
            routing.weights[i] /= sum;
    }
    countSelections(routing);
}

void differentiateBiased(const Routing &routing, Score score,
                         std::span<const double> weightGradient, std::span<double> logitGradient)
{
    if (score == Score::softmax) {
        differentiateTopK(routing, weightGradient, logitGradient);
        return;
    }
    const auto k = static_cast<std::size_t>(routing.selected);
    for (int token = 0; token < routing.totalTokens(); ++token) {
        const std::span<const double> z = routing.logitsOf(token);
        const std::size_t first = static_cast<std::size_t>(token) * k;
        double *gradient = logitGradient.data() + static_cast<std::size_t>(token) *
                                                      static_cast<std::size_t>(routing.experts);
        // g_i = s_i / sum s over the selected, or s_i alone; ds/dz = s (1 - s).
        double sum = 0, mean = 0;
        for (std::size_t i = first; i < first + k; ++i)
            sum += sigmoid(z[static_cast<std::size_t>(routing.chosen[i])]);
        for (std::size_t i = first; i < first + k; ++i)
            mean +=
                sigmoid(z[static_cast<std::size_t>(routing.chosen[i])]) / sum * weightGradient[i];
        for (std::size_t i = first; i < first + k; ++i) {
            const auto expert = static_cast<std::size_t>(routing.chosen[i]);
            const double s = sigmoid(z[expert]);
            const double slope = k == 1 ? weightGradient[i] : (weightGradient[i] - mean) / sum;
            gradient[expert] += slope * s * (1 - s);
        }
    }
}

void updateBias(const Routing &routing, double rate, std::span<double> bias)
{
    const std::vector<double> counts = routing.totalCounts();
    const double mean =
        std::accumulate(counts.begin(), counts.end(), 0.0) / static_cast<double>(counts.size());
    for (std::size_t e = 0; e < bias.size(); ++e)
        bias[e] += rate * ((mean > counts[e]) - (mean < counts[e]));
}

} // namespace agon::experts
