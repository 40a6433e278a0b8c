#pragma once

#include "core/experiment/family.h"

namespace agon::bandits {

// Problems of the loop bandits/matching, one file each.
ProblemEntry stochasticMatching();

} // namespace agon::bandits
