#include "plugins/bandits/algorithms/elicitation/algorithms.h"
#include "plugins/bandits/loops/elicitation.h"

namespace agon::bandits {

AlgorithmEntry uncertainQuestion()
{
    AlgorithmEntry entry;
    entry.declaration = {
        .id = "bandits/uncertain-question",
        .title = "Most uncertain question",
        .summary =
            "Asks the question whose own answer is hardest to predict, whatever the targets.",
        .loops = {"bandits/elicitation"},
        .papers = {"P110"},
        .reference = "Lewis and Gale 1994, A sequential algorithm for training text classifiers",
        .year = 1994,
        .tags = {"elicitation", "baseline"},
        .fidelity = Fidelity::paperText,
    };
    entry.start = [](const TrialRequest &request) {
        return startElicitation(request, [](const ElicitationState &state, random::Stream &) {
            std::size_t best = state.candidates.front();
            double most = -1;
            for (const std::size_t question : state.candidates) {
                const double entropy =
                    coinEntropy(state.model->predictive(state.weights, question));
                if (entropy > most) {
                    most = entropy;
                    best = question;
                }
            }
            return best;
        });
    };
    return entry;
}

} // namespace agon::bandits
