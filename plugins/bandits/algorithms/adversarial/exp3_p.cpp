#include "plugins/bandits/algorithms/adversarial/algorithms.h"
#include "plugins/bandits/loops/policy_entry.h"
#include "plugins/bandits/rules/draws.h"

#include <algorithm>
#include <cmath>

namespace agon::bandits {
namespace {

struct Exp3PSettings
{
    double rate = 0;
    double mixing = 0;
    double bias = 0;

    static Schema<Exp3PSettings> schema()
    {
        using S = Exp3PSettings;
        Schema<S> s;
        s.real(&S::rate, "rate", "Learning rate η")
            .range(0, 1e6)
            .slider(0, 1)
            .help("0 stands for 0.95 √(ln K/(K T)).")
            .source("Bubeck and Cesa-Bianchi 2012, theorem 3.3");
        s.real(&S::mixing, "mixing", "Mixing γ")
            .range(0, 1)
            .slider(0, 0.2)
            .help("Share of uniform exploration; 0 stands for 1.05 √(K ln K/T), at most 1/2.")
            .source("Bubeck and Cesa-Bianchi 2012, theorem 3.3");
        s.real(&S::bias, "bias", "Bias β")
            .range(0, 1)
            .slider(0, 0.1)
            .help("Added to every estimate, divided by the arm's probability: estimates are upper "
                  "bounds; 0 stands for √(ln K/(K T)).")
            .source("Bubeck and Cesa-Bianchi 2012, theorem 3.3");
        return s;
    }
};

class Exp3P
{
public:
    using Settings = Exp3PSettings;
    static constexpr int initialPulls = 0;
    static constexpr bool needsHorizon = true;

    Exp3P(const Settings &settings, const Task &task)
        : m_gains(static_cast<std::size_t>(task.arms))
        , m_probabilities(m_gains.size(), 1.0 / task.arms)
    {
        const double arms = task.arms;
        const auto rounds = static_cast<double>(task.horizon);
        const double root = std::sqrt(std::log(arms) / (arms * rounds));
        m_rate = settings.rate > 0 ? settings.rate : 0.95 * root;
        m_mixing = settings.mixing > 0 ? settings.mixing : std::min(0.5, 1.05 * arms * root);
        m_bias = settings.bias > 0 ? settings.bias : root;
    }

    int select(const Round &, const ArmStatistics &, random::Stream &stream)
    {
        const double most = *std::max_element(m_gains.begin(), m_gains.end());
        double sum = 0;
        for (std::size_t a = 0; a < m_gains.size(); ++a) {
            m_probabilities[a] = std::exp(m_rate * (m_gains[a] - most));
            sum += m_probabilities[a];
        }
        const double even = m_mixing / static_cast<double>(m_gains.size());
        for (double &probability : m_probabilities)
            probability = (1 - m_mixing) * probability / sum + even;
        return drawWeighted(m_probabilities, 1, stream);
    }

    // Auer et al. 2002, Exp3.P, as in Bubeck and Cesa-Bianchi 2012, figure 3.1.
    void update(int arm, double reward, const ArmStatistics &)
    {
        updateLate(arm, reward, m_probabilities);
    }
    void updateLate(int arm, double reward, std::span<const double> pulledWith)
    {
        for (std::size_t a = 0; a < m_gains.size(); ++a)
            m_gains[a] += m_bias / pulledWith[a];
        const auto a = static_cast<std::size_t>(arm);
        m_gains[a] += reward / pulledWith[a];
    }

    void probabilities(std::span<double> out) const
    {
        std::copy(m_probabilities.begin(), m_probabilities.end(), out.begin());
    }

private:
    double m_rate = 0;
    double m_mixing = 0;
    double m_bias = 0;
    std::vector<double> m_gains; ///< estimated, biased upwards
    std::vector<double> m_probabilities;
};

} // namespace

AlgorithmEntry exp3P()
{
    return policyEntry<Exp3P>({
        .id = "bandits/exp3-p",
        .title = "Exp3.P",
        .summary = "Exp3 on gains that are estimated from above, so that regret is low with high "
                   "probability.",
        .loops = {"bandits/stochastic", "bandits/nonstationary", "bandits/adversarial"},
        .requires_ = {"bounded-rewards"},
        .reference = "Auer, Cesa-Bianchi, Freund and Schapire 2002, The nonstochastic multiarmed "
                     "bandit problem, section 6",
        .year = 2002,
        .tags = {"adversarial"},
        .fidelity = Fidelity::paperText,
        .revision = 2,
    });
}

} // namespace agon::bandits
