#pragma once

#include <span>
#include <vector>

namespace agon::bandits {

/** Probabilities proportional to exp(-rate · loss). */
void exponentialTrust(std::span<const double> losses, double rate, std::vector<double> &trust);

/** ln of the integral of exp(η R - η² V) over η from 0 to 1/2: the weight that Squint gives an
 *  expert with summed regret @p regret and summed squared regret @p variance >= 0. */
double squintLogarithm(double regret, double variance);

} // namespace agon::bandits
