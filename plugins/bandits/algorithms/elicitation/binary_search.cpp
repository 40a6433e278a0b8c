#include "plugins/bandits/algorithms/elicitation/algorithms.h"
#include "plugins/bandits/loops/elicitation.h"

#include <cmath>
#include <limits>

namespace agon::bandits {

AlgorithmEntry binarySearch()
{
    AlgorithmEntry entry;
    entry.declaration = {
        .id = "bandits/binary-search",
        .title = "Generalised binary search",
        .summary = "Asks the question whose likelier answers split the classes, by what is "
                   "believed of them, most evenly, whatever the targets.",
        .loops = {"bandits/elicitation"},
        .papers = {"P046", "P110"},
        .reference = "Nowak 2011, The geometry of generalized binary search",
        .year = 2011,
        .tags = {"elicitation", "baseline"},
        .fidelity = Fidelity::paperText,
        .note = "A class is taken for its likelier answer to a question, as if it always gave it; "
                "beliefs are updated with the true probabilities.",
    };
    entry.start = [](const TrialRequest &request) {
        return startElicitation(request, [](const ElicitationState &state, random::Stream &) {
            std::size_t best = state.candidates.front();
            double least = std::numeric_limits<double>::infinity();
            for (const std::size_t question : state.candidates) {
                double balance = 0;
                for (std::size_t latent = 0; latent < state.weights.size(); ++latent)
                    balance += state.model->probability(latent, question) >= 0.5
                                   ? state.weights[latent]
                                   : -state.weights[latent];
                if (std::abs(balance) < least) {
                    least = std::abs(balance);
                    best = question;
                }
            }
            return best;
        });
    };
    return entry;
}

} // namespace agon::bandits
