#pragma once

#include "core/experiment/family.h"

namespace agon::bandits {

// Problems of the loop bandits/cascading-states, one file each.
ProblemEntry userStates();

} // namespace agon::bandits
