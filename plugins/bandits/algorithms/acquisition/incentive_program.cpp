#include "plugins/bandits/algorithms/acquisition/algorithms.h"
#include "plugins/bandits/loops/acquisition.h"

#include <stdexcept>

namespace agon::bandits {
namespace {

class IncentiveProgram final : public Principal
{
public:
    explicit IncentiveProgram(const AcquisitionGame &game)
    {
        auto mechanism = optimalMechanism(game, 0);
        if (!mechanism)
            throw std::runtime_error(mechanism.error().text());
        m_mechanism = std::move(*mechanism);
    }
    Offer offer() override { return {&m_mechanism, {}}; }

private:
    Mechanism m_mechanism;
};

} // namespace

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
            return std::make_unique<IncentiveProgram>(game);
        });
    };
    return entry;
}

} // namespace agon::bandits
