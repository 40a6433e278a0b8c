#pragma once

#include "core/experiment/family.h"

namespace agon::bandits {

// Every problem of the loop "bandits/linear-best-arm", one file each.
ProblemEntry linearArms();

} // namespace agon::bandits
