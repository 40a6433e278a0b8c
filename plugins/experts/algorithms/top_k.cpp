#include "core/experiment/parameters.h"
#include "plugins/experts/algorithms/algorithms.h"
#include "plugins/experts/loops/training.h"

namespace agon::experts {
namespace {

/** Softmax over the experts, the k largest probabilities win; nothing else. */
class TopKRouter final : public Router
{
public:
    void balance(const Routing &, std::int64_t, std::span<double>) override {}
};

} // namespace

AlgorithmEntry topK()
{
    AlgorithmDeclaration algorithm;
    algorithm.id = "experts/top-k";
    algorithm.title = "Top-k router, no balancing";
    algorithm.summary = "Every token goes to the k experts with the largest router probability, "
                        "and nothing keeps their load even.";
    algorithm.loops = {"experts/training"};
    algorithm.reference = "Fedus, Zoph and Shazeer (2022), Switch Transformers: Scaling to "
                          "Trillion Parameter Models with Simple and Efficient Sparsity; "
                          "Lepikhin et al. (2021), GShard: Scaling Giant Models with Conditional "
                          "Computation and Automatic Sharding";
    algorithm.year = 2022;
    algorithm.tags = {"router", "baseline"};
    algorithm.note = "Without their balancing loss. The weight is p itself for k = 1 and p "
                     "renormalised over the selected "
                     "experts for k > 1.";
    return {algorithm, [](const TrialRequest &request) -> Expected<std::unique_ptr<Trial>> {
                return startTraining(request, [](const TrainingShape &, std::uint64_t) {
                    return std::make_unique<TopKRouter>();
                });
            }};
}

} // namespace agon::experts
