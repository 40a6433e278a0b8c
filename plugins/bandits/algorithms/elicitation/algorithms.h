#pragma once

#include "core/experiment/family.h"

namespace agon::bandits {

// Elicitors of the loop bandits/elicitation, one file each.
AlgorithmEntry binarySearch();
AlgorithmEntry informationGain();
AlgorithmEntry informationRollouts();
AlgorithmEntry randomQuestion();
AlgorithmEntry uncertainQuestion();

} // namespace agon::bandits
