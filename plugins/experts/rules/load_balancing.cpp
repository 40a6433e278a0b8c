#include "plugins/experts/rules/load_balancing.h"

#include "core/random/distributions.h"

#include <algorithm>
#include <cassert>
#include <numeric>

namespace agon::experts {
namespace {

std::vector<double> normalised(std::span<const double> counts)
{
    const double total = std::accumulate(counts.begin(), counts.end(), 0.0);
    std::vector<double> result(counts.begin(), counts.end());
    for (double &value : result)
        value /= total;
    return result;
}

void add(std::span<const double> from, std::span<double> to)
{
    for (std::size_t i = 0; i < to.size(); ++i)
        to[i] += from[i];
}

/** Runs over groups of micro-batches; with @p keep their counts add up from group to group. */
std::vector<double> groupFractions(const Routing &routing, int group, bool keep)
{
    assert(group >= 1);
    std::vector<double> fractions;
    fractions.reserve(routing.counts.size());
    std::vector<double> counts(static_cast<std::size_t>(routing.experts), 0);
    for (int first = 0; first < routing.microBatches; first += group) {
        const int end = std::min(first + group, routing.microBatches);
        if (!keep)
            std::fill(counts.begin(), counts.end(), 0);
        for (int batch = first; batch < end; ++batch)
            add(routing.countsOf(batch), counts);
        const std::vector<double> shared = normalised(counts);
        for (int batch = first; batch < end; ++batch)
            fractions.insert(fractions.end(), shared.begin(), shared.end());
    }
    return fractions;
}

} // namespace

std::vector<double> synchronisedFractions(const Routing &routing, int group)
{
    return groupFractions(routing, group, false);
}

std::vector<double> bufferedFractions(const Routing &routing, int group)
{
    return groupFractions(routing, group, true);
}

std::vector<double> shuffledFractions(const Routing &routing, std::uint64_t seed, std::int64_t step)
{
    std::vector<double> fractions;
    fractions.reserve(routing.counts.size());
    const auto k = static_cast<std::size_t>(routing.selected);
    for (int batch = 0; batch < routing.microBatches; ++batch) {
        random::Stream stream(seed, random::Purpose("experts/shuffled balance batch"),
                              static_cast<std::uint64_t>(batch), static_cast<std::uint64_t>(step));
        std::vector<double> counts(static_cast<std::size_t>(routing.experts), 0);
        for (const std::int32_t token :
             random::sample(stream, routing.totalTokens(), routing.tokens))
            for (std::size_t i = 0; i < k; ++i)
                counts[static_cast<std::size_t>(
                    routing.chosen[static_cast<std::size_t>(token) * k + i])] += 1;
        const std::vector<double> shares = normalised(counts);
        fractions.insert(fractions.end(), shares.begin(), shares.end());
    }
    return fractions;
}

double loadBalancingLoss(const Routing &routing, std::span<const double> fractions, double weight,
                         std::span<double> logitGradient)
{
    assert(fractions.size() == routing.counts.size());
    assert(logitGradient.size() == routing.logits.size());
    const auto experts = static_cast<std::size_t>(routing.experts);
    const double scale = weight * routing.experts / routing.totalTokens();
    double loss = 0;
    for (int token = 0; token < routing.totalTokens(); ++token) {
        const double *f =
            fractions.data() + static_cast<std::size_t>(token / routing.tokens) * experts;
        const std::span<const double> p = routing.probabilitiesOf(token);
        double *gradient = logitGradient.data() + static_cast<std::size_t>(token) * experts;
        const double mean = std::inner_product(p.begin(), p.end(), f, 0.0);
        loss += scale * mean;
        // P227 with f synchronised: the Switch gradient, T = micro-batch size, divided by N_P.
        for (std::size_t e = 0; e < experts; ++e)
            gradient[e] += scale * p[e] * (f[e] - mean);
    }
    return loss;
}

} // namespace agon::experts
