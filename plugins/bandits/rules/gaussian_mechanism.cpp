#include "plugins/bandits/rules/gaussian_mechanism.h"

#include "plugins/bandits/rules/scaled_erfc.h"

#include <boost/math/tools/roots.hpp>

#include <cmath>
#include <limits>
#include <numbers>

namespace agon::bandits {

// With a = 1/(2σ) + εσ and b = 1/(2σ) - εσ, a² - b² = 2ε: e^ε Φ(-a) is e^(-b²/2) times what does
// not overflow.
double gaussianMechanismDelta(double epsilon, double deviation)
{
    const double a = 0.5 / deviation + epsilon * deviation;
    const double b = 0.5 / deviation - epsilon * deviation;
    const double scale = 0.5 * std::exp(-0.5 * b * b);
    const double opposite = scaledErfc(a / std::numbers::sqrt2);
    if (b < 0)
        return scale * (scaledErfc(-b / std::numbers::sqrt2) - opposite);
    return 0.5 * std::erfc(-b / std::numbers::sqrt2) - scale * opposite;
}

double gaussianMechanismFactor(double epsilon, double delta)
{
    if (epsilon <= 1)
        return std::sqrt(2 * std::log(1.25 / delta));
    const auto excess = [&](double deviation) {
        return gaussianMechanismDelta(epsilon, deviation) - delta;
    };
    // The more noise, the smaller δ.
    double low = 1 / std::sqrt(2 * epsilon);
    double high = low;
    while (excess(low) <= 0)
        low /= 2;
    while (excess(high) > 0)
        high *= 2;
    constexpr int bits = std::numeric_limits<double>::digits - 4;
    const auto bracket = boost::math::tools::bisect(
        excess, low, high, boost::math::tools::eps_tolerance<double>(bits));
    return epsilon * bracket.second;
}

} // namespace agon::bandits
