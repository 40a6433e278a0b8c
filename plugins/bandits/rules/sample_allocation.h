#pragma once

#include <span>
#include <vector>

namespace agon::bandits {

/** A group whose risk falls with its samples: with n of them, least squares in d dimensions has the
 *  expected excess risk s² d/(n - d - 1). */
struct GroupCurve
{
    double weight = 1;   ///< in the utility
    double variance = 1; ///< s², of the noise
    double cost = 1;     ///< of a sample
};

/** Excess risk expected of @p samples > dimensions + 1. */
double expectedRisk(double variance, double samples, int dimensions);

/** The samples n_g that minimise Σ w_g risk_g under Σ c_g n_g = @p money, fractions allowed:
 *  n_g = d + 1 + λ √(w_g s_g² d / c_g). Needs money beyond d + 1 samples of every group. */
std::vector<double> optimalAllocation(std::span<const GroupCurve> groups, double money,
                                      int dimensions);

} // namespace agon::bandits
