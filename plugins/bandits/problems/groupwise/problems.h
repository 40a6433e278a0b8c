#pragma once

#include "core/experiment/family.h"

namespace agon::bandits {

// Every problem of the loop "bandits/groupwise", one file each.
ProblemEntry adult();
ProblemEntry groupRegression();

} // namespace agon::bandits
