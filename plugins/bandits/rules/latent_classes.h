#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace agon::bandits {

/** Entities of a few latent classes that answer yes-or-no questions independently given their
 *  class: the predictive model of elicitation. */
class LatentClasses
{
public:
    /** @p probabilities of a yes, classes × questions, in (0, 1). */
    LatentClasses(std::vector<double> probabilities, std::size_t questions);

    std::size_t classes() const { return m_probabilities.size() / m_questions; }
    std::size_t questions() const { return m_questions; }
    double probability(std::size_t latent, std::size_t question) const
    {
        return m_probabilities[latent * m_questions + question];
    }

    /** Probability of a yes under @p weights of the classes, which sum to 1. */
    double predictive(std::span<const double> weights, std::size_t question) const;
    /** Bayes' rule: weights after an answer. */
    void condition(std::span<double> weights, std::size_t question, bool yes) const;
    /** H(t) - E_y H(t | q = y) in nats: what question @p q is expected to tell about @p target. */
    double informationGain(std::span<const double> weights, std::size_t question,
                           std::size_t target) const;

private:
    std::vector<double> m_probabilities;
    std::size_t m_questions;
};

/** Entropy of a coin in nats; 0 at 0 and 1. */
double coinEntropy(double probability);

} // namespace agon::bandits
