#include "plugins/bandits/algorithms/best_arm/algorithms.h"
#include "plugins/bandits/loops/policy_entry.h"
#include "plugins/bandits/rules/trained_policy.h"

namespace agon::bandits {
namespace {

struct MinimaxPolicySettings
{
    TrainedFor purpose = TrainedFor::worstCase;

    static Schema<MinimaxPolicySettings> schema() { return {}; }
};

} // namespace

AlgorithmEntry minimaxPolicy()
{
    return policyEntry<TrainedPolicy<MinimaxPolicySettings>>({
        .id = "bandits/minimax-policy",
        .title = "Minimax trained policy",
        .summary = "Trained for the worst case alone, whatever it loses on easier arms.",
        .loops = {"bandits/best-arm"},
        .requires_ = {"few-pulls"},
        .papers = {"P046"},
        .reference = "Zhang, Jain and Jamieson 2020, Learning to actively learn: a robust approach",
        .year = 2020,
        .tags = {"best arm", "trained"},
        .fidelity = Fidelity::reconstructed,
        .note = "[reconstructed] A softmax of a linear score of six features instead of a network, "
                "trained by the cross-entropy method on eight Gaussian arms and 24 pulls against "
                "five shapes of gaps at complexities 20 to 2000; minimises the worst loss.",
    });
}

} // namespace agon::bandits
