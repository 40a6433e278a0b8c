#pragma once

#include "core/experiment/family.h"

namespace agon::bandits {

// Problems of the loop bandits/learning, one file each.
ProblemEntry binaryAgents();
ProblemEntry gaussianAgents();

} // namespace agon::bandits
