#include "plugins/bandits/algorithms/elicitation/algorithms.h"
#include "plugins/bandits/loops/elicitation.h"

namespace agon::bandits {

AlgorithmEntry randomQuestion()
{
    AlgorithmEntry entry;
    entry.declaration = {
        .id = "bandits/random-question",
        .title = "Random questions",
        .summary = "Asks a uniform question among those left.",
        .loops = {"bandits/elicitation"},
        .papers = {"P110"},
        .reference =
            "Wang et al. 2025, Adaptive elicitation of latent information using natural language",
        .year = 2025,
        .tags = {"elicitation", "baseline"},
        .fidelity = Fidelity::authorsCode,
    };
    entry.start = [](const TrialRequest &request) {
        return startElicitation(request, [](const ElicitationState &state, random::Stream &stream) {
            return state
                .candidates[static_cast<std::size_t>(stream.below(state.candidates.size()))];
        });
    };
    return entry;
}

} // namespace agon::bandits
