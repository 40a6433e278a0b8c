#include "plugins/bandits/algorithms/adversarial/algorithms.h"
#include "plugins/bandits/loops/policy_entry.h"
#include "plugins/bandits/rules/exponential_weights.h"

#include <cmath>

namespace agon::bandits {
namespace {

struct HedgeSettings
{
    double rate = 0;

    static Schema<HedgeSettings> schema()
    {
        Schema<HedgeSettings> s;
        s.real(&HedgeSettings::rate, "rate", "Learning rate η")
            .range(0, 1e6)
            .slider(0, 1)
            .help("Probabilities are proportional to exp(-η L); 0: √(8 ln K/T).")
            .source("Cesa-Bianchi and Lugosi 2006, theorem 2.2: √(8 ln K/T)");
        return s;
    }
};

class Hedge
{
public:
    using Settings = HedgeSettings;
    static constexpr int initialPulls = 0;
    static constexpr bool needsHorizon = true;

    Hedge(const Settings &settings, const Task &task)
        : m_weights(task.arms, settings.rate > 0 ? settings.rate
                                                 : std::sqrt(8 * std::log(task.arms) /
                                                             static_cast<double>(task.horizon)))
    {}

    int select(const Round &, const ArmStatistics &, random::Stream &stream)
    {
        return m_weights.draw(stream);
    }

    void observe(std::span<const double> rewards, random::Stream &)
    {
        for (std::size_t a = 0; a < rewards.size(); ++a)
            m_weights.add(a, 1 - rewards[a]);
    }

    void probabilities(std::span<double> out) const { m_weights.probabilities(out); }

private:
    ExponentialWeights m_weights;
};

} // namespace

AlgorithmEntry hedge()
{
    return policyEntry<Hedge>({
        .id = "bandits/hedge",
        .title = "Hedge",
        .summary = "Sees what all arms paid and draws with weights exp(-η · loss so far).",
        .loops = {"bandits/adversarial"},
        .requires_ = {"bounded-rewards", "full-information"},
        .reference =
            "Freund and Schapire 1997, A decision-theoretic generalization of on-line learning",
        .year = 1997,
        .tags = {"adversarial", "full information"},
        .fidelity = Fidelity::paperText,
    });
}

} // namespace agon::bandits
