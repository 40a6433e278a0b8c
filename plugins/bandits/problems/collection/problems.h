#pragma once

#include "core/experiment/family.h"

namespace agon::bandits {

// Problems of the loop bandits/collection, one file each.
ProblemEntry unequalGroups();

} // namespace agon::bandits
