#pragma once

#include "plugins/bandits/loops/stochastic.h"

#include <functional>
#include <span>

namespace agon::bandits {

/** K_inf of Burnetas and Katehakis 1996: the smallest divergence of the law of @p sample (points of
 *  equal weight in [0, 1]) from a law on [0, 1] with mean @p target > its mean. By its dual
 *  (Honda and Takemura 2010): max over λ in [0, 1/(1 - target)] of E ln(1 - λ(X - target)). */
double boundedDivergence(std::span<const double> sample, double target);

/** The law of rewards in [0, 1] with this quantile function of (mean, level). */
ArmLaw boundedLaw(std::function<double(double, double)> quantile);

} // namespace agon::bandits
