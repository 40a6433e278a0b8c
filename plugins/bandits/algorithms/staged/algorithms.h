#pragma once

#include "core/experiment/family.h"

namespace agon::bandits {

// Algorithms whose first loop is "bandits/staged", one file each.
AlgorithmEntry stagedMetalic();
AlgorithmEntry stagedRandom();
AlgorithmEntry stagedUcb1();

} // namespace agon::bandits
