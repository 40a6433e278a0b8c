#pragma once

#include "core/experiment/family.h"

namespace agon::bandits {

// Every problem of the loop "bandits/one-sided", one file each.
ProblemEntry applications();

} // namespace agon::bandits
