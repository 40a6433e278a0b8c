#include "plugins/bandits/rules/recovery_table.h"

namespace agon::bandits {

SwitchPayoffs payoffsOf(const RecoveryTable &means)
{
    const int memory = static_cast<int>(means.front().size()) - 1;
    SwitchPayoffs payoffs(static_cast<int>(means.size()), memory);
    for (int arm = 0; arm < payoffs.arms(); ++arm)
        for (int state = -memory; state <= memory; ++state)
            if (state != 0)
                payoffs.at(arm, state) = means[static_cast<std::size_t>(arm)]
                                              [static_cast<std::size_t>(roundsSince(state)) - 1];
    return payoffs;
}

RecoveryTable recoveryOf(const SwitchPayoffs &payoffs)
{
    RecoveryTable means(static_cast<std::size_t>(payoffs.arms()));
    for (int arm = 0; arm < payoffs.arms(); ++arm) {
        auto &mean = means[static_cast<std::size_t>(arm)];
        mean.push_back(payoffs.at(arm, -1));
        for (int rest = 1; rest <= payoffs.memory(); ++rest)
            mean.push_back(payoffs.at(arm, rest));
    }
    return means;
}

void armsDue(const PeriodicPlan &plan, std::int64_t round, std::vector<int> &arms)
{
    for (const PeriodicArm &arm : plan.arms)
        if (round % arm.period == arm.offset)
            arms.push_back(arm.arm);
}

} // namespace agon::bandits
