#pragma once

#include "core/random/stream.h"

#include <span>
#include <vector>

namespace agon::bandits {

/** Probabilities proportional to exp(-η L_a), where only one cumulative loss changes at a time. */
class ExponentialWeights
{
public:
    ExponentialWeights(int arms, double rate);

    int draw(random::Stream &stream) const;
    double probability(std::size_t arm) const { return m_weights[arm] / m_sum; }
    /** L_arm += loss. */
    void add(std::size_t arm, double loss);
    std::span<const double> losses() const { return m_losses; }
    void probabilities(std::span<double> out) const;

private:
    void recompute();

    double m_rate;                 ///< η
    double m_shift = 0;            ///< the smallest loss when the weights were last recomputed
    std::vector<double> m_losses;  ///< L
    std::vector<double> m_weights; ///< exp(-η (L - shift))
    double m_sum;
};

} // namespace agon::bandits
