#pragma once

#include "plugins/bandits/rules/tsallis_weights.h"

#include <cmath>
#include <vector>

namespace agon::bandits {

/** Tsallis-INF on iteration counts k >= 1 (P220, released code): losses (k - 1)/p, divided by the
 *  mean count less one as known in every round. */
class TsallisCosts
{
public:
    explicit TsallisCosts(int actions)
        : m_losses(static_cast<std::size_t>(actions)), m_scaled(m_losses), m_probabilities(m_losses)
    {}

    /** Probabilities of the next round, with η = 2/√t. */
    std::span<const double> probabilities()
    {
        const double rounds = m_rounds;
        const double scale = rounds > 0 && m_costs > rounds ? 1 / (m_costs / rounds - 1) : 0;
        for (std::size_t a = 0; a < m_losses.size(); ++a)
            m_scaled[a] = scale * m_losses[a];
        tsallisWeights(m_scaled, 2 / std::sqrt(rounds + 1), m_probabilities);
        return m_probabilities;
    }

    /** What @p action cost, which probabilities() gave last. */
    void update(int action, double iterations)
    {
        const auto a = static_cast<std::size_t>(action);
        m_losses[a] += (iterations - 1) / m_probabilities[a];
        m_costs += iterations;
        m_rounds += 1;
    }

private:
    std::vector<double> m_losses; ///< importance weighted
    std::vector<double> m_scaled;
    std::vector<double> m_probabilities;
    double m_costs = 0;
    double m_rounds = 0;
};

} // namespace agon::bandits
