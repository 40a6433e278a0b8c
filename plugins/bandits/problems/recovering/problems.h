#pragma once

#include "core/experiment/family.h"

namespace agon::bandits {

// Problems of the loop bandits/recovering, one file each.
ProblemEntry lastSwitch();
ProblemEntry recoveringRewards();

} // namespace agon::bandits
