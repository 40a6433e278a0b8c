#include "plugins/bandits/algorithms/acquisition/algorithms.h"
#include "plugins/bandits/loops/acquisition.h"

#include <stdexcept>

namespace agon::bandits {
AlgorithmEntry incentiveProgram()
{
    AlgorithmEntry entry;
    entry.declaration = {
        .id = "bandits/incentive-program",
        .title = "Optimal mechanism",
        .summary = "Knows agents' costs and accuracies and announces the best incentive-compatible "
                   "mechanism, by a linear programme.",
        .loops = {"bandits/acquisition"},
        .papers = {"P078"},
        .reference =
            "Cacciamani, Castiglioni and Gatti 2024, Online information acquisition: hiring "
            "multiple agents",
        .year = 2024,
        .tags = {"mechanism design", "oracle"},
        .fidelity = Fidelity::reconstructed,
        .note = "The linearisation in recommendations, guesses and payments times probabilities "
                "follows public descriptions of the paper.",
    };
    entry.start = [](const TrialRequest &request) {
        return startAcquisition(request, [](const AcquisitionGame &game, std::int64_t) {
            auto mechanism = optimalMechanism(game, 0);
            if (!mechanism)
                throw std::runtime_error(mechanism.error().text());
            return std::make_unique<SteadyPrincipal>(std::move(*mechanism));
        });
    };
    return entry;
}

} // namespace agon::bandits
