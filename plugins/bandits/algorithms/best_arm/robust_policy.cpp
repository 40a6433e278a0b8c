#include "plugins/bandits/algorithms/best_arm/algorithms.h"
#include "plugins/bandits/loops/policy_entry.h"
#include "plugins/bandits/rules/trained_policy.h"

namespace agon::bandits {
namespace {

struct RobustPolicySettings
{
    TrainedFor purpose = TrainedFor::everyClass;

    static Schema<RobustPolicySettings> schema() { return {}; }
};

} // namespace

AlgorithmEntry robustPolicy()
{
    return policyEntry<TrainedPolicy<RobustPolicySettings>>({
        .id = "bandits/robust-policy",
        .title = "Robust trained policy",
        .summary = "Trained to be nearly as good as the specialist of every class of difficulty.",
        .loops = {"bandits/best-arm"},
        .requires_ = {"few-pulls"},
        .papers = {"P046"},
        .reference = "Zhang, Jain and Jamieson 2020, Learning to actively learn: a robust approach",
        .year = 2020,
        .tags = {"best arm", "trained"},
        .fidelity = Fidelity::reconstructed,
        .note = "[reconstructed] A softmax of a linear score of six features instead of a network, "
                "trained by the cross-entropy method on eight Gaussian arms and 24 pulls against "
                "five shapes of gaps at complexities 20 to 2000; minimises the worst excess over "
                "the specialists.",
    });
}

} // namespace agon::bandits
