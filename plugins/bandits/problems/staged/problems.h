#pragma once

#include "core/experiment/family.h"

namespace agon::bandits {

// Problems of the loop bandits/staged, one file each.
ProblemEntry schwarzStages();

} // namespace agon::bandits
