#pragma once

#include "core/experiment/family.h"

namespace agon::bandits {

// Advertisers of the loop bandits/channels, one file each.
AlgorithmEntry budgetSplit();
AlgorithmEntry offlinePlan();
AlgorithmEntry returnLevers();
AlgorithmEntry sgdUcb();

} // namespace agon::bandits
