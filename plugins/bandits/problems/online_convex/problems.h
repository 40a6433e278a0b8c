#pragma once

#include "core/experiment/family.h"

namespace agon::bandits {

// Every problem of the loop "bandits/online-convex", one file each.
ProblemEntry driftingQuadratics();

} // namespace agon::bandits
