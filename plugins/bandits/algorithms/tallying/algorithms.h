#pragma once

#include "core/experiment/family.h"

namespace agon::bandits {

// Algorithms whose first loop is "bandits/tallying", one file each.
AlgorithmEntry successiveEliminationWithBurnIn();

} // namespace agon::bandits
