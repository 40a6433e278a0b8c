#include "plugins/bandits/algorithms/contextual/algorithms.h"
#include "plugins/bandits/rules/federated_policy.h"

namespace agon::bandits {
namespace {

class FedLinUcb final : public FederatedPolicy
{
public:
    using Settings = FederatedSettings;

    FedLinUcb(const Settings &settings, const ContextualTask &task, random::Stream &)
        : FederatedPolicy(settings, task)
    {}
};

} // namespace

AlgorithmEntry fedLinUcb()
{
    return contextualEntry<FedLinUcb>(
        {
            .id = "bandits/fed-linucb",
            .title = "Federated LinUCB",
            .summary = "All silos act on statistics that they exchange after every batch, without "
                       "any noise.",
            .requires_ = {"silos"},
            .papers = {"P094"},
            .year = 2023,
            .tags = {"contextual", "linear", "federated"},
            .fidelity = Fidelity::reconstructed,
            .note = "[reconstructed] The non-private counterpart of the paper's protocol, with the "
                    "same fixed batches.",
        },
        RoundCost::tensOfMicroseconds);
}

} // namespace agon::bandits
