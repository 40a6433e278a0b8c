#pragma once

#include "core/experiment/family.h"

namespace agon::bandits {

// Every policy of the loop "bandits/contextual", one file each.
AlgorithmEntry bootstrapLinear();
AlgorithmEntry contextualOracle();
AlgorithmEntry chebCb();
AlgorithmEntry contextFreeUcb1();
AlgorithmEntry contextualRandom();
AlgorithmEntry epsilonGreedyLinear();
AlgorithmEntry ermIgw();
AlgorithmEntry ermUniform();
AlgorithmEntry exp4();
AlgorithmEntry falcon();
AlgorithmEntry fedLinUcb();
AlgorithmEntry fixedAction();
AlgorithmEntry glmUcb();
AlgorithmEntry gpTs();
AlgorithmEntry gpUcb();
AlgorithmEntry kernelUcb();
AlgorithmEntry linTs();
AlgorithmEntry linUcb();
AlgorithmEntry localLinUcb();
AlgorithmEntry metalic();
AlgorithmEntry pakUcb();
AlgorithmEntry privFedLinUcb();
AlgorithmEntry rffUcb();
AlgorithmEntry squareCb();
AlgorithmEntry tsallisCb();
AlgorithmEntry tsallisSor();

} // namespace agon::bandits
