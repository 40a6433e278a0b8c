#pragma once

#include "plugins/bandits/rules/periodic_plan.h"
#include "plugins/bandits/rules/switch_payoffs.h"

#include <cstdint>
#include <vector>

namespace agon::bandits {

/** Recovering rewards as payoffs by the last switch: d rounds after its last pull an arm has rested
 *  for d - 1 of them, and however often it is pulled in a row, it pays R(1). */
SwitchPayoffs payoffsOf(const RecoveryTable &means);
/** The other way round; payoffs of arms played in a row are those after the first play. */
RecoveryTable recoveryOf(const SwitchPayoffs &payoffs);
/** Rounds since the last pull of an arm in @p state. */
inline int roundsSince(int state) { return state < 0 ? 1 : state + 1; }

/** The arms that @p plan pulls in round @p round, counted from 1. */
void armsDue(const PeriodicPlan &plan, std::int64_t round, std::vector<int> &arms);

} // namespace agon::bandits
