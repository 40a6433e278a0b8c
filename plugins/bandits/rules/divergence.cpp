#include "plugins/bandits/rules/divergence.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace agon::bandits {

double bernoulliDivergence(double p, double q)
{
    // x ln(x/y) with 0 ln 0 = 0.
    const auto term = [](double x, double y) {
        if (x == 0)
            return 0.0;
        return y == 0 ? std::numeric_limits<double>::infinity() : x * std::log(x / y);
    };
    return term(p, q) + term(1 - p, 1 - q);
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
    // Newton from the right of the root, where f(q) = kl(mean, q) - level is convex and increasing:
    // monotone. Both starts lie right of it: Pinsker's inequality, and dropping the term of
    // success.
    const double entropy = mean * std::log(mean) + (1 - mean) * std::log1p(-mean);
    const double pinsker = mean + std::sqrt(level / 2);
    const double fromFailures = -std::expm1((entropy - level) / (1 - mean));
    double q = std::min(pinsker, fromFailures);
    constexpr int enough = 100;
    for (int iteration = 0; iteration < enough; ++iteration) {
        const double value = entropy - mean * std::log(q) - (1 - mean) * std::log1p(-q) - level;
        const double next = q - value * q * (1 - q) / (q - mean);
        // Rounding ends the descent: no progress to the left any more.
        if (!(next < q) || next <= mean)
            break;
        q = next;
    }
    return q;
}

double gaussianUpperBound(double mean, double level, double variance)
{
    return mean + std::sqrt(2 * variance * level);
}

} // namespace agon::bandits
