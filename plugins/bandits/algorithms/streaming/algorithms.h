#pragma once

#include "core/experiment/family.h"

namespace agon::bandits {

// Algorithms whose first loop is "bandits/streaming", one file each.
AlgorithmEntry streamingKing();
AlgorithmEntry streamingNaive();
AlgorithmEntry streamingTower();
AlgorithmEntry streamingUniform();

} // namespace agon::bandits
