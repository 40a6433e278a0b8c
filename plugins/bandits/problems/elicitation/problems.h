#pragma once

#include "core/experiment/family.h"

namespace agon::bandits {

// Problems of the loop bandits/elicitation, one file each.
ProblemEntry twentyQuestions();

} // namespace agon::bandits
