#include "plugins/bandits/algorithms/nonstationary/algorithms.h"
#include "plugins/bandits/loops/policy_entry.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace agon::bandits {
namespace {

struct DiscountedUcbSettings
{
    double discount = 0;
    double exploration = 0.6;
    double bound = 0.5;
    Ties ties = Ties::lowestIndex;

    static Schema<DiscountedUcbSettings> schema()
    {
        using S = DiscountedUcbSettings;
        Schema<S> s;
        s.real(&S::discount, "discount", "Discount γ")
            .range(0, 1)
            .slider(0.9, 1)
            .help("All sums are multiplied by it in every round; 0: 1 - 1/(4 √T).")
            .source("Garivier and Moulines 2011, section 5: 1 - 1/(4 √T)");
        s.real(&S::exploration, "exploration", "Exploration ξ")
            .range(0, 100)
            .slider(0.1, 4)
            .help("Width of the bounds: 2 B √(ξ ln N/n).")
            .source("Garivier and Moulines 2011, section 5: 0.6");
        s.real(&S::bound, "bound", "Bound B")
            .range(0, 1e6)
            .slider(0.1, 1)
            .unit("reward")
            .help("The paper's bound of the rewards, 1, explores too much; 1/2 is the value to use "
                  "for rewards in [0, 1].")
            .source("derived; Garivier and Moulines 2011: 1");
        declareTies(s, &S::ties);
        return s;
    }
};

class DiscountedUcb
{
public:
    using Settings = DiscountedUcbSettings;
    static constexpr int initialPulls = 1;
    static constexpr bool needsHorizon = true;

    DiscountedUcb(const Settings &settings, const Task &task)
        : m_discount(settings.discount > 0
                         ? settings.discount
                         : 1 - 1 / (4 * std::sqrt(static_cast<double>(task.horizon))))
        , m_exploration(settings.exploration)
        , m_bound(settings.bound)
        , m_pulls(static_cast<std::size_t>(task.arms))
        , m_sums(static_cast<std::size_t>(task.arms))
    {}

    // Garivier and Moulines 2011, section 3: the newest pull has weight 1.
    void scores(const Round &, const ArmStatistics &, std::span<double> out) const
    {
        const double total = std::accumulate(m_pulls.begin(), m_pulls.end(), 0.0);
        const double exploration = m_exploration * std::max(0.0, std::log(total));
        for (std::size_t a = 0; a < out.size(); ++a)
            out[a] = m_sums[a] / m_pulls[a] + 2 * m_bound * std::sqrt(exploration / m_pulls[a]);
    }

    void update(int arm, double reward, const ArmStatistics &)
    {
        const auto a = static_cast<std::size_t>(arm);
        for (std::size_t i = 0; i < m_pulls.size(); ++i) {
            m_pulls[i] *= m_discount;
            m_sums[i] *= m_discount;
        }
        m_pulls[a] += 1;
        m_sums[a] += reward;
    }

private:
    double m_discount;
    double m_exploration;
    double m_bound;
    std::vector<double> m_pulls; ///< discounted
    std::vector<double> m_sums;
};

} // namespace

AlgorithmEntry discountedUcb()
{
    return policyEntry<DiscountedUcb>({
        .id = "bandits/discounted-ucb",
        .title = "Discounted UCB",
        .summary = "UCB whose statistics fade geometrically.",
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
