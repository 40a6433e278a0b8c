#pragma once

#include <span>

namespace agon::bandits {

/** The mean of γ^k r_k, k = 0, 1, …: what a stage of METALIC learns from its own and later rewards
 *  (P219, released code). @p rewards is not empty. */
inline double discountedMean(std::span<const double> rewards, double discount)
{
    double sum = 0;
    double weight = 1;
    for (const double reward : rewards) {
        sum += weight * reward;
        weight *= discount;
    }
    return sum / static_cast<double>(rewards.size());
}

} // namespace agon::bandits
