#pragma once

#include "core/experiment/family.h"

namespace agon::bandits {

// Algorithms whose first loop is "bandits/switching", one file each.
AlgorithmEntry batchedShrinkingDartboard();
AlgorithmEntry batchedTsallisInf();
AlgorithmEntry extraObservations();

} // namespace agon::bandits
