#pragma once

#include "core/experiment/family.h"

namespace agon::bandits {

// Problems of the loop "bandits/switching", one file each.
ProblemEntry switchingCosts();

} // namespace agon::bandits
