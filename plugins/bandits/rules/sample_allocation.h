#pragma once

#include <span>
#include <vector>

namespace agon::bandits {

/** How the groups' risks become one utility, which is maximised: -Σ w_g r_g, -max r_g or
 *  -Σ w_g ln r_g. */
enum class RiskGoal { weightedSum, worstGroup, logarithm };

/** The utility of @p risks under @p goal; @p weights are not looked at for the worst group. */
double riskUtility(RiskGoal goal, std::span<const double> weights, std::span<const double> risks);

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

/** The samples n_g that maximise the utility of the expected risks under Σ c_g n_g = @p money,
 *  fractions allowed: n_g = d + 1 + λ v_g with v_g = √(w_g s_g² d / c_g) for the weighted sum, s_g²
 *  for the worst group and w_g / c_g for the logarithms. Needs money beyond d + 1 samples of every
 *  group. */
std::vector<double> optimalAllocation(std::span<const GroupCurve> groups, double money,
                                      int dimensions, RiskGoal goal = RiskGoal::weightedSum);

} // namespace agon::bandits
