#pragma once

#include "core/experiment/family.h"

namespace agon::bandits {

// Problems of the loop bandits/expert-advice, one file each.
ProblemEntry matrixGame();
ProblemEntry shiftingExperts();

} // namespace agon::bandits
