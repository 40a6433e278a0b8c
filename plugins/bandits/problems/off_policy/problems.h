#pragma once

#include "core/experiment/family.h"

namespace agon::bandits {

// Every problem of the loop "bandits/off-policy", one file each.
ProblemEntry loggedSynthetic();
ProblemEntry openBandit();

} // namespace agon::bandits
