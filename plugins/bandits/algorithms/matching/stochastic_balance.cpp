#include "core/random/distributions.h"
#include "plugins/bandits/algorithms/matching/algorithms.h"
#include "plugins/bandits/loops/matching.h"
#include "plugins/bandits/rules/ties.h"

namespace agon::bandits {
namespace {

struct StochasticBalanceSettings
{
    Ties ties = Ties::lowestIndex;

    static Schema<StochasticBalanceSettings> schema()
    {
        Schema<StochasticBalanceSettings> s;
        declareTies(s, &StochasticBalanceSettings::ties);
        return s;
    }
};

class StochasticBalance final : public Matcher
{
public:
    using Settings = StochasticBalanceSettings;

    StochasticBalance(const Settings &settings, int, std::uint64_t) : m_ties(settings.ties) {}

    int choose(const MatchState &state, random::Stream &stream) override
    {
        if (m_ties == Ties::lowestIndex)
            return balanceChoice(state.edges, state.free, state.loads);
        m_edges.assign(state.edges.begin(), state.edges.end());
        m_order.resize(m_edges.size());
        for (std::size_t position = 0; position < m_order.size(); ++position)
            m_order[position] = static_cast<int>(position);
        random::shuffle(stream, std::span(m_order));
        for (std::size_t position = 0; position < m_order.size(); ++position)
            m_edges[position] = state.edges[static_cast<std::size_t>(m_order[position])];
        const int chosen = balanceChoice(m_edges, state.free, state.loads);
        return chosen < 0 ? chosen : m_order[static_cast<std::size_t>(chosen)];
    }

private:
    Ties m_ties;
    std::vector<MatchEdge> m_edges;
    std::vector<int> m_order;
};

} // namespace

AlgorithmEntry stochasticBalance()
{
    return matcherEntry<StochasticBalance>({
        .id = "bandits/stochastic-balance",
        .title = "Stochastic Balance",
        .summary = "Tries the free neighbour that was attempted least so far.",
        .papers = {"P115"},
        .reference =
            "Huang et al. 2023, Online matching with stochastic rewards: advanced analyses using "
            "configuration linear programs",
        .tags = {"matching"},
        .fidelity = Fidelity::paperText,
        .note = "With equal probabilities this is the paper's rule. With unequal ones it takes the "
                "largest p (1 - g(load)) with g(l) = 1 - e^-l, which is our reconstruction.",
    });
}

} // namespace agon::bandits
