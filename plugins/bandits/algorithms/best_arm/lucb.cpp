#include "plugins/bandits/algorithms/best_arm/algorithms.h"
#include "plugins/bandits/loops/policy_entry.h"
#include "plugins/bandits/rules/leader_and_challenger.h"

namespace agon::bandits {

AlgorithmEntry lucb()
{
    return policyEntry<LeaderAndChallenger<Bounds::hoeffding>>({
        .id = "bandits/lucb",
        .title = "LUCB",
        .summary =
            "Pulls the leader and its strongest challenger until their confidence intervals part.",
        .loops = {"bandits/best-arm"},
        .requires_ = {"sub-gaussian-rewards"},
        .reference = "Kalyanakrishnan, Tewari, Auer and Stone 2012, PAC subset selection in "
                     "stochastic multi-armed bandits",
        .year = 2012,
        .tags = {"best arm", "fixed confidence"},
        .fidelity = Fidelity::paperText,
        .note = "Exploration ln(5 K t⁴/(4 δ)); for Gaussian arms the bound is scaled by 2σ.",
    });
}

} // namespace agon::bandits
