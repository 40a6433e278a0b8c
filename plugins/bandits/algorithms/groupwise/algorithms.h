#pragma once

#include "core/experiment/family.h"

namespace agon::bandits {

// Every predictor of the loop "bandits/groupwise", one file each.
AlgorithmEntry candidatePairs();
AlgorithmEntry groupLearners();
AlgorithmEntry singleLearner();

} // namespace agon::bandits
