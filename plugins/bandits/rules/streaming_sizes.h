#pragma once

#include "plugins/bandits/loops/streaming.h"

namespace agon::bandits {

// How often the policies of P179 pull an arm; ε = (K/T)^(1/3).

/** (T/K)^(2/3) (ln T)^(1/3), unrounded. */
double uniformPullsOf(const StreamingTask &task);
/** ln K/ε², unrounded. */
double naivePullsOf(const StreamingTask &task);

std::int64_t uniformPulls(const StreamingTask &task);
std::int64_t naivePulls(const StreamingTask &task);
/** growth^level/ε², rounded up; level 0 is the lowest. */
std::int64_t towerPulls(const StreamingTask &task, double growth, int level);

} // namespace agon::bandits
