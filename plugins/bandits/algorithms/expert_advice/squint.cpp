#include "plugins/bandits/algorithms/expert_advice/algorithms.h"
#include "plugins/bandits/loops/expert_advice.h"
#include "plugins/bandits/rules/trust_weights.h"
#include <algorithm>
#include <cmath>
#include <numeric>

namespace agon::bandits {
namespace {

struct SquintSettings
{
    static Schema<SquintSettings> schema() { return {}; }
};

class Squint final : public AdviceLearner
{
public:
    using Settings = SquintSettings;

    Squint(const Settings &, const AdviceTask &task)
        : m_regrets(static_cast<std::size_t>(task.experts))
        , m_variances(m_regrets)
        , m_trust(m_regrets.size(), 1.0 / task.experts)
    {}

    std::span<const double> trust() const override { return m_trust; }
    void update(std::span<const double> losses, random::Stream &) override
    {
        const double lost = std::inner_product(m_trust.begin(), m_trust.end(), losses.begin(), 0.0);
        for (std::size_t k = 0; k < m_trust.size(); ++k) {
            const double regret = lost - losses[k];
            m_regrets[k] += regret;
            m_variances[k] += regret * regret;
            m_trust[k] = squintLogarithm(m_regrets[k], m_variances[k]);
        }
        const double most = *std::max_element(m_trust.begin(), m_trust.end());
        double sum = 0;
        for (double &trust : m_trust) {
            trust = std::exp(trust - most);
            sum += trust;
        }
        for (double &trust : m_trust)
            trust /= sum;
    }

private:
    std::vector<double> m_regrets;   ///< Σ (p·l - l_k)
    std::vector<double> m_variances; ///< Σ (p·l - l_k)²
    std::vector<double> m_trust;
};

} // namespace

AlgorithmEntry squint()
{
    return adviceEntry<Squint>({
        .id = "bandits/squint",
        .title = "Squint",
        .summary = "Learns all learning rates at once: hardly any regret where one expert is "
                   "clearly best.",
        .reference = "Koolen and van Erven 2015, Second-order quantile methods for experts and "
                     "combinatorial games",
        .year = 2015,
        .tags = {"experts", "adaptive"},
        .fidelity = Fidelity::paperText,
        .note = "The improper prior dη/η on (0, 1/2], whose weights have a closed form.",
    });
}

} // namespace agon::bandits
