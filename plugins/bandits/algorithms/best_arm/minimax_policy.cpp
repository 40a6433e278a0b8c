#include "plugins/bandits/algorithms/best_arm/algorithms.h"
#include "plugins/bandits/algorithms/best_arm/trained_policy_entry.h"

namespace agon::bandits {

AlgorithmEntry minimaxPolicy()
{
    return trainedPolicyEntry<TrainedOnlyFor<TrainedFor::worstCase>>(
        "bandits/minimax-policy", "Minimax trained policy",
        "Trained for the worst case alone, whatever it loses on easier arms.", "the worst loss");
}

} // namespace agon::bandits
