#include "plugins/bandits/algorithms/elicitation/algorithms.h"
#include "plugins/bandits/loops/elicitation.h"

namespace agon::bandits {

AlgorithmEntry informationGain()
{
    AlgorithmEntry entry;
    entry.declaration = {
        .id = "bandits/information-gain",
        .title = "Predictive information gain",
        .summary = "Asks the question whose answer is expected to tell most about the targets.",
        .loops = {"bandits/elicitation"},
        .papers = {"P110"},
        .reference =
            "Wang et al. 2025, Adaptive elicitation of latent information using natural language",
        .year = 2025,
        .tags = {"elicitation"},
        .fidelity = Fidelity::authorsCode,
        .note = "The predictive model is the exact posterior over latent classes in place of a "
                "fine-tuned language model.",
    };
    entry.start = [](const TrialRequest &request) {
        // P110: EIG(q) = mean over targets of H(t) - Σ_y p(y) H(t | q = y).
        return startElicitation(request, [](const ElicitationState &state, random::Stream &) {
            return mostInformative(state);
        });
    };
    return entry;
}

} // namespace agon::bandits
