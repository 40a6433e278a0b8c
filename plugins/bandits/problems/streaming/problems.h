#pragma once

#include "core/experiment/family.h"

namespace agon::bandits {

// Problems of the loop "bandits/streaming", one file each.
ProblemEntry streamingArms();

} // namespace agon::bandits
