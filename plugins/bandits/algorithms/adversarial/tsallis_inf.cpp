#include "plugins/bandits/algorithms/adversarial/algorithms.h"
#include "plugins/bandits/loops/policy_entry.h"
#include "plugins/bandits/rules/draws.h"
#include "plugins/bandits/rules/tsallis.h"

#include <algorithm>
#include <cmath>

namespace agon::bandits {
namespace {

enum class Estimator { importanceWeighted, reducedVariance };

struct TsallisInfSettings
{
    Estimator estimator = Estimator::importanceWeighted;

    static Schema<TsallisInfSettings> schema()
    {
        Schema<TsallisInfSettings> s;
        s.choice<Estimator>(&TsallisInfSettings::estimator, "estimator", "Loss estimator",
                            {{Estimator::importanceWeighted, "importance-weighted",
                              "Importance weighted", "l/p for the arm pulled; η = 2/√t."},
                             {Estimator::reducedVariance, "reduced-variance", "Reduced variance",
                              "Around a baseline of 1/2; η = 4/√t."}})
            .help("How losses of arms not pulled are estimated.")
            .source("Zimmert and Seldin 2021, section 3: importance weighted");
        return s;
    }
};

class TsallisInf
{
public:
    using Settings = TsallisInfSettings;
    static constexpr int initialPulls = 0;

    TsallisInf(const Settings &settings, const Task &task)
        : m_reduced(settings.estimator == Estimator::reducedVariance)
        , m_losses(static_cast<std::size_t>(task.arms))
        , m_distribution(task.arms)
    {}

    int select(const Round &round, const ArmStatistics &, random::Stream &stream)
    {
        m_rate = (m_reduced ? 4 : 2) / std::sqrt(static_cast<double>(round.number));
        m_distribution.solve(m_losses, m_rate);
        return drawWeighted(m_distribution.probabilities(), 1, stream);
    }

    // Zimmert and Seldin 2021, equations 3 and 4.
    void update(int arm, double reward, const ArmStatistics &)
    {
        updateLate(arm, reward, m_distribution.probabilities());
    }
    void updateLate(int arm, double reward, std::span<const double> probabilities)
    {
        const auto pulled = static_cast<std::size_t>(arm);
        const double loss = 1 - reward;
        if (!m_reduced) {
            m_losses[pulled] += loss / probabilities[pulled];
            return;
        }
        for (std::size_t a = 0; a < m_losses.size(); ++a) {
            const double baseline = probabilities[a] >= m_rate * m_rate ? 0.5 : 0;
            m_losses[a] += baseline;
            if (a == pulled)
                m_losses[a] += (loss - baseline) / probabilities[a];
        }
    }

    void probabilities(std::span<double> out) const
    {
        const auto probabilities = m_distribution.probabilities();
        std::copy(probabilities.begin(), probabilities.end(), out.begin());
    }

private:
    bool m_reduced;
    double m_rate = 2;
    std::vector<double> m_losses; ///< estimated cumulative losses
    TsallisProbabilities m_distribution;
};

} // namespace

AlgorithmEntry tsallisInf()
{
    return policyEntry<TsallisInf>({
        .id = "bandits/tsallis-inf",
        .title = "Tsallis-INF",
        .summary = "Follows the regularised leader with Tsallis entropy: optimal against an "
                   "adversary and on stochastic arms alike.",
        .loops = {"bandits/stochastic", "bandits/nonstationary", "bandits/adversarial",
                  "bandits/switching", "bandits/tallying"},
        .requires_ = {"bounded-rewards"},
        .reference = "Zimmert and Seldin 2021, Tsallis-INF: an optimal algorithm for stochastic "
                     "and adversarial bandits",
        .year = 2021,
        .tags = {"adversarial", "stochastic", "best of both worlds"},
        .fidelity = Fidelity::paperText,
        .note = "The first round's arm is uniform. Probabilities by Newton's method to 1e-10.",
        .revision = 2,
    });
}

} // namespace agon::bandits
