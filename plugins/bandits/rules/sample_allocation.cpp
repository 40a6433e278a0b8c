#include "plugins/bandits/rules/sample_allocation.h"

#include <cassert>
#include <cmath>

namespace agon::bandits {

double expectedRisk(double variance, double samples, int dimensions)
{
    assert(samples > dimensions + 1);
    return variance * dimensions / (samples - dimensions - 1);
}

std::vector<double> optimalAllocation(std::span<const GroupCurve> groups, double money,
                                      int dimensions)
{
    std::vector<double> roots;
    double free = money;
    double slope = 0;
    for (const GroupCurve &group : groups) {
        roots.push_back(std::sqrt(group.weight * group.variance * dimensions / group.cost));
        free -= group.cost * (dimensions + 1);
        slope += group.cost * roots.back();
    }
    assert(free > 0);
    for (double &samples : roots)
        samples = dimensions + 1 + free / slope * samples;
    return roots;
}

} // namespace agon::bandits
