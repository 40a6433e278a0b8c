#include "plugins/bandits/loops/acquisition.h"
#include "plugins/bandits/problems/acquisition/problems.h"

#include <fmt/format.h>

namespace agon::bandits {
namespace {

struct InformationAcquisitionSettings
{
    std::vector<double> accuracies{0.8, 0.8};
    std::vector<double> costs{0.05, 0.05};
    double mostPayment = 3;
    double shared = 0;

    static Schema<InformationAcquisitionSettings> schema()
    {
        using S = InformationAcquisitionSettings;
        constexpr std::size_t mostAgents = 3; // the programme doubles eightfold with each
        Schema<S> s;
        s.list(&S::accuracies, "accuracies", "Accuracies")
            .range(0.5, 1)
            .length(1, mostAgents)
            .help("Probability that an agent's signal is right if it exerts effort; without, 1/2.")
            .source("our reading of P078: 0.8");
        s.list(&S::costs, "costs", "Costs")
            .range(0, 1)
            .length(1, mostAgents)
            .unit("money")
            .help("Of every agent's effort.")
            .source("our reading of P078: 0.05");
        s.real(&S::mostPayment, "most-payment", "Most payment M")
            .range(0.01, 100)
            .slider(0.5, 10)
            .unit("money")
            .help("No agent is ever paid more in a round.")
            .source("our reading of P078: 3");
        s.real(&S::shared, "shared-errors", "Shared errors")
            .range(0, 1)
            .help("Probability that all agents who exert effort are right or wrong by the same "
                  "luck, as if they had asked one source.");
        return s;
    }
};

} // namespace

ProblemEntry informationAcquisition()
{
    const auto schema = InformationAcquisitionSettings::schema();
    ProblemEntry entry;
    entry.declaration = {
        .id = "bandits/information-acquisition",
        .title = "Hiring agents for information",
        .summary =
            "Agents can find out about a state at a cost of their own; pay them so that they do "
            "and report it.",
        .loop = "bandits/acquisition",
        .parameters = schema.declarations(),
        .papers = {"P078"},
        .defaultBudget = 10'000,
        .maximumBudget = 10'000'000,
        .defaultContestants = {"bandits/incentive-etc", "bandits/incentive-program",
                               "bandits/uncorrelated-program", "bandits/fixed-hiring"},
        .revision = 2,
    };
    entry.prepare = [schema](const ProblemRequest &request) -> Expected<InstancePointer> {
        const InformationAcquisitionSettings settings = schema.read(request.settings);
        if (settings.accuracies.size() != settings.costs.size())
            return Error(fmt::format("{}: there are {} accuracies and {} costs.", request.problem,
                                     settings.accuracies.size(), settings.costs.size()),
                         "Give one of each for every agent.");
        AcquisitionGame game = agentsOfOneSource(settings.accuracies, settings.costs,
                                                 settings.mostPayment, settings.shared);
        const auto best = optimalMechanism(game, 0);
        if (!best)
            return best.error();
        const double optimum = evaluate(game, *best).utility;
        return InstancePointer(std::make_shared<AcquisitionInstance>(std::move(game), optimum));
    };
    return entry;
}

} // namespace agon::bandits
