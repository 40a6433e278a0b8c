#include "plugins/bandits/algorithms/stochastic/algorithms.h"
#include "plugins/bandits/loops/policy_entry.h"
#include "plugins/bandits/rules/empirical_variance.h"

#include <algorithm>
#include <cmath>

namespace agon::bandits {
namespace {

struct UcbTunedSettings
{
    Ties ties = Ties::lowestIndex;

    static Schema<UcbTunedSettings> schema()
    {
        Schema<UcbTunedSettings> s;
        declareTies(s, &UcbTunedSettings::ties);
        return s;
    }
};

class UcbTuned
{
public:
    using Settings = UcbTunedSettings;
    static constexpr int initialPulls = 1;

    UcbTuned(const Settings &, const Task &task) : m_spread(task.arms) {}

    // Auer et al. 2002, section 4: mean + √(ln t/n · min(1/4, v + √(2 ln t/n))).
    void scores(const Round &round, const ArmStatistics &arms, std::span<double> out) const
    {
        for (std::size_t a = 0; a < out.size(); ++a) {
            const double ratio = round.logarithm / arms.pulls[a];
            const double variance = m_spread.variance(a, arms) + std::sqrt(2 * ratio);
            out[a] = arms.means[a] + std::sqrt(ratio * std::min(0.25, variance));
        }
    }

    void update(int arm, double reward, const ArmStatistics &arms)
    {
        m_spread.add(arm, reward, arms);
    }

private:
    EmpiricalVariance m_spread;
};

} // namespace

AlgorithmEntry ucbTuned()
{
    return policyEntry<UcbTuned>({
        .id = "bandits/ucb-tuned",
        .title = "UCB1-tuned",
        .summary = "UCB1 with the empirical variance in the bound.",
        .requires_ = {"bounded-rewards"},
        .reference = "Auer, Cesa-Bianchi and Fischer 2002, Finite-time analysis of the multiarmed "
                     "bandit problem, section 4",
        .year = 2002,
        .tags = {"stochastic", "index"},
        .fidelity = Fidelity::paperText,
    });
}

} // namespace agon::bandits
