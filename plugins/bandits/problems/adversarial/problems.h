#pragma once

#include "core/experiment/family.h"

namespace agon::bandits {

// Problems of the loop "bandits/adversarial", one file each.
ProblemEntry dekelWalk();
ProblemEntry ownTable();
ProblemEntry stochasticallyConstrained();
ProblemEntry trap();

} // namespace agon::bandits
