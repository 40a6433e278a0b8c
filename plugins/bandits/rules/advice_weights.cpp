#include "plugins/bandits/rules/advice_weights.h"

#include <cmath>
#include <numeric>

namespace agon::bandits {

AdviceWeights::AdviceWeights(std::size_t experts, double rate)
    : AdviceWeights(std::vector<double>(experts, 1 / static_cast<double>(experts)), rate)
{}

AdviceWeights::AdviceWeights(std::vector<double> trust, double rate)
    : m_rate(rate), m_trust(std::move(trust))
{}

void AdviceWeights::mix(std::span<const double> advice, std::size_t actions)
{
    m_probabilities.assign(actions, 0);
    for (std::size_t expert = 0; expert < m_trust.size(); ++expert)
        for (std::size_t a = 0; a < actions; ++a)
            m_probabilities[a] += m_trust[expert] * advice[expert * actions + a];
}

void AdviceWeights::update(std::span<const double> advice, std::size_t actions, int action,
                           double probability, double loss)
{
    const auto a = static_cast<std::size_t>(action);
    const double estimate = loss / probability;
    for (std::size_t expert = 0; expert < m_trust.size(); ++expert)
        m_trust[expert] *= std::exp(-m_rate * advice[expert * actions + a] * estimate);
    const double sum = std::accumulate(m_trust.begin(), m_trust.end(), 0.0);
    for (double &trust : m_trust)
        trust /= sum;
}

} // namespace agon::bandits
