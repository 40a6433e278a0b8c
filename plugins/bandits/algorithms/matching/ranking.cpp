#include "core/random/distributions.h"
#include "plugins/bandits/algorithms/matching/algorithms.h"
#include "plugins/bandits/loops/matching.h"

namespace agon::bandits {
namespace {

class Ranking final : public Matcher
{
public:
    Ranking(int offline, std::uint64_t seed)
    {
        random::Stream stream(seed, random::Purpose("ranks"));
        m_ranks = random::permutation(stream, offline);
    }
    int choose(const MatchState &state, random::Stream &) override
    {
        return chooseEdge(state.edges, state.free, [this](const MatchEdge &edge) {
            return -static_cast<double>(m_ranks[static_cast<std::size_t>(edge.offline)]);
        });
    }

private:
    std::vector<std::int32_t> m_ranks;
};

} // namespace

AlgorithmEntry ranking()
{
    AlgorithmEntry entry;
    entry.declaration = {
        .id = "bandits/ranking",
        .title = "Ranking",
        .summary =
            "Draws one random order of the offline vertices and tries the first free one in it.",
        .loops = {"bandits/matching"},
        .reference = "Karp, Vazirani and Vazirani 1990, An optimal algorithm for on-line bipartite "
                     "matching",
        .year = 1990,
        .tags = {"matching"},
        .fidelity = Fidelity::paperText,
        .note = "Made for equal probabilities, which it ignores.",
    };
    entry.start = [](const TrialRequest &request) {
        return startMatching(request, [](int offline, std::uint64_t seed) {
            return std::make_unique<Ranking>(offline, seed);
        });
    };
    return entry;
}

} // namespace agon::bandits
