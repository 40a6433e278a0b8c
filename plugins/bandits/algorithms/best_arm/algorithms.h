#pragma once

#include "core/experiment/family.h"

namespace agon::bandits {

// Algorithms whose first loop is "bandits/best-arm", one file each.
AlgorithmEntry klLucb();
AlgorithmEntry lucb();
AlgorithmEntry minimaxPolicy();
AlgorithmEntry robustPolicy();
AlgorithmEntry sequentialHalving();
AlgorithmEntry specialistPolicy();
AlgorithmEntry successiveElimination();
AlgorithmEntry successiveRejects();
AlgorithmEntry trackAndStop();
AlgorithmEntry uniformAllocation();

} // namespace agon::bandits
