#pragma once

#include "core/experiment/family.h"

namespace agon::arena {

// Every problem of the family, one file each.
ProblemEntry newcomer();
ProblemEntry population();

} // namespace agon::arena
