#pragma once

#include "core/experiment/family.h"

namespace agon::bandits {

// Algorithms whose first loop is "bandits/nonstationary", one file each.
AlgorithmEntry cusumUcb();
AlgorithmEntry discountedUcb();
AlgorithmEntry exp3S();
AlgorithmEntry glrKlUcb();
AlgorithmEntry slidingWindowUcb();

} // namespace agon::bandits
