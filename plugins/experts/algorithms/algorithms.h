#pragma once

#include "core/experiment/family.h"

namespace agon::experts {

// Every algorithm of the family, one file each.
AlgorithmEntry biasBalancing();
AlgorithmEntry lblGlobal();
AlgorithmEntry lblGlobalBuffer();
AlgorithmEntry lblMicro();
AlgorithmEntry lblShuffle();
AlgorithmEntry topK();

} // namespace agon::experts
