#pragma once

#include "core/experiment/family.h"

namespace agon::bandits {

// Problems of the loop "bandits/nonstationary", one file each.
ProblemEntry abruptChange();
ProblemEntry drifting();
ProblemEntry randomRestarts();
ProblemEntry rotting();

} // namespace agon::bandits
