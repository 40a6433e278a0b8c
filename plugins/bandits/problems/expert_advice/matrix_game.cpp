#include "plugins/bandits/loops/expert_advice.h"
#include "plugins/bandits/problems/expert_advice/problems.h"

namespace agon::bandits {
namespace {

struct MatrixGameSettings
{
    int actions = 6;

    static Schema<MatrixGameSettings> schema()
    {
        Schema<MatrixGameSettings> s;
        s.integer(&MatrixGameSettings::actions, "actions", "Actions")
            .range(2, 200)
            .slider(2, 30)
            .help("Of each player; losses are uniform from 0 to 1.")
            .source("P154: 6");
        return s;
    }
};

} // namespace

ProblemEntry matrixGame()
{
    const auto schema = MatrixGameSettings::schema();
    ProblemEntry entry;
    entry.declaration = {
        .id = "bandits/matrix-game",
        .title = "Self-play in a matrix game",
        .summary = "Two copies of a learner play a random zero-sum game: how soon is their average "
                   "play an equilibrium?",
        .loop = "bandits/expert-advice",
        .parameters = schema.declarations(),
        .channels = {"duality_gap"},
        .papers = {"P154"},
        .reference = "Rakhlin and Sridharan 2013, Optimization, learning, and games with "
                     "predictable sequences",
        .defaultBudget = 10'000,
        .maximumBudget = 10'000'000,
        .defaultContestants = {"bandits/optimistic-hedge", "bandits/exponential-weights",
                               "bandits/squint"},
    };
    entry.prepare = [schema](const ProblemRequest &request) -> Expected<InstancePointer> {
        const int actions = schema.read(request.settings).actions;
        random::Stream world(request.seed, random::Purpose("matrix game"));
        std::vector<double> losses(static_cast<std::size_t>(actions * actions));
        for (double &loss : losses)
            loss = world.uniform();
        return InstancePointer(std::make_shared<MatrixGame>(actions, std::move(losses)));
    };
    return entry;
}

} // namespace agon::bandits
