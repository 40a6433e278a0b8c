#pragma once

#include "core/experiment/family.h"

namespace agon::bandits {

// Every problem of the loop "bandits/contextual", one file each.
ProblemEntry contextualKernel();
ProblemEntry contextualLinear();
ProblemEntry contextualLogistic();
ProblemEntry federatedLinear();
ProblemEntry heatEquation();
ProblemEntry payments();
ProblemEntry prompt();
ProblemEntry schwarz();
ProblemEntry sor();
ProblemEntry xpinn1d();

} // namespace agon::bandits
