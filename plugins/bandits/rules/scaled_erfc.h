#pragma once

#include <cmath>
#include <numbers>

namespace agon::bandits {

/** exp(x²) erfc(x) for x >= 0, without overflow. */
inline double scaledErfc(double x)
{
    if (x < 10)
        return std::exp(x * x) * std::erfc(x);
    // Asymptotic: the first term left out is below 1e-12 of the sum.
    const double t = 1 / (2 * x * x);
    double term = 1;
    double sum = 1;
    for (int k = 1; k <= 7; ++k) {
        term *= -(2 * k - 1) * t;
        sum += term;
    }
    return sum / (x * std::sqrt(std::numbers::pi));
}

} // namespace agon::bandits
