#pragma once

#include "core/experiment/family.h"

namespace agon::arena {

// Every algorithm of the family, one file each.
AlgorithmEntry elo();
AlgorithmEntry kSort();

} // namespace agon::arena
