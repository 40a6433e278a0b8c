#include "plugins/bandits/algorithms/matching/algorithms.h"
#include "plugins/bandits/loops/matching.h"

namespace agon::bandits {
namespace {

class GreedyFirst final : public Matcher
{
public:
    int choose(const MatchState &state, random::Stream &) override
    {
        return chooseEdge(state.edges, state.free,
                          [](const MatchEdge &edge) { return edge.probability; });
    }
};

} // namespace

AlgorithmEntry greedyFirst()
{
    AlgorithmEntry entry;
    entry.declaration = {
        .id = "bandits/greedy-first",
        .title = "Greedy",
        .summary = "Tries the free neighbour with the largest probability, the first of equals.",
        .loops = {"bandits/matching"},
        .reference = "Mehta and Panigrahi 2012, Online matching with stochastic rewards",
        .year = 2012,
        .tags = {"matching", "baseline"},
        .fidelity = Fidelity::paperText,
    };
    entry.start = [](const TrialRequest &request) {
        return startMatching(request,
                             [](int, std::uint64_t) { return std::make_unique<GreedyFirst>(); });
    };
    return entry;
}

} // namespace agon::bandits
