#pragma once

#include "core/experiment/family.h"

namespace agon::bandits {

// Every algorithm of the family, one file each.
AlgorithmEntry epsilonGreedy();
AlgorithmEntry klUcb();
AlgorithmEntry thompsonSampling();
AlgorithmEntry ucb1();

} // namespace agon::bandits
