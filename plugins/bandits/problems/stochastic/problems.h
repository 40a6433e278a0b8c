#pragma once

#include "core/experiment/family.h"

namespace agon::bandits {

// Problems of the loop "bandits/stochastic", one file each.
ProblemEntry bernoulli();
ProblemEntry gaussian();

} // namespace agon::bandits
