#include "plugins/bandits/algorithms/acquisition/algorithms.h"
#include "plugins/bandits/loops/acquisition.h"

namespace agon::bandits {
AlgorithmEntry uncorrelatedProgram()
{
    AlgorithmEntry entry;
    entry.declaration = {
        .id = "bandits/uncorrelated-program",
        .title = "Best uncorrelated mechanism",
        .summary =
            "Knows agents' costs and accuracies, but tells everyone for certain what to do and "
            "pays each by its own report alone.",
        .loops = {"bandits/acquisition"},
        .papers = {"P078"},
        .reference =
            "Cacciamani, Castiglioni and Gatti 2024, Online information acquisition: hiring "
            "multiple agents",
        .year = 2024,
        .tags = {"mechanism design", "oracle"},
        .fidelity = Fidelity::reconstructed,
        .note = "[reconstructed] The paper compares correlated mechanisms with uncorrelated ones; "
                "that those recommend one profile and pay by own report and state is our reading. "
                "Where agents' errors are independent nothing is lost.",
    };
    entry.start = [](const TrialRequest &request) {
        return startAcquisition(request, [](const AcquisitionGame &game, std::int64_t) {
            return std::make_unique<SteadyPrincipal>(uncorrelatedMechanism(game));
        });
    };
    return entry;
}

} // namespace agon::bandits
