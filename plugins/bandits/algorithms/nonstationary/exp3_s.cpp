#include "plugins/bandits/algorithms/nonstationary/algorithms.h"
#include "plugins/bandits/loops/policy_entry.h"
#include "plugins/bandits/rules/draws.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace agon::bandits {
namespace {

struct Exp3SSettings
{
    double mixing = 0;
    double sharing = 0;
    int changes = 3;

    static Schema<Exp3SSettings> schema()
    {
        using S = Exp3SSettings;
        Schema<S> s;
        s.real(&S::mixing, "mixing", "Mixing γ")
            .range(0, 1)
            .slider(0, 0.2)
            .help("Share of uniform exploration; 0: √(K (S ln(KT) + e)/((e - 1) T)).")
            .source("Auer, Cesa-Bianchi, Freund and Schapire 2002, corollary 8.3");
        s.real(&S::sharing, "sharing", "Sharing α")
            .range(0, 1)
            .slider(0, 0.01)
            .help("Every weight gets e α/K of all weights in every round; 0: 1/T.")
            .source("Auer, Cesa-Bianchi, Freund and Schapire 2002, corollary 8.3: 1/T");
        s.integer(&S::changes, "changes", "Pieces S")
            .range(1, 1e6)
            .slider(1, 50)
            .help("Assumed number of pieces with one best arm each.")
            .source("the abrupt change: 3");
        return s;
    }
};

class Exp3S
{
public:
    using Settings = Exp3SSettings;
    static constexpr int initialPulls = 0;
    static constexpr bool needsHorizon = true;

    Exp3S(const Settings &settings, const Task &task)
        : m_weights(static_cast<std::size_t>(task.arms), 1.0)
        , m_probabilities(static_cast<std::size_t>(task.arms), 1.0 / task.arms)
    {
        const auto rounds = static_cast<double>(task.horizon);
        const double arms = task.arms;
        m_sharing = settings.sharing > 0 ? settings.sharing : 1 / rounds;
        m_mixing = settings.mixing > 0
                       ? settings.mixing
                       : std::min(1.0, std::sqrt(arms *
                                                 (settings.changes * std::log(arms * rounds) +
                                                  std::numbers::e) /
                                                 ((std::numbers::e - 1) * rounds)));
    }

    int select(const Round &, const ArmStatistics &, random::Stream &stream)
    {
        const double sum = std::accumulate(m_weights.begin(), m_weights.end(), 0.0);
        const auto arms = static_cast<double>(m_weights.size());
        for (std::size_t a = 0; a < m_weights.size(); ++a)
            m_probabilities[a] = (1 - m_mixing) * m_weights[a] / sum + m_mixing / arms;
        return drawWeighted(m_probabilities, 1, stream);
    }

    // Auer et al. 2002, algorithm Exp3.S.
    void update(int arm, double reward, const ArmStatistics &)
    {
        updateLate(arm, reward, m_probabilities);
    }
    void updateLate(int arm, double reward, std::span<const double> pulledWith)
    {
        const auto a = static_cast<std::size_t>(arm);
        const auto arms = static_cast<double>(m_weights.size());
        const double sum = std::accumulate(m_weights.begin(), m_weights.end(), 0.0);
        m_weights[a] *= std::exp(m_mixing * reward / (pulledWith[a] * arms));
        double next = 0;
        for (double &weight : m_weights) {
            weight += std::numbers::e * m_sharing / arms * sum;
            next += weight;
        }
        // Only ratios count.
        for (double &weight : m_weights)
            weight /= next;
    }

    void probabilities(std::span<double> out) const
    {
        std::copy(m_probabilities.begin(), m_probabilities.end(), out.begin());
    }

private:
    double m_mixing;
    double m_sharing;
    std::vector<double> m_weights;
    std::vector<double> m_probabilities;
};

} // namespace

AlgorithmEntry exp3S()
{
    return policyEntry<Exp3S>({
        .id = "bandits/exp3-s",
        .title = "Exp3.S",
        .summary = "Exp3 whose weights share with each other, so that a new best arm is found.",
        .loops = {"bandits/nonstationary", "bandits/adversarial"},
        .requires_ = {"bounded-rewards"},
        .reference = "Auer, Cesa-Bianchi, Freund and Schapire 2002, The nonstochastic multiarmed "
                     "bandit problem, section 8",
        .year = 2002,
        .tags = {"non-stationary", "adversarial"},
        .fidelity = Fidelity::paperText,
    });
}

} // namespace agon::bandits
