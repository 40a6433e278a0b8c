#include "plugins/bandits/algorithms/stochastic/algorithms.h"
#include "plugins/bandits/loops/policy_entry.h"

#include <cmath>

namespace agon::bandits {
namespace {

struct FixedHorizon
{};
struct Anytime
{
    double alpha = 1.35;
};

struct MossSettings
{
    std::variant<FixedHorizon, Anytime> form = FixedHorizon{};
    Ties ties = Ties::lowestIndex;

    static Schema<MossSettings> schema()
    {
        Schema<Anytime> anytime;
        anytime.real(&Anytime::alpha, "alpha", "Constant α")
            .range(0, 100)
            .slider(0, 5)
            .help("The bound is widened by √((1 + α)/2).")
            .source("Degenne and Perchet 2016: 1.35");
        Schema<MossSettings> s;
        s.variant<FixedHorizon, Anytime>(&MossSettings::form, "form", "Form",
                                         {"horizon", "With a horizon", "√(ln+(T/(K n))/n).", {}},
                                         {"anytime", "Anytime", "t in the place of T.", anytime})
            .help("Whether the rule makes use of the horizon.")
            .source("Audibert and Bubeck 2009");
        declareTies(s, &MossSettings::ties);
        return s;
    }
};

class Moss
{
public:
    using Settings = MossSettings;
    static constexpr int initialPulls = 1;
    static constexpr bool needsHorizon = true;

    Moss(const Settings &settings, const Task &task)
        // Stated for rewards in [0, 1], which are 1/2-sub-Gaussian; other laws scale the bound.
        : m_scale(2 * task.deviation)
        , m_share(static_cast<double>(task.horizon) / task.arms)
        , m_widths(static_cast<std::size_t>(task.arms))
    {
        if (const auto *anytime = std::get_if<Anytime>(&settings.form)) {
            m_anytime = true;
            m_scale *= std::sqrt((1 + anytime->alpha) / 2);
        }
    }

    // Audibert and Bubeck 2009, section 2: mean + √(ln+(T/(K n))/n); anytime: Degenne and Perchet
    // 2016.
    void scores(const Round &round, const ArmStatistics &arms, std::span<double> out) const
    {
        if (!m_anytime) {
            for (std::size_t a = 0; a < out.size(); ++a)
                out[a] = arms.means[a] + m_widths[a];
            return;
        }
        const double share = static_cast<double>(round.number) / static_cast<double>(out.size());
        for (std::size_t a = 0; a < out.size(); ++a)
            out[a] = arms.means[a] + width(share, arms.pulls[a]);
    }

    // With a horizon only the arm that was pulled has another width than before.
    void update(int arm, double, const ArmStatistics &arms)
    {
        const auto a = static_cast<std::size_t>(arm);
        m_widths[a] = width(m_share, arms.pulls[a]);
    }

private:
    double width(double share, double pulls) const
    {
        const double ratio = share / pulls;
        return ratio > 1 ? m_scale * std::sqrt(std::log(ratio) / pulls) : 0;
    }

    double m_scale;
    double m_share;               ///< T/K
    std::vector<double> m_widths; ///< with a horizon
    bool m_anytime = false;
};

} // namespace

AlgorithmEntry moss()
{
    return policyEntry<Moss>({
        .id = "bandits/moss",
        .title = "MOSS",
        .summary = "UCB whose bound of an arm shrinks once it has had its share of the horizon: "
                   "minimax optimal.",
        .requires_ = {"sub-gaussian-rewards"},
        .reference = "Audibert and Bubeck 2009, Minimax policies for adversarial and stochastic "
                     "bandits; Degenne and Perchet 2016, Anytime optimal algorithms in stochastic "
                     "multi-armed bandits",
        .year = 2009,
        .tags = {"stochastic", "index", "minimax"},
        .fidelity = Fidelity::paperText,
        .note = "For Gaussian arms the bound is scaled by 2σ, the sub-Gaussian reading.",
    });
}

} // namespace agon::bandits
