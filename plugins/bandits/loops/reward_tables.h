#pragma once

#include "core/random/stream.h"
#include "plugins/bandits/loops/stochastic.h"

#include <functional>
#include <memory>
#include <vector>

// Reward tables of the usual laws.

namespace agon::bandits {

std::shared_ptr<const StochasticInstance> bernoulliArms(const ArmTable &table);
std::shared_ptr<const StochasticInstance> gaussianArms(const ArmTable &table, double deviation);
/** Arms whose rewards @p sample draws one by one; it is given the arm's position. */
std::shared_ptr<const StochasticInstance>
sampledArms(const ArmTable &table, const ArmLaw &law,
            std::function<double(random::Stream &, std::size_t)> sample);

} // namespace agon::bandits
