#pragma once

#include "core/experiment/family.h"

namespace agon::bandits {

// Algorithms of the loop "bandits/stochastic", one file each.
AlgorithmEntry bayesUcb();
AlgorithmEntry epsilonGreedy();
AlgorithmEntry exploreThenCommit();
AlgorithmEntry imed();
AlgorithmEntry klUcb();
AlgorithmEntry klUcbPlusPlus();
AlgorithmEntry moss();
AlgorithmEntry softmax();
AlgorithmEntry thompsonGauss();
AlgorithmEntry thompsonSampling();
AlgorithmEntry ucb1();
AlgorithmEntry ucbTuned();
AlgorithmEntry ucbV();

} // namespace agon::bandits
