#pragma once

#include "core/experiment/family.h"

namespace agon::bandits {

// Policies of the loop bandits/combinatorial, one file each.
AlgorithmEntry combKlUcb();
AlgorithmEntry combUcb1();
AlgorithmEntry combinatorialThompson();
AlgorithmEntry exp2();
AlgorithmEntry perturbedSets();
AlgorithmEntry rankedBandits();

} // namespace agon::bandits
