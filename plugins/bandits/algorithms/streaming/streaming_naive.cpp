#include "plugins/bandits/algorithms/streaming/algorithms.h"
#include "plugins/bandits/loops/streaming.h"
#include "plugins/bandits/rules/keep_best.h"
#include "plugins/bandits/rules/streaming_sizes.h"

#include <memory>

namespace agon::bandits {
AlgorithmEntry streamingNaive()
{
    return streamingEntry(
        {
            .id = "bandits/streaming-naive",
            .title = "Naive ε-best arm",
            .summary = "Pulls every arm so often that the best of all is known to within ε, and "
                       "keeps the best so far.",
            .requires_ = {"streaming-arms"},
            .papers = {"P179"},
            .reference =
                "Wang 2023, Tight regret bounds for single-pass streaming multi-armed bandits",
            .year = 2023,
            .tags = {"streaming", "bounded memory"},
            .fidelity = Fidelity::derived,
            .note = "After the authors' released code; there the first arm's reward is not kept, "
                    "here it is.",
        },
        [](const Json &, const StreamingTask &task) {
            return std::make_unique<KeepBest>(naivePulls(task));
        });
}

} // namespace agon::bandits
