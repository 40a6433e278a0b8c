#pragma once

#include "core/experiment/family.h"

namespace agon::bandits {

// Strategies of the loop bandits/portfolio, one file each.
AlgorithmEntry anticor();
AlgorithmEntry bestConstant();
AlgorithmEntry buyAndHold();
AlgorithmEntry ensembleAccelerated();
AlgorithmEntry ensembleBuyAndHold();
AlgorithmEntry ensembleUniversal();
AlgorithmEntry exponentiatedGradient();
AlgorithmEntry newtonStep();
AlgorithmEntry olmar();
AlgorithmEntry pamr();
AlgorithmEntry uniformRebalanced();
AlgorithmEntry universalPortfolio();

} // namespace agon::bandits
