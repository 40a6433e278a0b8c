#pragma once

#include <span>
#include <vector>

namespace agon::bandits {

/** Exp4's weights: probabilities of actions are the experts' advice, mixed by trust. */
class AdviceWeights
{
public:
    AdviceWeights(std::size_t experts, double rate);
    /** Experts with such @p trust, adding up to 1. */
    AdviceWeights(std::vector<double> trust, double rate);

    /** @p advice: experts × actions, one probability vector an expert. */
    void mix(std::span<const double> advice, std::size_t actions);
    /** Of the last mixture. */
    std::span<const double> probabilities() const { return m_probabilities; }
    /** Trust falls by exp(-η e(action) loss/p), e being the @p advice of the round, experts ×
     *  @p actions, and p the probability that the action was chosen with. */
    void update(std::span<const double> advice, std::size_t actions, int action, double probability,
                double loss);

    std::size_t experts() const { return m_trust.size(); }
    std::span<const double> trust() const { return m_trust; }

private:
    double m_rate;
    std::vector<double> m_trust;
    std::vector<double> m_probabilities;
};

} // namespace agon::bandits
