#include "plugins/bandits/algorithms/staged/algorithms.h"
#include "plugins/bandits/loops/staged.h"
#include "plugins/bandits/rules/ties.h"

#include <cmath>
#include <limits>

namespace agon::bandits {
namespace {

struct StagedUcb1Settings
{
    double exploration = 4;

    static Schema<StagedUcb1Settings> schema()
    {
        Schema<StagedUcb1Settings> s;
        s.real(&StagedUcb1Settings::exploration, "exploration", "Exploration α")
            .range(0, 100)
            .slider(0.1, 8)
            .help("Width of the confidence bounds: √(α ln t / 2n).")
            .source("Auer et al. 2002: 4");
        return s;
    }
};

/** UCB1 over the actions, one for all stages, on the last reward. */
class StagedUcb1 final : public StagedPolicy
{
public:
    using Settings = StagedUcb1Settings;

    StagedUcb1(const Settings &settings, const StagedTask &task)
        : m_exploration(settings.exploration)
        , m_pulls(task.actions.count)
        , m_sums(m_pulls)
        , m_scores(m_pulls)
    {}

    int select(std::span<const double>, std::span<const double> rewards, random::Stream &) override
    {
        if (!rewards.empty())
            return m_kept;
        const double level = m_exploration / 2 * std::log(m_rounds + 1);
        for (std::size_t a = 0; a < m_scores.size(); ++a)
            m_scores[a] = m_pulls[a] == 0 ? std::numeric_limits<double>::infinity()
                                          : m_sums[a] / m_pulls[a] + std::sqrt(level / m_pulls[a]);
        m_kept = firstLargest(m_scores);
        return m_kept;
    }

    void update(std::span<const double>, std::span<const int> actions,
                std::span<const double> rewards) override
    {
        const auto a = static_cast<std::size_t>(actions.front());
        m_pulls[a] += 1;
        m_sums[a] += rewards.back();
        m_rounds += 1;
    }

    int greedyAction(std::span<const double>, std::span<const double> rewards) override
    {
        if (!rewards.empty())
            return m_kept;
        for (std::size_t a = 0; a < m_scores.size(); ++a)
            m_scores[a] =
                m_pulls[a] == 0 ? -std::numeric_limits<double>::infinity() : m_sums[a] / m_pulls[a];
        m_kept = firstLargest(m_scores);
        return m_kept;
    }

private:
    double m_exploration;
    double m_rounds = 0;
    std::vector<double> m_pulls;
    std::vector<double> m_sums;
    std::vector<double> m_scores;
    int m_kept = 0; ///< the action of this round
};

} // namespace

AlgorithmEntry stagedUcb1()
{
    return stagedEntry<StagedUcb1>({
        .id = "bandits/staged-ucb1",
        .title = "UCB1 over all stages",
        .summary = "UCB1 without context, one action for all stages of a round.",
        .reference = "Auer, Cesa-Bianchi and Fischer 2002, Finite-time analysis of the multiarmed "
                     "bandit problem",
        .year = 2002,
        .tags = {"stages", "baseline", "index"},
        .fidelity = Fidelity::paperText,
        .note = "The bound is that for rewards in [0, 1].",
    });
}

} // namespace agon::bandits
