#include "plugins/experts/rules/routing.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

namespace agon::experts {
namespace {

std::size_t size(int a, int b) { return static_cast<std::size_t>(a) * static_cast<std::size_t>(b); }

} // namespace

Routing::Routing(int microBatchCount, int tokensPerMicroBatch, int expertCount, int selectedCount)
    : microBatches(microBatchCount)
    , tokens(tokensPerMicroBatch)
    , experts(expertCount)
    , selected(selectedCount)
    , logits(size(microBatchCount * tokensPerMicroBatch, expertCount))
    , probabilities(logits.size())
    , chosen(size(microBatchCount * tokensPerMicroBatch, selectedCount))
    , weights(chosen.size())
    , served(chosen.size(), 1)
    , counts(size(microBatchCount, expertCount))
{
    assert(selected >= 1 && selected <= experts);
}

std::span<const double> Routing::logitsOf(int token) const
{
    return {logits.data() + size(token, experts), static_cast<std::size_t>(experts)};
}

std::span<const double> Routing::probabilitiesOf(int token) const
{
    return {probabilities.data() + size(token, experts), static_cast<std::size_t>(experts)};
}

std::span<const double> Routing::countsOf(int microBatch) const
{
    return {counts.data() + size(microBatch, experts), static_cast<std::size_t>(experts)};
}

std::vector<double> Routing::totalCounts() const
{
    std::vector<double> total(static_cast<std::size_t>(experts), 0);
    for (std::size_t i = 0; i < counts.size(); ++i)
        total[i % total.size()] += counts[i];
    return total;
}

void computeProbabilities(Routing &routing)
{
    const auto experts = static_cast<std::size_t>(routing.experts);
    for (std::size_t row = 0; row < routing.logits.size(); row += experts) {
        const double *z = routing.logits.data() + row;
        double *p = routing.probabilities.data() + row;
        const double largest = *std::max_element(z, z + experts);
        double sum = 0;
        for (std::size_t e = 0; e < experts; ++e)
            sum += p[e] = std::exp(z[e] - largest);
        for (std::size_t e = 0; e < experts; ++e)
            p[e] /= sum;
    }
}

void selectLargest(std::span<const double> scores, std::span<std::int32_t> chosen)
{
    if (chosen.size() == 1) {
        chosen[0] = static_cast<std::int32_t>(std::max_element(scores.begin(), scores.end()) -
                                              scores.begin());
        return;
    }
    // Insertion into the short list of the k best so far; strictly larger, so that ties keep the
    // lowest index.
    std::size_t found = 0;
    for (std::size_t e = 0; e < scores.size(); ++e) {
        std::size_t place = found;
        while (place > 0 && scores[e] > scores[static_cast<std::size_t>(chosen[place - 1])])
            --place;
        if (place >= chosen.size())
            continue;
        found = std::min(found + 1, chosen.size());
        for (std::size_t i = found - 1; i > place; --i)
            chosen[i] = chosen[i - 1];
        chosen[place] = static_cast<std::int32_t>(e);
    }
}

void countSelections(Routing &routing)
{
    std::fill(routing.served.begin(), routing.served.end(), std::uint8_t{1});
    std::fill(routing.counts.begin(), routing.counts.end(), 0);
    const std::size_t perMicroBatch = size(routing.tokens, routing.selected);
    for (std::size_t i = 0; i < routing.chosen.size(); ++i)
        routing.counts[i / perMicroBatch * static_cast<std::size_t>(routing.experts) +
                       static_cast<std::size_t>(routing.chosen[i])] += 1;
}

void routeTopK(Routing &routing)
{
    computeProbabilities(routing);
    const auto k = static_cast<std::size_t>(routing.selected);
    for (int token = 0; token < routing.totalTokens(); ++token) {
        const std::span<const double> p = routing.probabilitiesOf(token);
        const std::size_t first = static_cast<std::size_t>(token) * k;
        selectLargest(p, {routing.chosen.data() + first, k});
        double sum = 0;
        for (std::size_t i = first; i < first + k; ++i)
            sum += routing.weights[i] = p[static_cast<std::size_t>(routing.chosen[i])];
        for (std::size_t i = first; k > 1 && i < first + k; ++i)
            routing.weights[i] /= sum;
    }
    countSelections(routing);
}

void differentiateTopK(const Routing &routing, std::span<const double> weightGradient,
                       std::span<double> logitGradient)
{
    assert(weightGradient.size() == routing.weights.size());
    assert(logitGradient.size() == routing.logits.size());
    const auto k = static_cast<std::size_t>(routing.selected);
    for (int token = 0; token < routing.totalTokens(); ++token) {
        const std::span<const double> p = routing.probabilitiesOf(token);
        double *gradient = logitGradient.data() + size(token, routing.experts);
        const std::size_t first = static_cast<std::size_t>(token) * k;
        const auto expert = [&](std::size_t i) {
            return static_cast<std::size_t>(routing.chosen[first + i]);
        };
        if (k == 1) {
            // g = p_s: dg/dz_j = p_s (delta_sj - p_j).
            const double scale = weightGradient[first] * p[expert(0)];
            for (std::size_t e = 0; e < p.size(); ++e)
                gradient[e] -= scale * p[e];
            gradient[expert(0)] += scale;
            continue;
        }
        // g = softmax over the selected logits. A selection that was dropped keeps its share in the
        // others' denominator, so the weight before dropping enters here.
        double sum = 0, mean = 0;
        for (std::size_t i = 0; i < k; ++i)
            sum += p[expert(i)];
        for (std::size_t i = 0; i < k; ++i)
            mean += p[expert(i)] / sum * weightGradient[first + i];
        for (std::size_t i = 0; i < k; ++i)
            gradient[expert(i)] += p[expert(i)] / sum * (weightGradient[first + i] - mean);
    }
}

int capacityOf(const Routing &routing, double factor)
{
    return static_cast<int>(
        std::ceil(factor * routing.selected * routing.tokens / routing.experts));
}

void applyCapacity(Routing &routing, double factor)
{
    const int capacity = capacityOf(routing, factor);
    const auto k = static_cast<std::size_t>(routing.selected);
    const auto tokens = static_cast<std::size_t>(routing.tokens);
    for (std::size_t batch = 0; batch < static_cast<std::size_t>(routing.microBatches); ++batch) {
        std::vector<int> taken(static_cast<std::size_t>(routing.experts), 0);
        for (std::size_t choice = 0; choice < k; ++choice)
            for (std::size_t token = batch * tokens; token < (batch + 1) * tokens; ++token) {
                const std::size_t i = token * k + choice;
                int &used = taken[static_cast<std::size_t>(routing.chosen[i])];
                routing.served[i] = used < capacity;
                if (routing.served[i])
                    ++used;
                else
                    routing.weights[i] = 0;
            }
    }
}

double zLoss(const Routing &routing, double weight, std::span<double> logitGradient)
{
    const double scale = weight / routing.totalTokens();
    double sum = 0;
    for (int token = 0; token < routing.totalTokens(); ++token) {
        const std::span<const double> z = routing.logitsOf(token);
        const std::span<const double> p = routing.probabilitiesOf(token);
        const double largest = *std::max_element(z.begin(), z.end());
        double exponentials = 0;
        for (const double value : z)
            exponentials += std::exp(value - largest);
        const double logSum = largest + std::log(exponentials);
        sum += scale * logSum * logSum;
        double *gradient = logitGradient.data() + size(token, routing.experts);
        for (std::size_t e = 0; e < p.size(); ++e)
            gradient[e] += 2 * scale * logSum * p[e];
    }
    return sum;
}

} // namespace agon::experts
