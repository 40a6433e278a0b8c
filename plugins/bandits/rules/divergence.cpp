#include "plugins/bandits/rules/divergence.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace agon::bandits {

double bernoulliDivergence(double p, double q)
{
    // -p ln(q/p) - (1-p) ln((1-q)/(1-p)) by the difference q - p, which loses no digits when the
    // two are close.
    const auto term = [](double x, double difference) {
        return x == 0 ? 0.0 : -x * std::log1p(difference / x);
    };
    return term(p, q - p) + term(1 - p, p - q);
}

double gaussianDivergence(double x, double y, double variance)
{
    return (x - y) * (x - y) / (2 * variance);
}

double bernoulliUpperBound(double mean, double level)
{
    if (level <= 0)
        return mean;
    if (mean >= 1)
        return 1;
    if (mean <= 0)
        return -std::expm1(-level);
    // Newton for the distance x of the bound from the mean, from the right of the root, where
    // kl(mean, mean + x) - level is convex and increasing: monotone. Both starts lie right of it:
    // Pinsker's inequality, and dropping the term of success.
    const double entropy = mean * std::log(mean) + (1 - mean) * std::log1p(-mean);
    const double pinsker = std::sqrt(level / 2);
    const double fromFailures = -std::expm1((entropy - level) / (1 - mean)) - mean;
    double x = std::min(pinsker, fromFailures);
    constexpr int enough = 100;
    for (int iteration = 0; iteration < enough; ++iteration) {
        const double value =
            -mean * std::log1p(x / mean) - (1 - mean) * std::log1p(-x / (1 - mean)) - level;
        const double next = x - value * (mean + x) * (1 - mean - x) / x;
        // Rounding ends the descent: no progress to the left any more.
        if (!(next < x) || next <= 0)
            break;
        x = next;
    }
    return mean + x;
}

double gaussianUpperBound(double mean, double level, double variance)
{
    return mean + std::sqrt(2 * variance * level);
}

} // namespace agon::bandits
