#pragma once

#include <span>

namespace agon::experts {

/** Entropy of the load over ln E: 1 = balanced, 0 = one expert does everything. */
double normalisedEntropy(std::span<const double> counts);
/** How far the busiest expert exceeds the mean load: max n / mean n - 1. */
double maximumViolation(std::span<const double> counts);
/** Mutual information of domain and expert in nats from joint counts (domains × experts, row by
 *  row), every domain weighted equally: 0 to min(ln D, ln E). */
double mutualInformation(std::span<const double> joint, int domains);

} // namespace agon::experts
