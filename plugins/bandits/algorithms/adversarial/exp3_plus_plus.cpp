#include "plugins/bandits/algorithms/adversarial/algorithms.h"
#include "plugins/bandits/loops/policy_entry.h"
#include "plugins/bandits/rules/draws.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace agon::bandits {
namespace {

struct Exp3PlusPlusSettings
{
    double confidence = 3;
    double exploration = 256;

    static Schema<Exp3PlusPlusSettings> schema()
    {
        using S = Exp3PlusPlusSettings;
        Schema<S> s;
        s.real(&S::confidence, "confidence", "Confidence α")
            .range(0.01, 100)
            .slider(0.5, 5)
            .help("Gaps are estimated between bounds √((α ln t + ln K)/(2 n)) from the means.")
            .source("Seldin and Lugosi 2017: 3");
        s.real(&S::exploration, "exploration", "Exploration β")
            .range(0, 1e6)
            .slider(1, 512)
            .logarithmic()
            .help("An arm is explored with probability β ln t/(t gap²), unless the cap is lower.")
            .source("Seldin and Lugosi 2017: 256");
        return s;
    }
};

class Exp3PlusPlus
{
public:
    using Settings = Exp3PlusPlusSettings;
    static constexpr int initialPulls = 1;

    Exp3PlusPlus(const Settings &settings, const Task &task)
        : m_settings(settings)
        , m_losses(static_cast<std::size_t>(task.arms))
        , m_upper(m_losses)
        , m_lower(m_losses)
        , m_probabilities(m_losses.size(), 1.0)
    {}

    // Seldin and Lugosi 2017, algorithm 1.
    int select(const Round &round, const ArmStatistics &arms, random::Stream &stream)
    {
        const auto count = static_cast<double>(m_losses.size());
        const auto t = static_cast<double>(round.number);
        const double logarithm = m_settings.confidence * round.logarithm + std::log(count);
        for (std::size_t a = 0; a < m_losses.size(); ++a) {
            const double width = std::sqrt(logarithm / (2 * arms.pulls[a]));
            m_upper[a] = std::min(1.0, 1 - arms.means[a] + width);
            m_lower[a] = std::max(0.0, 1 - arms.means[a] - width);
        }
        const double best = *std::min_element(m_upper.begin(), m_upper.end());
        const double least = *std::min_element(m_losses.begin(), m_losses.end());
        const double rate = std::sqrt(std::log(count) / (t * count)) / 2;
        double sum = 0;
        double explored = 0;
        for (std::size_t a = 0; a < m_losses.size(); ++a) {
            const double gap = std::max(0.0, m_lower[a] - best);
            double exploration = std::min(1 / (2 * count), rate);
            if (gap > 0)
                exploration = std::min(exploration,
                                       m_settings.exploration * round.logarithm / (t * gap * gap));
            m_upper[a] = exploration; // the bound itself has done its work
            explored += exploration;
            m_probabilities[a] = std::exp(-rate * (m_losses[a] - least));
            sum += m_probabilities[a];
        }
        for (std::size_t a = 0; a < m_losses.size(); ++a)
            m_probabilities[a] = (1 - explored) * m_probabilities[a] / sum + m_upper[a];
        return drawWeighted(m_probabilities, 1, stream);
    }

    void update(int arm, double reward, const ArmStatistics &)
    {
        updateLate(arm, reward, m_probabilities);
    }
    void updateLate(int arm, double reward, std::span<const double> pulledWith)
    {
        const auto a = static_cast<std::size_t>(arm);
        m_losses[a] += (1 - reward) / pulledWith[a];
    }

    void probabilities(std::span<double> out) const
    {
        const double sum = std::accumulate(m_probabilities.begin(), m_probabilities.end(), 0.0);
        for (std::size_t a = 0; a < out.size(); ++a)
            out[a] = m_probabilities[a] / sum;
    }

private:
    Settings m_settings;
    std::vector<double> m_losses; ///< estimated
    std::vector<double> m_upper;
    std::vector<double> m_lower;
    std::vector<double> m_probabilities; ///< 1 each while every arm is pulled once
};

} // namespace

AlgorithmEntry exp3PlusPlus()
{
    return policyEntry<Exp3PlusPlus>({
        .id = "bandits/exp3-plus-plus",
        .title = "Exp3++",
        .summary = "Exp3 that explores arms less the clearer it is that they are worse: for random "
                   "and adversarial rewards alike.",
        .loops = {"bandits/stochastic", "bandits/nonstationary", "bandits/adversarial"},
        .requires_ = {"bounded-rewards"},
        .reference = "Seldin and Lugosi 2017, An improved parametrization and analysis of the "
                     "EXP3++ algorithm for stochastic and adversarial bandits",
        .year = 2017,
        .tags = {"adversarial", "best of both worlds"},
        .fidelity = Fidelity::paperText,
        .note = "The parametrisation of 2017. It caps exploration long before gaps are certain, so "
                "at a few thousand rounds it is Exp3 with a falling rate.",
        .revision = 2,
    });
}

} // namespace agon::bandits
