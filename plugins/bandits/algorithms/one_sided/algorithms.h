#pragma once

#include "core/experiment/family.h"

namespace agon::bandits {

// Every learner of the loop "bandits/one-sided", one file each.
AlgorithmEntry oneSidedExp2();
AlgorithmEntry oneSidedFtpl();
AlgorithmEntry positivesOnly();

} // namespace agon::bandits
