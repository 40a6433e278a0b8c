#include "plugins/bandits/algorithms/best_arm/algorithms.h"
#include "plugins/bandits/loops/policy_entry.h"
#include "plugins/bandits/rules/leader_and_challenger.h"

namespace agon::bandits {

AlgorithmEntry klLucb()
{
    return policyEntry<LeaderAndChallenger<Bounds::divergence>>({
        .id = "bandits/kl-lucb",
        .title = "KL-LUCB",
        .summary = "Pulls the leader and its strongest challenger until their confidence intervals "
                   "part, with Kullback–Leibler bounds.",
        .loops = {"bandits/best-arm"},
        .requires_ = {"sub-gaussian-rewards"},
        .reference =
            "Kaufmann and Kalyanakrishnan 2013, Information complexity in bandit subset selection",
        .year = 2013,
        .tags = {"best arm", "fixed confidence"},
        .fidelity = Fidelity::paperText,
        .note = "Exploration ln(5 K t⁴/(4 δ)).",
    });
}

} // namespace agon::bandits
