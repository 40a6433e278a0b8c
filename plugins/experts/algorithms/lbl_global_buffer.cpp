#include "plugins/experts/algorithms/algorithms.h"
#include "plugins/experts/rules/balancing_router.h"

namespace agon::experts {
namespace {

struct LblGlobalBufferSettings
{
    BalancingSettings balancing;
    int synchronised = 1;

    static Schema<LblGlobalBufferSettings> schema()
    {
        Schema<LblGlobalBufferSettings> s;
        s.include(&LblGlobalBufferSettings::balancing, BalancingSettings::schema());
        s.integer(&LblGlobalBufferSettings::synchronised, "synchronised",
                  "Synchronised micro-batches")
            .range(1, 256)
            .slider(1, 8)
            .help("Micro-batches that run side by side and share their counts; the others follow "
                  "as accumulation steps, over which the counts add up.")
            .source("P227, algorithm 1");
        return s;
    }
};

} // namespace

AlgorithmEntry lblGlobalBuffer()
{
    AlgorithmDeclaration algorithm;
    algorithm.id = "experts/lbl-global-buffer";
    algorithm.title = "Top-k router, buffered global-batch balancing loss";
    algorithm.summary = "When gradients are accumulated, load counts add up in a buffer over the "
                        "accumulation steps and are reset after the optimiser's step.";
    algorithm.loops = {"experts/training"};
    algorithm.parameters = LblGlobalBufferSettings::schema().declarations();
    algorithm.papers = {"P227"};
    algorithm.reference = "Qiu et al. (2025), Demons in the Detail: On Implementing Load "
                          "Balancing Loss for Training Specialized Mixture-of-Expert Models";
    algorithm.year = 2025;
    algorithm.tags = {"router", "balancing loss"};
    algorithm.note = "Algorithm 1 of the paper.";
    return {algorithm, [](const TrialRequest &request) -> Expected<std::unique_ptr<Trial>> {
                const LblGlobalBufferSettings settings =
                    LblGlobalBufferSettings::schema().read(request.settings);
                return startTraining(request, [settings](const TrainingShape &, std::uint64_t) {
                    return makeBalancingRouter(
                        settings.balancing,
                        [group = settings.synchronised](const Routing &routing, std::int64_t) {
                            return bufferedFractions(routing, group);
                        });
                });
            }};
}

} // namespace agon::experts
