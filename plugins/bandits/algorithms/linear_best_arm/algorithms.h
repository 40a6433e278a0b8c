#pragma once

#include "core/experiment/family.h"

namespace agon::bandits {

// Every strategy of the loop "bandits/linear-best-arm", one file each.
AlgorithmEntry dpBai();
AlgorithmEntry dpOd();
AlgorithmEntry dpSequentialHalving();

} // namespace agon::bandits
