#pragma once

#include "core/experiment/family.h"

namespace agon::bandits {

// Problems of the loop bandits/portfolio, one file each.
ProblemEntry priceRelatives();
ProblemEntry volatilePairs();

} // namespace agon::bandits
