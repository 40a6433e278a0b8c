#include "plugins/bandits/rules/trust_weights.h"

#include "plugins/bandits/rules/scaled_erfc.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace agon::bandits {

void exponentialTrust(std::span<const double> losses, double rate, std::vector<double> &trust)
{
    const double least = *std::min_element(losses.begin(), losses.end());
    double sum = 0;
    for (std::size_t k = 0; k < losses.size(); ++k) {
        trust[k] = std::exp(-rate * (losses[k] - least));
        sum += trust[k];
    }
    for (double &weight : trust)
        weight /= sum;
}

// Completing the square gives e^{a²} √π/(2√V) (erf a - erf b), a = R/(2√V), b = (R - V)/(2√V).
double squintLogarithm(double regret, double variance)
{
    // Below this V the quadratic term is invisible: |η² V| < 1e-13.
    if (variance < 4e-13)
        return regret == 0 ? std::log(0.5) : std::log(std::expm1(regret / 2) / regret);
    const double root = 2 * std::sqrt(variance);
    const double a = regret / root;
    const double b = (regret - variance) / root;
    const double front = std::log(std::sqrt(std::numbers::pi) / root);
    const double end = regret / 2 - variance / 4; // a² - b²: the exponent at η = 1/2
    if (b >= 0)
        return front + end + std::log(scaledErfc(b) - std::exp(-end) * scaledErfc(a));
    if (a <= 0)
        return front + std::log(scaledErfc(-a) - std::exp(end) * scaledErfc(-b));
    return front + a * a + std::log(std::erf(a) - std::erf(b));
}

} // namespace agon::bandits
