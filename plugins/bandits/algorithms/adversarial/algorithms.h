#pragma once

#include "core/experiment/family.h"

namespace agon::bandits {

// Algorithms whose first loop is "bandits/adversarial", one file each.
AlgorithmEntry exp3();
AlgorithmEntry exp3Ix();
AlgorithmEntry exp3P();
AlgorithmEntry exp3PlusPlus();
AlgorithmEntry hedge();
AlgorithmEntry tsallisInf();

} // namespace agon::bandits
