#pragma once

#include "core/experiment/family.h"

namespace agon::bandits {

// Problems of the loop "bandits/tallying", one file each.
ProblemEntry weightedTallying();

} // namespace agon::bandits
