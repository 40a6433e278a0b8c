#include "plugins/bandits/algorithms/matching/algorithms.h"
#include "plugins/bandits/loops/matching.h"

namespace agon::bandits {
namespace {

class RandomMatch final : public Matcher
{
public:
    int choose(const MatchState &state, random::Stream &stream) override
    {
        int chosen = -1;
        std::uint64_t seen = 0;
        for (std::size_t position = 0; position < state.edges.size(); ++position)
            if (state.free[static_cast<std::size_t>(state.edges[position].offline)] &&
                stream.below(++seen) == 0)
                chosen = static_cast<int>(position);
        return chosen;
    }
};

} // namespace

AlgorithmEntry randomMatch()
{
    AlgorithmEntry entry;
    entry.declaration = {
        .id = "bandits/random-match",
        .title = "Random matching",
        .summary = "Tries a uniform free neighbour.",
        .loops = {"bandits/matching"},
        .reference = "Mehta and Panigrahi 2012, Online matching with stochastic rewards",
        .year = 2012,
        .tags = {"matching", "baseline"},
        .fidelity = Fidelity::paperText,
    };
    entry.start = [](const TrialRequest &request) {
        return startMatching(request,
                             [](int, std::uint64_t) { return std::make_unique<RandomMatch>(); });
    };
    return entry;
}

} // namespace agon::bandits
