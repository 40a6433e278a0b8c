#pragma once

#include "core/experiment/family.h"

namespace agon::bandits {

// Problems of the loop bandits/combinatorial, one file each.
ProblemEntry cascade();
ProblemEntry gridPath();
ProblemEntry spanningTree();
ProblemEntry topItems();

} // namespace agon::bandits
