#pragma once

#include "core/experiment/family.h"

namespace agon::bandits {

// Problems of the loop bandits/auctions, one file each.
ProblemEntry ipinyouAuctions();
ProblemEntry uniformAuctions();

} // namespace agon::bandits
