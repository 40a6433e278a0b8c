#pragma once

#include <span>
#include <utility>
#include <vector>

namespace agon::bandits {

/** Mean rewards by arm and rounds since the last pull: means[arm][d - 1] after d rounds,
 *  non-decreasing in d; as after the last one from then on. */
using RecoveryTable = std::vector<std::vector<double>>;

/** Corners of the concave envelope of (0, 0) and the points (1/d, R(d)/d), as far as it rises:
 *  pulls a round against reward a round (P139). */
std::vector<std::pair<double, double>> rateEnvelope(std::span<const double> means);

/** How often to pull each arm if only rates counted. */
struct PullRates
{
    std::vector<double> rates; ///< pulls a round, by arm
    double bound = 0;          ///< reward a round; no policy earns more in the long run
};
/** max Σ f_i(x_i) subject to Σ x_i <= pulls, greedy on the envelopes' slopes. */
PullRates relaxedRates(const RecoveryTable &means, int pulls);

/** An arm that is pulled in the rounds offset, offset + period, …. */
struct PeriodicArm
{
    int arm = 0;
    int period = 1;
    int offset = 0;
};

/** A purely periodic plan: in no round more arms than allowed. */
struct PeriodicPlan
{
    std::vector<PeriodicArm> arms;
    double value = 0; ///< mean reward a round in the long run
};
/** Periods are the relaxed ones, rounded up to an odd number up to some limit times a power of two;
 *  arms with the same odd number share machines, of which the @p pulls most valuable run. The best
 *  limit up to about 2 √pulls is taken. P139, our reading. */
PeriodicPlan periodicPlan(const RecoveryTable &means, int pulls);

} // namespace agon::bandits
