#pragma once

#include "core/random/stream.h"
#include "plugins/experts/rules/routing.h"

#include <span>
#include <vector>

namespace agon::experts {

// Which tokens the load fractions f of the balancing loss are counted over (P227). Each function
// returns f for every micro-batch: size N_P × E, rows summing to 1.

/** Counts synchronised over groups of @p group consecutive micro-batches: 1 is the micro-batch
 *  loss, N_P the global-batch loss. The last group may be smaller. */
std::vector<double> synchronisedFractions(const Routing &routing, int group);
/** Only @p group micro-batches can be synchronised at a time, the others follow as accumulation
 *  steps: counts add up over them and are normalised at each; the buffer is reset after the step.
 */
std::vector<double> bufferedFractions(const Routing &routing, int group);
/** A control: for each micro-batch, as many tokens as it has, drawn without replacement from the
 *  global batch. */
std::vector<double> shuffledFractions(const Routing &routing, std::uint64_t seed,
                                      std::int64_t step);

/** L = weight / N_P sum_j E sum_e f_e^j P_e^j with P_e^j the mean probability in micro-batch j. f
 * is constant, so dL/dz[t,m] = weight E / (N_P T) p[t,m] (f_m - sum_e f_e p[t,e]), which is added
 * to
 *  @p logitGradient. Returns L. */
double loadBalancingLoss(const Routing &routing, std::span<const double> fractions, double weight,
                         std::span<double> logitGradient);

} // namespace agon::experts
