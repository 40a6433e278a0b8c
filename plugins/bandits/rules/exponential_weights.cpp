#include "plugins/bandits/rules/exponential_weights.h"

#include "plugins/bandits/rules/draws.h"

#include <algorithm>
#include <cmath>

namespace agon::bandits {

ExponentialWeights::ExponentialWeights(int arms, double rate)
    : m_rate(rate)
    , m_losses(static_cast<std::size_t>(arms))
    , m_weights(static_cast<std::size_t>(arms), 1.0)
    , m_sum(arms)
{}

int ExponentialWeights::draw(random::Stream &stream) const
{
    return drawWeighted(m_weights, m_sum, stream);
}

void ExponentialWeights::add(std::size_t arm, double loss)
{
    m_losses[arm] += loss;
    m_weights[arm] = std::exp(-m_rate * (m_losses[arm] - m_shift));
    double sum = 0;
    for (const double weight : m_weights)
        sum += weight;
    m_sum = sum;
    // Keep the largest weight near 1, so that nothing underflows.
    constexpr double tooSmall = 1e-3;
    constexpr double tooLarge = 1e100;
    if (m_sum < tooSmall || m_sum > tooLarge)
        recompute();
}

void ExponentialWeights::recompute()
{
    m_shift = *std::min_element(m_losses.begin(), m_losses.end());
    m_sum = 0;
    for (std::size_t arm = 0; arm < m_losses.size(); ++arm) {
        m_weights[arm] = std::exp(-m_rate * (m_losses[arm] - m_shift));
        m_sum += m_weights[arm];
    }
}

void ExponentialWeights::probabilities(std::span<double> out) const
{
    for (std::size_t arm = 0; arm < out.size(); ++arm)
        out[arm] = probability(arm);
}

} // namespace agon::bandits
