#include "core/random/distributions.h"
#include "plugins/bandits/loops/matching.h"
#include "plugins/bandits/problems/matching/problems.h"

#include <cmath>

namespace agon::bandits {
namespace {

enum class MatchGraph { triangular, trap, regular, blocks };

struct StochasticMatchingSettings
{
    MatchGraph graph = MatchGraph::triangular;
    int offline = 20;
    double probability = 0.05;
    double spread = 0;
    int degree = 3;

    static Schema<StochasticMatchingSettings> schema()
    {
        using S = StochasticMatchingSettings;
        Schema<S> s;
        s.choice<MatchGraph>(
             &S::graph, "graph", "Graph",
             {{MatchGraph::triangular, "triangular", "Upper triangular",
               "The i-th kind of arrivals sees the offline vertices from the i-th on."},
              {MatchGraph::trap, "trap", "Trap",
               "Half of the arrivals see all vertices, the later half only the first half of "
               "them."},
              {MatchGraph::regular, "regular", "Random",
               "Every arrival sees so many random vertices."},
              {MatchGraph::blocks, "blocks", "Two blocks",
               "Two kinds of arrivals in turn, each sees 80 % of one half and 20 % of the other."}})
            .help("Who can be matched with whom.");
        s.integer(&S::offline, "offline", "Offline vertices n")
            .range(2, 200)
            .slider(4, 60)
            .help("There are n/p arrivals in all.");
        s.real(&S::probability, "probability", "Success probability p")
            .range(0.005, 1)
            .slider(0.01, 0.5)
            .logarithmic()
            .help("Of one attempt.");
        s.real(&S::spread, "spread", "Spread")
            .range(0, 0.99)
            .help("Edges' probabilities are uniform in p (1 ± spread), at most 1.");
        s.integer(&S::degree, "degree", "Degree")
            .range(1, 50)
            .slider(1, 10)
            .help("Of the random graph: neighbours of an arrival.");
        return s;
    }
};

/** Offline vertices that arrival @p index of @p count sees, ascending. */
std::vector<int> neighbours(const StochasticMatchingSettings &settings, std::int64_t index,
                            std::int64_t count, random::Stream &stream)
{
    const int size = settings.offline;
    std::vector<int> result;
    const auto range = [&result](int first, int last) {
        for (int u = first; u < last; ++u)
            result.push_back(u);
    };
    switch (settings.graph) {
    case MatchGraph::triangular:
        range(static_cast<int>(index * size / count), size);
        break;
    case MatchGraph::trap:
        range(0, 2 * index < count ? size : size / 2);
        break;
    case MatchGraph::regular: {
        const auto chosen = random::sample(stream, size, std::min(settings.degree, size));
        result.assign(chosen.begin(), chosen.end());
        break;
    }
    case MatchGraph::blocks:
        for (int u = 0; u < size; ++u)
            if (stream.bernoulli((u < size / 2) == (index % 2 == 0) ? 0.8 : 0.2))
                result.push_back(u);
        break;
    }
    return result;
}

} // namespace

ProblemEntry stochasticMatching()
{
    const auto schema = StochasticMatchingSettings::schema();
    ProblemEntry entry;
    entry.declaration = {
        .id = "bandits/stochastic-matching",
        .title = "Online matching with stochastic rewards",
        .summary =
            "Arrivals try one vertex each, and an attempt succeeds with a small probability.",
        .loop = "bandits/matching",
        .parameters = schema.declarations(),
        .papers = {"P115"},
        .reference = "Mehta and Panigrahi 2012, Online matching with stochastic rewards",
        .defaultBudget = 400,
        .maximumBudget = 1'000'000,
        .defaultContestants = {"bandits/stochastic-balance", "bandits/ranking",
                               "bandits/greedy-first", "bandits/random-match"},
        .revision = 2,
    };
    entry.prepare = [schema](const ProblemRequest &request) -> Expected<InstancePointer> {
        const StochasticMatchingSettings settings = schema.read(request.settings);
        const auto count =
            static_cast<std::int64_t>(std::lround(settings.offline / settings.probability));
        std::vector<std::vector<MatchEdge>> arrivals;
        for (std::int64_t index = 0; index < count; ++index) {
            random::Stream stream(request.seed, random::Purpose("matching graph"), 0,
                                  static_cast<std::uint64_t>(index));
            auto &edges = arrivals.emplace_back();
            for (const int u : neighbours(settings, index, count, stream)) {
                const double factor =
                    settings.spread > 0 ? 1 + settings.spread * (2 * stream.uniform() - 1) : 1;
                edges.push_back({u, std::min(1.0, settings.probability * factor)});
            }
        }
        return InstancePointer(
            std::make_shared<MatchingInstance>(std::move(arrivals), settings.offline));
    };
    return entry;
}

} // namespace agon::bandits
