#include "plugins/bandits/algorithms/stochastic/algorithms.h"
#include "plugins/bandits/loops/policy_entry.h"
#include "plugins/bandits/rules/empirical_variance.h"

#include <cmath>

namespace agon::bandits {
namespace {

struct UcbVSettings
{
    double exploration = 1;
    double range = 1;
    Ties ties = Ties::lowestIndex;

    static Schema<UcbVSettings> schema()
    {
        Schema<UcbVSettings> s;
        s.real(&UcbVSettings::exploration, "exploration", "Exploration ζ")
            .range(0, 100)
            .slider(0.1, 4)
            .help("Factor of ln t in the bound.")
            .source("Audibert, Munos and Szepesvári 2009: 1.2 in theory, 1 in practice");
        s.real(&UcbVSettings::range, "range", "Range b")
            .range(1e-6, 1e6)
            .unit("reward")
            .advanced()
            .help("Largest reward; the problems' rewards lie in [0, 1].")
            .source("Audibert, Munos and Szepesvári 2009");
        declareTies(s, &UcbVSettings::ties);
        return s;
    }
};

class UcbV
{
public:
    using Settings = UcbVSettings;
    static constexpr int initialPulls = 1;

    UcbV(const Settings &settings, const Task &task)
        : m_exploration(settings.exploration), m_range(settings.range), m_spread(task.arms)
    {}

    // Audibert, Munos and Szepesvári 2009, equation 2: mean + √(2 ζ v ln t/n) + 3 b ζ ln t/n, with
    // the biased empirical variance v.
    void scores(const Round &round, const ArmStatistics &arms, std::span<double> out) const
    {
        for (std::size_t a = 0; a < out.size(); ++a) {
            const double ratio = m_exploration * round.logarithm / arms.pulls[a];
            out[a] = arms.means[a] + std::sqrt(2 * m_spread.variance(a, arms) * ratio) +
                     3 * m_range * ratio;
        }
    }

    void update(int arm, double reward, const ArmStatistics &arms)
    {
        m_spread.add(arm, reward, arms);
    }

private:
    double m_exploration;
    double m_range;
    EmpiricalVariance m_spread;
};

} // namespace

AlgorithmEntry ucbV()
{
    return policyEntry<UcbV>({
        .id = "bandits/ucb-v",
        .title = "UCB-V",
        .summary = "UCB with the empirical variance in Bernstein's bound.",
        .requires_ = {"bounded-rewards"},
        .reference = "Audibert, Munos and Szepesvári 2009, Exploration-exploitation tradeoff using "
                     "variance estimates in multi-armed bandits",
        .year = 2009,
        .tags = {"stochastic", "index"},
        .fidelity = Fidelity::paperText,
    });
}

} // namespace agon::bandits
