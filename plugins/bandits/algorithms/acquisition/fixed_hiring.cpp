#include "plugins/bandits/algorithms/acquisition/algorithms.h"
#include "plugins/bandits/loops/acquisition.h"

#include <algorithm>

namespace agon::bandits {
namespace {

enum class Hired { nobody, first, everybody };

struct FixedHiringSettings
{
    Hired hired = Hired::everybody;

    static Schema<FixedHiringSettings> schema()
    {
        Schema<FixedHiringSettings> s;
        s.choice<Hired>(&FixedHiringSettings::hired, "hires", "Hires",
                        {{Hired::nobody, "nobody", "Nobody", "And guesses."},
                         {Hired::first, "one", "The first agent", "And follows its report."},
                         {Hired::everybody, "everybody", "Everybody", "And follows the majority."}})
            .help("Who is to exert effort, every round.");
        return s;
    }
};

Mechanism hiring(Hired hired, const AcquisitionGame &game)
{
    std::vector<double> payments;
    for (std::size_t agent = 0; agent < game.agents; ++agent) {
        // Effort raises the chance of a right report from 1/2: that must be worth its cost.
        const std::size_t alone = std::size_t{1} << agent;
        double right = 0;
        for (std::size_t signals = 0; signals < game.profiles(); ++signals)
            right += 0.5 * game.probability(alone, signals >> agent & 1, signals);
        const double gain = std::max(right - 0.5, 1e-9);
        payments.push_back(std::min(game.mostPayment, game.costs[agent] / gain));
    }
    const std::size_t efforts = hired == Hired::nobody  ? 0
                                : hired == Hired::first ? 1
                                                        : game.profiles() - 1;
    return scoreMechanism(game.agents, efforts, payments);
}

} // namespace

AlgorithmEntry fixedHiring()
{
    const auto schema = FixedHiringSettings::schema();
    AlgorithmEntry entry;
    entry.declaration = {
        .id = "bandits/fixed-hiring",
        .title = "Fixed hiring",
        .summary =
            "Hires nobody, one or everybody at the smallest payment for right reports that makes "
            "effort worth its cost.",
        .loops = {"bandits/acquisition"},
        .parameters = schema.declarations(),
        .papers = {"P078"},
        .reference =
            "Cacciamani, Castiglioni and Gatti 2024, Online information acquisition: hiring "
            "multiple agents",
        .year = 2024,
        .tags = {"mechanism design", "baseline"},
        .fidelity = Fidelity::derived,
        .note = "Knows costs and accuracies, but pays each agent by its own report alone.",
    };
    entry.start = [schema](const TrialRequest &request) {
        const auto settings = schema.read(request.settings);
        return startAcquisition(request, [settings](const AcquisitionGame &game, std::int64_t) {
            return std::make_unique<SteadyPrincipal>(hiring(settings.hired, game));
        });
    };
    return entry;
}

} // namespace agon::bandits
