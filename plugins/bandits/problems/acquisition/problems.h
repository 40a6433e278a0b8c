#pragma once

#include "core/experiment/family.h"

namespace agon::bandits {

// Problems of the loop bandits/acquisition, one file each.
ProblemEntry informationAcquisition();

} // namespace agon::bandits
