#pragma once

#include "core/experiment/family.h"

namespace agon::bandits {

// Problems of the loop "bandits/stochastic", one file each.
ProblemEntry bernoulli();
ProblemEntry beta();
ProblemEntry exponential();
ProblemEntry gaussian();
ProblemEntry poisson();
ProblemEntry truncatedExponential();
ProblemEntry uniformArms();

} // namespace agon::bandits
