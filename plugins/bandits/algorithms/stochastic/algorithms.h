#pragma once

#include "core/experiment/family.h"

namespace agon::bandits {

// Algorithms of the loop "bandits/stochastic", one file each.
AlgorithmEntry epsilonGreedy();
AlgorithmEntry klUcb();
AlgorithmEntry thompsonSampling();
AlgorithmEntry ucb1();

} // namespace agon::bandits
