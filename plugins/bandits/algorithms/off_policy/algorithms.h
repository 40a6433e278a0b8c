#pragma once

#include "core/experiment/family.h"

namespace agon::bandits {

// Every estimator of the loop "bandits/off-policy", one file each.
AlgorithmEntry directMethod();
AlgorithmEntry doublyRobust();
AlgorithmEntry importanceSampling();
AlgorithmEntry replay();

} // namespace agon::bandits
