#include "plugins/experts/algorithms/algorithms.h"
#include "plugins/experts/rules/balancing_router.h"

namespace agon::experts {

AlgorithmEntry lblShuffle()
{
    AlgorithmDeclaration algorithm;
    algorithm.id = "experts/lbl-shuffle";
    algorithm.title = "Top-k router, shuffled balancing loss";
    algorithm.summary = "A control: loads are counted over as many tokens as a micro-batch has, "
                        "drawn from the global batch, so that their number stays and their "
                        "domains mix.";
    algorithm.loops = {"experts/training"};
    algorithm.parameters = BalancingSettings::schema().declarations();
    algorithm.papers = {"P227"};
    algorithm.reference = "Qiu et al. (2025), Demons in the Detail: On Implementing Load "
                          "Balancing Loss for Training Specialized Mixture-of-Expert Models";
    algorithm.year = 2025;
    algorithm.tags = {"router", "balancing loss", "control"};
    algorithm.note = "The paper's shuffled-batch ablation. Every micro-batch draws a subset of its "
                     "own; the paper does not say whether "
                     "they share one.";
    return {
        algorithm, [](const TrialRequest &request) -> Expected<std::unique_ptr<Trial>> {
            const auto settings = BalancingSettings::schema().read(request.settings);
            return startTraining(request, [settings](const TrainingShape &, std::uint64_t seed) {
                return makeBalancingRouter(settings,
                                           [seed](const Routing &routing, std::int64_t step) {
                                               return shuffledFractions(routing, seed, step);
                                           });
            });
        }};
}

} // namespace agon::experts
