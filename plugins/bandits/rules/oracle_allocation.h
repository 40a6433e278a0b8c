#pragma once

#include "plugins/bandits/rules/policy.h"

#include <span>
#include <vector>

namespace agon::bandits {

/** How to pull arms with known means so that the best one shows soonest. */
struct OracleAllocation
{
    std::vector<double> weights;   ///< w*, adding up to 1
    double characteristicTime = 0; ///< T*: about T* ln(1/δ) pulls are needed; infinite for ties
};

/** Garivier and Kaufmann 2016, section 2.2: 1/T* = max over w of the least, over arms a, of
 *  w_b kl(µ_b, m) + w_a kl(µ_a, m) at the pooled mean m. Uniform where two arms are best. */
OracleAllocation oracleAllocation(RewardLaw law, double variance, std::span<const double> means);

} // namespace agon::bandits
