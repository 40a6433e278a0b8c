#include "plugins/bandits/rules/sample_allocation.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace agon::bandits {

double riskUtility(RiskGoal goal, std::span<const double> weights, std::span<const double> risks)
{
    if (goal == RiskGoal::worstGroup)
        return -*std::max_element(risks.begin(), risks.end());
    double sum = 0;
    for (std::size_t group = 0; group < risks.size(); ++group)
        sum +=
            weights[group] * (goal == RiskGoal::logarithm ? std::log(risks[group]) : risks[group]);
    return -sum;
}

double expectedRisk(double variance, double samples, int dimensions)
{
    assert(samples > dimensions + 1);
    return variance * dimensions / (samples - dimensions - 1);
}

std::vector<double> optimalAllocation(std::span<const GroupCurve> groups, double money,
                                      int dimensions, RiskGoal goal)
{
    const auto shareOf = [&](const GroupCurve &group) {
        switch (goal) {
        case RiskGoal::worstGroup:
            return group.variance;
        case RiskGoal::logarithm:
            return group.weight / group.cost;
        case RiskGoal::weightedSum:
            break;
        }
        return std::sqrt(group.weight * group.variance * dimensions / group.cost);
    };
    std::vector<double> shares;
    double free = money;
    double slope = 0;
    for (const GroupCurve &group : groups) {
        shares.push_back(shareOf(group));
        free -= group.cost * (dimensions + 1);
        slope += group.cost * shares.back();
    }
    assert(free > 0);
    for (double &samples : shares)
        samples = dimensions + 1 + free / slope * samples;
    return shares;
}

} // namespace agon::bandits
