#pragma once

#include "core/experiment/family.h"

namespace agon::bandits {

// Every learner of the loop "bandits/online-convex", one file each.
AlgorithmEntry adaGrad();
AlgorithmEntry ogd();
AlgorithmEntry optimisticDynamic();
AlgorithmEntry optimisticNewton();
AlgorithmEntry optimisticOmd();

} // namespace agon::bandits
