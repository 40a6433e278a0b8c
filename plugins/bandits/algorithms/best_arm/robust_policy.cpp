#include "plugins/bandits/algorithms/best_arm/algorithms.h"
#include "plugins/bandits/algorithms/best_arm/trained_policy_entry.h"

namespace agon::bandits {

AlgorithmEntry robustPolicy()
{
    return trainedPolicyEntry<TrainedOnlyFor<TrainedFor::everyClass>>(
        "bandits/robust-policy", "Robust trained policy",
        "Trained to be nearly as good as the specialist of every class of difficulty.",
        "the worst excess over the specialists");
}

} // namespace agon::bandits
