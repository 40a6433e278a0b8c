#pragma once

#include "core/experiment/family.h"

namespace agon::bandits {

// Planners of the loop bandits/cascading-states, one file each.
AlgorithmEntry cascadingBpi();
AlgorithmEntry cascadingVi();
AlgorithmEntry listUcbVi();
AlgorithmEntry statelessCascade();

} // namespace agon::bandits
