#include "plugins/bandits/algorithms/expert_advice/algorithms.h"
#include "plugins/bandits/loops/expert_advice.h"
#include "plugins/bandits/rules/trust_weights.h"
#include <cmath>

namespace agon::bandits {
namespace {

struct ExponentialWeightsSettings
{
    double rate = 0;

    static Schema<ExponentialWeightsSettings> schema()
    {
        Schema<ExponentialWeightsSettings> s;
        s.real(&ExponentialWeightsSettings::rate, "rate", "Learning rate η")
            .range(0, 1e6)
            .slider(0, 1)
            .help("Trust is proportional to exp(-η L); 0 stands for √(8 ln K/T).")
            .source("Cesa-Bianchi and Lugosi 2006, theorem 2.2: √(8 ln K/T)");
        return s;
    }
};

class ExponentialTrust final : public AdviceLearner
{
public:
    using Settings = ExponentialWeightsSettings;
    static constexpr bool needsHorizon = true;

    ExponentialTrust(const Settings &settings, const AdviceTask &task)
        : m_rate(settings.rate > 0
                     ? settings.rate
                     : std::sqrt(8 * std::log(task.experts) / static_cast<double>(task.horizon)))
        , m_losses(static_cast<std::size_t>(task.experts))
        , m_trust(m_losses.size(), 1.0 / task.experts)
    {}

    std::span<const double> trust() const override { return m_trust; }
    void update(std::span<const double> losses, random::Stream &) override
    {
        for (std::size_t k = 0; k < m_losses.size(); ++k)
            m_losses[k] += losses[k];
        exponentialTrust(m_losses, m_rate, m_trust);
    }

private:
    double m_rate;
    std::vector<double> m_losses;
    std::vector<double> m_trust;
};

} // namespace

AlgorithmEntry exponentialWeights()
{
    return adviceEntry<ExponentialTrust>({
        .id = "bandits/exponential-weights",
        .title = "Exponential weights (Hedge)",
        .summary = "Trust falls exponentially with what an expert has lost.",
        .reference = "Freund and Schapire 1997, A decision-theoretic generalization of on-line "
                     "learning",
        .year = 1997,
        .tags = {"experts", "mirror descent", "baseline"},
        .fidelity = Fidelity::paperText,
        .note = "The rule of the bandits' Hedge, here without drawing an expert. It is mirror "
                "descent, or following the regularised leader, with the entropy.",
    });
}

} // namespace agon::bandits
