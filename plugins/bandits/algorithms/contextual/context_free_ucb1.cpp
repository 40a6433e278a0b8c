#include "plugins/bandits/algorithms/contextual/algorithms.h"
#include "plugins/bandits/loops/contextual.h"
#include "plugins/bandits/rules/inverse_gap.h"

#include <cmath>

namespace agon::bandits {
namespace {

struct ContextFreeUcb1Settings
{
    double exploration = 4;

    static Schema<ContextFreeUcb1Settings> schema()
    {
        Schema<ContextFreeUcb1Settings> s;
        s.real(&ContextFreeUcb1Settings::exploration, "exploration", "Exploration α")
            .range(0, 100)
            .slider(0.1, 8)
            .help("Width of the confidence bounds: √(α ln t / 2n).")
            .source("Auer et al. 2002: 4");
        return s;
    }
};

class ContextFreeUcb1 final : public ContextualPolicy
{
public:
    using Settings = ContextFreeUcb1Settings;

    ContextFreeUcb1(const Settings &settings, const ContextualTask &task, random::Stream &)
        : m_exploration(settings.exploration)
        , m_pulls(static_cast<std::size_t>(task.actions))
        , m_sums(m_pulls)
        , m_scores(m_pulls)
    {}

    int select(const Situation &situation, random::Stream &) override
    {
        const double level = m_exploration / 2 * std::log(static_cast<double>(situation.number));
        for (std::size_t a = 0; a < m_scores.size(); ++a)
            m_scores[a] = m_pulls[a] == 0 ? std::numeric_limits<double>::infinity()
                                          : m_sums[a] / m_pulls[a] + std::sqrt(level / m_pulls[a]);
        return bestAvailable(m_scores, situation.available);
    }

    void update(const Situation &, int action, double reward, random::Stream &) override
    {
        m_pulls[static_cast<std::size_t>(action)] += 1;
        m_sums[static_cast<std::size_t>(action)] += reward;
    }

    int greedyAction(const Situation &situation) override
    {
        for (std::size_t a = 0; a < m_scores.size(); ++a)
            m_scores[a] =
                m_pulls[a] == 0 ? -std::numeric_limits<double>::infinity() : m_sums[a] / m_pulls[a];
        return bestAvailable(m_scores, situation.available);
    }

private:
    double m_exploration;
    std::vector<double> m_pulls;
    std::vector<double> m_sums;
    std::vector<double> m_scores;
};

} // namespace

AlgorithmEntry contextFreeUcb1()
{
    return contextualEntry<ContextFreeUcb1>({
        .id = "bandits/context-free-ucb1",
        .title = "UCB1 without context",
        .summary = "UCB1 on the actions alone: what is gained by looking at the context is seen "
                   "beside it.",
        .reference = "Auer, Cesa-Bianchi and Fischer 2002, Finite-time analysis of the multiarmed "
                     "bandit problem",
        .year = 2002,
        .tags = {"contextual", "baseline", "index"},
        .fidelity = Fidelity::paperText,
        .note = "The bound is that for rewards in [0, 1].",
    });
}

} // namespace agon::bandits
