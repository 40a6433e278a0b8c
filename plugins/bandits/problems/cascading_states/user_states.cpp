#include "core/random/distributions.h"
#include "plugins/bandits/loops/cascading_states.h"
#include "plugins/bandits/problems/cascading_states/problems.h"

#include <fmt/format.h>

namespace agon::bandits {
namespace {

struct UserStatesSettings
{
    int states = 10;
    int items = 12;
    int length = 3;
    int steps = 4;
    double attraction = 0.5;
    double concentration = 0.3;

    static Schema<UserStatesSettings> schema()
    {
        using S = UserStatesSettings;
        Schema<S> s;
        s.integer(&S::states, "states", "States S")
            .range(1, 100)
            .slider(1, 30)
            .help("Of a user; episodes begin in the first.")
            .source("P088: 10");
        s.integer(&S::items, "items", "Items N")
            .range(1, 200)
            .slider(2, 40)
            .help("To make lists of.")
            .source("P088: 12");
        s.integer(&S::length, "length", "Length of the list m")
            .range(1, 50)
            .slider(1, 8)
            .help("The most items in a list.")
            .source("P088: 3");
        s.integer(&S::steps, "steps", "Steps H")
            .range(1, 100)
            .slider(1, 12)
            .help("Lists shown in an episode.")
            .source("P088: 4");
        s.real(&S::attraction, "attraction", "Largest attraction")
            .range(0.01, 1)
            .help("Probabilities of a click are uniform between 0 and this, by state and item.");
        s.real(&S::concentration, "concentration", "Concentration of what follows")
            .range(0.01, 100)
            .slider(0.05, 10)
            .logarithmic()
            .help("Next states are Dirichlet: the smaller, the more an item decides where the user "
                  "goes.");
        return s;
    }
};

} // namespace

ProblemEntry userStates()
{
    const auto schema = UserStatesSettings::schema();
    ProblemEntry entry;
    entry.declaration = {
        .id = "bandits/user-states",
        .title = "Clicks that change the user",
        .summary = "What attracts depends on the user's state, and what is clicked decides the "
                   "next state.",
        .loop = "bandits/cascading-states",
        .parameters = schema.declarations(),
        .papers = {"P088"},
        .reference = "Du, Srikant and Chen 2024, Cascading reinforcement learning",
        .defaultBudget = 20'000,
        .defaultContestants = {"bandits/cascading-vi", "bandits/list-ucb-vi",
                               "bandits/stateless-cascade"},
        .revision = 3,
    };
    entry.prepare = [schema](const ProblemRequest &request) -> Expected<InstancePointer> {
        const UserStatesSettings settings = schema.read(request.settings);
        if (settings.length > settings.items)
            return Error(fmt::format("{}: a list of {} needs more than {} items.", request.problem,
                                     settings.length, settings.items),
                         "Choose a shorter list.");
        CascadeModel model;
        model.shape = {settings.states, settings.items, settings.length, settings.steps};
        const auto states = static_cast<std::size_t>(settings.states);
        model.next.resize(model.shape.pairs() * states);
        random::Stream world(request.seed, random::Purpose("users' model"));
        for (std::size_t pair = 0; pair < model.shape.pairs(); ++pair) {
            const bool none = pair % static_cast<std::size_t>(settings.items + 1) ==
                              static_cast<std::size_t>(settings.items);
            model.attractions.push_back(none ? 0 : settings.attraction * world.uniform());
            model.rewards.push_back(none ? 0 : world.uniform());
            random::dirichlet(world, settings.concentration,
                              std::span(model.next).subspan(pair * states, states));
        }
        return InstancePointer(std::make_shared<CascadeInstance>(std::move(model)));
    };
    return entry;
}

} // namespace agon::bandits
