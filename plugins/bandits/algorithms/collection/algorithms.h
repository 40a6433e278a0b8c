#pragma once

#include "core/experiment/family.h"

namespace agon::bandits {

// Collectors of the loop bandits/collection, one file each.
AlgorithmEntry adaptiveCollection();
AlgorithmEntry fixedCollection();
AlgorithmEntry knownAllocation();

} // namespace agon::bandits
