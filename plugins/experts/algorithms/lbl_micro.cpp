#include "plugins/experts/algorithms/algorithms.h"
#include "plugins/experts/rules/balancing_router.h"

namespace agon::experts {

AlgorithmEntry lblMicro()
{
    AlgorithmDeclaration algorithm;
    algorithm.id = "experts/lbl-micro";
    algorithm.title = "Top-k router, micro-batch balancing loss";
    algorithm.summary = "The balancing loss asks every micro-batch for an even load, although its "
                        "tokens may all be of one domain.";
    algorithm.loops = {"experts/training"};
    algorithm.parameters = BalancingSettings::schema().declarations();
    algorithm.papers = {"P227"};
    algorithm.reference =
        "Qiu et al. (2025), Demons in the Detail: On Implementing Load "
        "Balancing Loss for Training Specialized Mixture-of-Expert Models; "
        "Fedus, Zoph and Shazeer (2022), Switch Transformers: Scaling to Trillion "
        "Parameter Models with Simple and Efficient Sparsity";
    algorithm.year = 2022;
    algorithm.tags = {"router", "balancing loss"};
    return {algorithm, [](const TrialRequest &request) -> Expected<std::unique_ptr<Trial>> {
                const auto settings = BalancingSettings::schema().read(request.settings);
                return startTraining(request, [settings](const TrainingShape &, std::uint64_t) {
                    // P227: f^j is counted in micro-batch j alone.
                    return makeBalancingRouter(settings, [](const Routing &routing, std::int64_t) {
                        return synchronisedFractions(routing, 1);
                    });
                });
            }};
}

} // namespace agon::experts
