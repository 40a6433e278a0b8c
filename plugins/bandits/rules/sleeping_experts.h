#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace agon::bandits {

/** AdaNormalHedge for sleeping experts (Luo and Schapire 2015). */
class SleepingExperts
{
public:
    explicit SleepingExperts(int experts);

    /** Probabilities of the awake experts; uniform among them while all weights are 0. */
    std::span<const double> probabilities(std::span<const std::uint8_t> awake);
    /** @p losses of the awake experts in [0, 1]; others are not looked at. */
    void update(std::span<const double> losses, std::span<const std::uint8_t> awake);

    std::span<const double> regrets() const { return m_regrets; }
    std::span<const double> magnitudes() const { return m_magnitudes; }

private:
    std::vector<double> m_regrets;    ///< R: Σ (p·l - l_i) over rounds awake
    std::vector<double> m_magnitudes; ///< C: Σ |p·l - l_i|
    std::vector<double> m_probabilities;
    std::vector<double> m_logarithms;
};

} // namespace agon::bandits
