#pragma once

#include "core/experiment/family.h"

namespace agon::bandits {

// Matchers of the loop bandits/matching, one file each.
AlgorithmEntry greedyFirst();
AlgorithmEntry randomMatch();
AlgorithmEntry ranking();
AlgorithmEntry stochasticBalance();

} // namespace agon::bandits
