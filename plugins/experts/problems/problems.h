#pragma once

#include "core/experiment/family.h"

namespace agon::experts {

// Every problem of the family, one file each.
ProblemEntry tokenStream();

} // namespace agon::experts
