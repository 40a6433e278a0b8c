#include "plugins/bandits/algorithms/nonstationary/algorithms.h"
#include "plugins/bandits/loops/policy_entry.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <limits>

namespace agon::bandits {
namespace {

struct SlidingWindowUcbSettings
{
    std::int64_t window = 0;
    int changes = 0;
    double exploration = 0.6;
    Ties ties = Ties::lowestIndex;

    static Schema<SlidingWindowUcbSettings> schema()
    {
        using S = SlidingWindowUcbSettings;
        Schema<S> s;
        s.integer(&S::window, "window", "Window τ")
            .range(0, 1e9)
            .slider(0, 5000)
            .unit("rounds")
            .help("Only so many of the latest rounds count; 0: 4 √(T ln T), or with known changes "
                  "2 √(T ln T/c), rounded up.")
            .source("Garivier and Moulines 2011, section 5: 4 √(T ln T)");
        s.integer(&S::changes, "changes", "Known changes c")
            .range(0, 1e9)
            .slider(0, 20)
            .help("How often the means change in T rounds, where that is known; 0: it is not. Not "
                  "used where the window is given.")
            .source("Garivier and Moulines 2011, section 4: 2 √(T ln T/c)");
        s.real(&S::exploration, "exploration", "Exploration ξ")
            .range(0, 100)
            .slider(0.1, 4)
            .help("Width of the bounds: √(ξ ln min(t, τ)/n).")
            .source("Garivier and Moulines 2011, section 5: 0.6");
        declareTies(s, &S::ties);
        return s;
    }
};

class SlidingWindowUcb
{
public:
    using Settings = SlidingWindowUcbSettings;
    static constexpr int initialPulls = 1;
    static constexpr bool needsHorizon = true;

    SlidingWindowUcb(const Settings &settings, const Task &task)
        : m_window(settings.window > 0 ? settings.window : windowOf(task.horizon, settings.changes))
        , m_exploration(settings.exploration)
        , m_pulls(static_cast<std::size_t>(task.arms))
        , m_sums(static_cast<std::size_t>(task.arms))
    {}

    // Garivier and Moulines 2011, section 3, with the statistics of the rounds before this one.
    void scores(const Round &round, const ArmStatistics &, std::span<double> out) const
    {
        const double seen = static_cast<double>(std::min(round.number - 1, m_window));
        const double exploration = m_exploration * std::log(seen);
        for (std::size_t a = 0; a < out.size(); ++a)
            out[a] = m_pulls[a] > 0 ? m_sums[a] / m_pulls[a] + std::sqrt(exploration / m_pulls[a])
                                    : std::numeric_limits<double>::infinity();
    }

    void update(int arm, double reward, const ArmStatistics &)
    {
        const auto a = static_cast<std::size_t>(arm);
        if (static_cast<std::int64_t>(m_latest.size()) == m_window) {
            const auto &[oldArm, oldReward] = m_latest.front();
            m_pulls[oldArm] -= 1;
            m_sums[oldArm] -= oldReward;
            m_latest.pop_front();
        }
        m_latest.emplace_back(a, reward);
        m_pulls[a] += 1;
        m_sums[a] += reward;
    }

private:
    static std::int64_t windowOf(std::int64_t horizon, int changes)
    {
        const auto rounds = static_cast<double>(horizon);
        const double window = changes > 0 ? 2 * std::sqrt(rounds * std::log(rounds) / changes)
                                          : 4 * std::sqrt(rounds * std::log(rounds));
        return std::max<std::int64_t>(1, static_cast<std::int64_t>(std::ceil(window)));
    }

    std::int64_t m_window;
    double m_exploration;
    std::vector<double> m_pulls; ///< in the window
    std::vector<double> m_sums;
    std::deque<std::pair<std::size_t, double>> m_latest; ///< arms and rewards in the window
};

} // namespace

AlgorithmEntry slidingWindowUcb()
{
    return policyEntry<SlidingWindowUcb>({
        .id = "bandits/sliding-window-ucb",
        .title = "Sliding-window UCB",
        .summary = "UCB on the latest rounds only.",
        .loops = {"bandits/nonstationary"},
        .requires_ = {"bounded-rewards"},
        .reference = "Garivier and Moulines 2011, On upper-confidence bound policies for switching "
                     "bandit problems",
        .year = 2011,
        .tags = {"non-stationary", "index"},
        .fidelity = Fidelity::paperText,
    });
}

} // namespace agon::bandits
