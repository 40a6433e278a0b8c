#include "plugins/bandits/algorithms/stochastic/algorithms.h"
#include "plugins/bandits/loops/policy_entry.h"
#include "plugins/bandits/rules/divergence.h"

#include <algorithm>
#include <cmath>

namespace agon::bandits {
namespace {

struct KlUcbPlusPlusSettings
{
    Ties ties = Ties::lowestIndex;

    static Schema<KlUcbPlusPlusSettings> schema()
    {
        Schema<KlUcbPlusPlusSettings> s;
        declareTies(s, &KlUcbPlusPlusSettings::ties);
        return s;
    }
};

class KlUcbPlusPlus
{
public:
    using Settings = KlUcbPlusPlusSettings;
    static constexpr int initialPulls = 1;
    static constexpr bool needsHorizon = true;

    KlUcbPlusPlus(const Settings &, const Task &task)
        : m_law(task.law)
        , m_variance(task.deviation * task.deviation)
        , m_share(static_cast<double>(task.horizon) / task.arms)
        , m_bounds(static_cast<std::size_t>(task.arms))
    {}

    void scores(const Round &, const ArmStatistics &, std::span<double> out) const
    {
        std::copy(m_bounds.begin(), m_bounds.end(), out.begin());
    }

    // Ménard and Garivier 2017: n kl(mean, q) <= ln+(T/(K n)), which changes only when the arm is
    // pulled.
    void update(int arm, double, const ArmStatistics &arms)
    {
        const auto a = static_cast<std::size_t>(arm);
        const double exploration = std::max(0.0, std::log(m_share / arms.pulls[a]));
        m_bounds[a] = upperBoundOf(m_law, m_variance, arms.means[a], exploration / arms.pulls[a]);
    }

private:
    RewardLaw m_law;
    double m_variance;
    double m_share; ///< T/K
    std::vector<double> m_bounds;
};

} // namespace

AlgorithmEntry klUcbPlusPlus()
{
    return policyEntry<KlUcbPlusPlus>({
        .id = "bandits/kl-ucb-plus-plus",
        .title = "KL-UCB++",
        .summary = "KL-UCB whose exploration fades as an arm gets its share of the horizon: "
                   "minimax and asymptotically optimal.",
        .requires_ = {"one-parameter-rewards"},
        .reference = "Ménard and Garivier 2017, A minimax and asymptotically optimal algorithm for "
                     "stochastic bandits",
        .year = 2017,
        .tags = {"stochastic", "index", "asymptotically optimal", "minimax"},
        .fidelity = Fidelity::paperText,
        .note = "Exploration ln+(T/(K n)) as in KL-UCB+; the paper's own adds a term ln ln for its "
                "proof.",
    });
}

} // namespace agon::bandits
