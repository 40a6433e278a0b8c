#pragma once

#include "core/experiment/family.h"

namespace agon::federated {

// Every algorithm of the family, one file each.
AlgorithmEntry fedAu();
AlgorithmEntry fedAvg();
AlgorithmEntry scaffold();

} // namespace agon::federated
