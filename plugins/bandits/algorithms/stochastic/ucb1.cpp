#include "plugins/bandits/algorithms/stochastic/algorithms.h"
#include "plugins/bandits/loops/policy_entry.h"

#include <cmath>

namespace agon::bandits {
namespace {

struct Ucb1Settings
{
    double exploration = 4;
    Ties ties = Ties::lowestIndex;

    static Schema<Ucb1Settings> schema()
    {
        Schema<Ucb1Settings> s;
        s.real(&Ucb1Settings::exploration, "exploration", "Exploration α")
            .range(0, 100)
            .slider(0.1, 8)
            .help("Width of the confidence bounds: √(α ln t / 2n).")
            .source("Auer et al. 2002, figure 1: 4");
        declareTies(s, &Ucb1Settings::ties);
        return s;
    }
};

class Ucb1
{
public:
    using Settings = Ucb1Settings;
    static constexpr int initialPulls = 1;

    Ucb1(const Settings &settings, const Task &task)
        // Stated for rewards in [0, 1], which are 1/2-sub-Gaussian; other laws scale the bound.
        : m_scale(2 * task.deviation * std::sqrt(settings.exploration / 2))
        , m_inverseRoot(static_cast<std::size_t>(task.arms))
    {}

    // Auer et al. 2002, figure 1: mean + √(α ln t / 2n).
    void scores(const Round &round, const ArmStatistics &arms, std::span<double> out) const
    {
        const double width = m_scale * std::sqrt(round.logarithm);
        for (std::size_t a = 0; a < out.size(); ++a)
            out[a] = arms.means[a] + width * m_inverseRoot[a];
    }

    void update(int arm, double, const ArmStatistics &arms)
    {
        const auto a = static_cast<std::size_t>(arm);
        m_inverseRoot[a] = 1 / std::sqrt(arms.pulls[a]);
    }

private:
    double m_scale;
    std::vector<double> m_inverseRoot; ///< 1/√n_a
};

} // namespace

AlgorithmEntry ucb1()
{
    return policyEntry<Ucb1>({
        .id = "bandits/ucb1",
        .title = "UCB1",
        .summary =
            "Pulls the arm with the highest upper confidence bound from Hoeffding's inequality.",
        .loops = {"bandits/stochastic", "bandits/nonstationary", "bandits/adversarial",
                  "bandits/best-arm", "bandits/tallying"},
        .requires_ = {"sub-gaussian-rewards"},
        .reference = "Auer, Cesa-Bianchi and Fischer 2002, Finite-time analysis of the multiarmed "
                     "bandit problem",
        .year = 2002,
        .tags = {"stochastic", "index"},
        .fidelity = Fidelity::paperText,
        .note = "For Gaussian arms the bound is scaled by 2σ, the sub-Gaussian reading.",
    });
}

} // namespace agon::bandits
