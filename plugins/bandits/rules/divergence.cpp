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

double exponentialDivergence(double x, double y)
{
    // x/y - 1 - ln(x/y), by the difference where the two are close.
    const double excess = (x - y) / y;
    return excess - std::log1p(excess);
}

double poissonDivergence(double x, double y)
{
    if (x <= 0)
        return y;
    const double excess = (y - x) / x;
    return x * (excess - std::log1p(excess));
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

double exponentialUpperBound(double mean, double level)
{
    if (level <= 0)
        return mean;
    // With x = ln(q/mean): exp(-x) - 1 + x = level, convex and increasing for x > 0. Newton from
    // the right of the root, where exp(-x) >= 0 leaves x <= level + 1.
    double x = level + 1;
    constexpr int enough = 100;
    for (int iteration = 0; iteration < enough; ++iteration) {
        const double next = x - (std::expm1(-x) + x - level) / -std::expm1(-x);
        if (!(next < x) || next <= 0)
            break;
        x = next;
    }
    return mean * std::exp(x);
}

double poissonUpperBound(double mean, double level)
{
    if (level <= 0)
        return mean;
    if (mean <= 0)
        return level;
    // With x = q/mean - 1: x - ln(1 + x) = level/mean, convex and increasing for x > 0. The
    // start lies right of the root, since x - ln(1 + x) >= x²/(2(1 + x)).
    const double target = level / mean;
    double x = target + std::sqrt(target * (target + 2));
    constexpr int enough = 100;
    for (int iteration = 0; iteration < enough; ++iteration) {
        const double next = x - (x - std::log1p(x) - target) * (1 + x) / x;
        if (!(next < x) || next <= 0)
            break;
        x = next;
    }
    return mean * (1 + x);
}

double divergenceOf(RewardLaw law, double variance, double x, double y)
{
    switch (law) {
    case RewardLaw::gaussian:
        return gaussianDivergence(x, y, variance);
    case RewardLaw::exponential:
        return x > 0 ? exponentialDivergence(x, y) : std::numeric_limits<double>::infinity();
    case RewardLaw::poisson:
        return poissonDivergence(x, y);
    case RewardLaw::bernoulli:
    case RewardLaw::bounded:
        break;
    }
    return bernoulliDivergence(x, y);
}

double upperBoundOf(RewardLaw law, double variance, double mean, double level)
{
    switch (law) {
    case RewardLaw::gaussian:
        return gaussianUpperBound(mean, level, variance);
    case RewardLaw::exponential:
        return exponentialUpperBound(mean, level);
    case RewardLaw::poisson:
        return poissonUpperBound(mean, level);
    case RewardLaw::bernoulli:
    case RewardLaw::bounded:
        break;
    }
    return bernoulliUpperBound(mean, level);
}

} // namespace agon::bandits
