#include "plugins/bandits/rules/latent_classes.h"

#include <cassert>
#include <cmath>

namespace agon::bandits {

double coinEntropy(double probability)
{
    const auto term = [](double p) { return p > 0 ? -p * std::log(p) : 0.0; };
    return term(probability) + term(1 - probability);
}

LatentClasses::LatentClasses(std::vector<double> probabilities, std::size_t questions)
    : m_probabilities(std::move(probabilities)), m_questions(questions)
{
    assert(questions > 0 && m_probabilities.size() % questions == 0);
}

double LatentClasses::predictive(std::span<const double> weights, std::size_t question) const
{
    double sum = 0;
    for (std::size_t latent = 0; latent < weights.size(); ++latent)
        sum += weights[latent] * probability(latent, question);
    return sum;
}

void LatentClasses::condition(std::span<double> weights, std::size_t question, bool yes) const
{
    double sum = 0;
    for (std::size_t latent = 0; latent < weights.size(); ++latent) {
        const double p = probability(latent, question);
        sum += weights[latent] *= yes ? p : 1 - p;
    }
    for (double &weight : weights)
        weight /= sum;
}

double LatentClasses::informationGain(std::span<const double> weights, std::size_t question,
                                      std::size_t target) const
{
    double yes = 0;  // P(q)
    double both = 0; // P(q, t)
    double all = 0;  // P(t)
    for (std::size_t latent = 0; latent < weights.size(); ++latent) {
        const double q = weights[latent] * probability(latent, question);
        const double t = probability(latent, target);
        yes += q;
        both += q * t;
        all += weights[latent] * t;
    }
    return coinEntropy(all) - yes * coinEntropy(both / yes) -
           (1 - yes) * coinEntropy((all - both) / (1 - yes));
}

} // namespace agon::bandits
