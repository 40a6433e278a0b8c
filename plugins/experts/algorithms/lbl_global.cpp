#include "plugins/experts/algorithms/algorithms.h"
#include "plugins/experts/rules/balancing_router.h"

namespace agon::experts {
namespace {

struct LblGlobalSettings
{
    BalancingSettings balancing;
    int balanceBatch = 0;

    static Schema<LblGlobalSettings> schema()
    {
        Schema<LblGlobalSettings> s;
        s.include(&LblGlobalSettings::balancing, BalancingSettings::schema());
        s.integer(&LblGlobalSettings::balanceBatch, "balance-batch", "Balance batch")
            .range(0, 256)
            .slider(0, 8)
            .unit("micro-batches")
            .help("How many neighbouring micro-batches share their load counts. 0, or as many as "
                  "there are: the whole global batch; 1: the micro-batch loss.")
            .source("P227, balance batch size");
        return s;
    }
};

} // namespace

AlgorithmEntry lblGlobal()
{
    AlgorithmDeclaration algorithm;
    algorithm.id = "experts/lbl-global";
    algorithm.title = "Top-k router, global-batch balancing loss";
    algorithm.summary = "Load counts are synchronised over the micro-batches of a step, so that "
                        "the load need only be even over all domains together.";
    algorithm.loops = {"experts/training"};
    algorithm.parameters = LblGlobalSettings::schema().declarations();
    algorithm.papers = {"P227"};
    algorithm.reference = "Qiu et al. (2025), Demons in the Detail: On Implementing Load "
                          "Balancing Loss for Training Specialized Mixture-of-Expert Models";
    algorithm.year = 2025;
    algorithm.tags = {"router", "balancing loss"};
    return {
        algorithm, [](const TrialRequest &request) -> Expected<std::unique_ptr<Trial>> {
            const LblGlobalSettings settings = LblGlobalSettings::schema().read(request.settings);
            return startTraining(request, [settings](const TrainingShape &shape, std::uint64_t) {
                const int group =
                    settings.balanceBatch > 0 ? settings.balanceBatch : shape.microBatches;
                // P227: fbar_e = sum_j n_e^j / (N_P T k), over the synchronised
                // micro-batches.
                return makeBalancingRouter(settings.balancing,
                                           [group](const Routing &routing, std::int64_t) {
                                               return synchronisedFractions(routing, group);
                                           });
            });
        }};
}

} // namespace agon::experts
