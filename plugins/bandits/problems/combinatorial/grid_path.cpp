#include "plugins/bandits/loops/combinatorial.h"
#include "plugins/bandits/problems/combinatorial/problems.h"

namespace agon::bandits {
namespace {

struct GridPathSettings
{
    int side = 4;

    static Schema<GridPathSettings> schema()
    {
        Schema<GridPathSettings> s;
        s.integer(&GridPathSettings::side, "side", "Side")
            .range(1, 15)
            .slider(2, 8)
            .help("Edges on a side. A path goes right or down; edges have uniform random means.");
        return s;
    }
};

} // namespace

ProblemEntry gridPath()
{
    const auto schema = GridPathSettings::schema();
    ProblemEntry entry;
    entry.declaration = {
        .id = "bandits/grid-path",
        .title = "Path through a grid",
        .summary = "A path from corner to corner of a grid is named; what its edges pay adds up "
                   "and is seen.",
        .loop = "bandits/combinatorial",
        .parameters = schema.declarations(),
        .provides = {"semi-bandit"},
        .reference = "György, Linder, Lugosi and Ottucsák 2007, The on-line shortest path problem "
                     "under partial monitoring",
        .defaultBudget = 10'000,
        .defaultContestants = {"bandits/comb-ucb1", "bandits/comb-kl-ucb",
                               "bandits/combinatorial-thompson", "bandits/exp2",
                               "bandits/perturbed-sets"},
    };
    entry.prepare = [schema](const ProblemRequest &request) -> Expected<InstancePointer> {
        const GridPathSettings settings = schema.read(request.settings);
        return randomItems(std::make_unique<GridPaths>(settings.side), request.seed);
    };
    return entry;
}

} // namespace agon::bandits
