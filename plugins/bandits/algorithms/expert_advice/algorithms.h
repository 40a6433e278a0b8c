#pragma once

#include "core/experiment/family.h"

namespace agon::bandits {

// Learners of the loop bandits/expert-advice, one file each.
AlgorithmEntry adaNormalHedge();
AlgorithmEntry exponentialWeights();
AlgorithmEntry fixedShare();
AlgorithmEntry lazyProjection();
AlgorithmEntry optimisticHedge();
AlgorithmEntry perturbedLeader();
AlgorithmEntry squint();

} // namespace agon::bandits
