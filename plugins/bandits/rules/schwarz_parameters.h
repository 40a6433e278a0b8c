#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

namespace agon::bandits {

// -u'' + k² u = f on (0, 1), split at 1/2, solved by Schwarz iterations with Robin conditions
// u' + p u at the interface: a double sweep multiplies the error by ((s - p) / (s + p))², s = k
// coth(k/2).

/** Robin parameters p of the interface, from Dirichlet-like to Neumann-like. */
constexpr std::array<double, 8> robinParameters{.5, 1, 2, 4, 8, 16, 32, 64};

inline std::vector<std::string> robinNames()
{
    std::vector<std::string> names;
    for (const double p : robinParameters)
        names.push_back(fmt::format("p = {}", p));
    return names;
}

/** k of a context in [0, 1], between 1/2 and 40 on a logarithmic scale. */
inline double waveOf(double context)
{
    constexpr double smallest = 0.5;
    constexpr double largest = 40;
    return smallest * std::pow(largest / smallest, context);
}

/** s = k coth(k/2). */
inline double interfaceSymbol(double wave) { return wave / std::tanh(wave / 2); }

/** What a double sweep multiplies the error by. */
inline double sweepFactor(double symbol, double parameter)
{
    const double half = (symbol - parameter) / (symbol + parameter);
    return half * half;
}

/** Ten digits are the most that can be measured. */
constexpr double mostDigits = 10;

/** Decimal logarithm of a relative error, at least -10. */
inline double measuredError(double error)
{
    return error > 0 ? std::max(std::log10(error), -mostDigits) : -mostDigits;
}

/** -log10 of a relative error by ten. */
inline double digitsReward(double error)
{
    return error > 0 ? std::min(-std::log10(error), mostDigits) / mostDigits : 1;
}

} // namespace agon::bandits
