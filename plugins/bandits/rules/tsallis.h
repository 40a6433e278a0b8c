#pragma once

#include <span>
#include <vector>

namespace agon::bandits {

/** The probabilities of Tsallis-INF, Zimmert and Seldin 2021, algorithm 1: p_a = 4 (η (L_a - x))^-2
 *  with x below all L_a and such that they add up to 1. */
class TsallisProbabilities
{
public:
    explicit TsallisProbabilities(int arms);

    /** Solves for the cumulative losses @p losses and learning rate @p rate > 0. */
    void solve(std::span<const double> losses, double rate);
    std::span<const double> probabilities() const { return m_probabilities; }
    double normalizer() const { return m_normalizer; }

private:
    double m_normalizer = 0; ///< x, where the next search begins
    double m_distance = 0;   ///< min L - x, likewise
    std::vector<double> m_probabilities;
};

} // namespace agon::bandits
