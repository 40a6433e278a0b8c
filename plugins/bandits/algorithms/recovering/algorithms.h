#pragma once

#include "core/experiment/family.h"

namespace agon::bandits {

// Policies of the loop bandits/recovering, one file each.
AlgorithmEntry greedyStates();
AlgorithmEntry lsdEtc();
AlgorithmEntry lsdLp();
AlgorithmEntry ppp();
AlgorithmEntry pppUcb();
AlgorithmEntry roundRobin();
AlgorithmEntry steadyArms();

} // namespace agon::bandits
