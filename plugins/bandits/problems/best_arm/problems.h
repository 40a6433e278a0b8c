#pragma once

#include "core/experiment/family.h"

namespace agon::bandits {

// Problems of the loop "bandits/best-arm", one file each.
ProblemEntry hiddenBestArm();
ProblemEntry smallBudget();

} // namespace agon::bandits
