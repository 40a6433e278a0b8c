#pragma once

#include "core/experiment/family.h"

namespace agon::bandits {

/** The problem @p entry with the parameter "feedback": when its policies learn of their rewards, at
 *  once, late, or at the end of a batch. For problems in which one arm or action is chosen a round.
 *  Everything else is the problem's. */
ProblemEntry lateFeedback(ProblemEntry entry);

} // namespace agon::bandits
