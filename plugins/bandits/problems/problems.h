#pragma once

#include "core/experiment/family.h"

namespace agon::bandits {

// Every problem of the family, one file each.
ProblemEntry bernoulli();
ProblemEntry gaussian();

} // namespace agon::bandits
