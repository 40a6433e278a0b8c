#pragma once

#include "core/experiment/family.h"

namespace agon::bandits {

// Problems of the loop bandits/channels, one file each.
ProblemEntry adChannels();
ProblemEntry returnLeverGap();

} // namespace agon::bandits
