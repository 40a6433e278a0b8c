#include "plugins/bandits/loops/combinatorial.h"
#include "plugins/bandits/problems/combinatorial/problems.h"

namespace agon::bandits {
namespace {

struct SpanningTreeSettings
{
    int nodes = 6;

    static Schema<SpanningTreeSettings> schema()
    {
        Schema<SpanningTreeSettings> s;
        s.integer(&SpanningTreeSettings::nodes, "nodes", "Nodes")
            .range(2, 40)
            .slider(3, 12)
            .help("Of the graph, each joined to each. Edges have uniform random means.");
        return s;
    }
};

} // namespace

ProblemEntry spanningTree()
{
    const auto schema = SpanningTreeSettings::schema();
    ProblemEntry entry;
    entry.declaration = {
        .id = "bandits/spanning-tree",
        .title = "Spanning tree",
        .summary = "A tree that spans a complete graph is named; what its edges pay adds up and is "
                   "seen.",
        .loop = "bandits/combinatorial",
        .parameters = schema.declarations(),
        .provides = {"semi-bandit"},
        .reference = "Kveton, Wen, Ashkan, Eydgahi and Eriksson 2014, Matroid bandits: fast "
                     "combinatorial optimization with learning",
        .defaultBudget = 10'000,
        .defaultContestants = {"bandits/comb-ucb1", "bandits/comb-kl-ucb",
                               "bandits/combinatorial-thompson", "bandits/perturbed-sets"},
    };
    entry.prepare = [schema](const ProblemRequest &request) -> Expected<InstancePointer> {
        const SpanningTreeSettings settings = schema.read(request.settings);
        return randomItems(std::make_unique<SpanningTrees>(settings.nodes), request.seed);
    };
    return entry;
}

} // namespace agon::bandits
