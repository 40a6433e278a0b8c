#pragma once

#include "core/experiment/family.h"

namespace agon::bandits {

// Principals of the loop bandits/acquisition, one file each.
AlgorithmEntry fixedHiring();
AlgorithmEntry incentiveEtc();
AlgorithmEntry incentiveProgram();
AlgorithmEntry uncorrelatedProgram();

} // namespace agon::bandits
