#include "plugins/bandits/algorithms/adversarial/algorithms.h"
#include "plugins/bandits/loops/policy_entry.h"
#include "plugins/bandits/rules/exploration.h"
#include "plugins/bandits/rules/exponential_weights.h"

namespace agon::bandits {
namespace {

struct Exp3IxSettings
{
    double rate = 0;

    static Schema<Exp3IxSettings> schema()
    {
        Schema<Exp3IxSettings> s;
        s.real(&Exp3IxSettings::rate, "rate", "Learning rate η")
            .range(0, 1e6)
            .slider(0, 1)
            .help("Implicit exploration is half of it; 0: √(2 ln K/(K T)).")
            .source("Neu 2015, theorem 1: √(2 ln K/(K T))");
        return s;
    }
};

class Exp3Ix
{
public:
    using Settings = Exp3IxSettings;
    static constexpr int initialPulls = 0;
    static constexpr bool needsHorizon = true;

    Exp3Ix(const Settings &settings, const Task &task)
        : m_rate(settings.rate > 0 ? settings.rate : exp3Rate(task.arms, task.horizon))
        , m_weights(task.arms, m_rate)
    {}

    int select(const Round &, const ArmStatistics &, random::Stream &stream)
    {
        return m_weights.draw(stream);
    }

    // Neu 2015, algorithm 1: L += l/(p + γ), γ = η/2.
    void update(int arm, double reward, const ArmStatistics &)
    {
        learn(arm, reward, m_weights.probability(static_cast<std::size_t>(arm)));
    }
    void updateLate(int arm, double reward, std::span<const double> pulledWith)
    {
        learn(arm, reward, pulledWith[static_cast<std::size_t>(arm)]);
    }

    void probabilities(std::span<double> out) const { m_weights.probabilities(out); }

private:
    void learn(int arm, double reward, double probability)
    {
        m_weights.add(static_cast<std::size_t>(arm), (1 - reward) / (probability + m_rate / 2));
    }

    double m_rate;
    ExponentialWeights m_weights;
};

} // namespace

AlgorithmEntry exp3Ix()
{
    return policyEntry<Exp3Ix>({
        .id = "bandits/exp3-ix",
        .title = "Exp3-IX",
        .summary = "Exp3 whose loss estimates are kept small, so that regret is low with high "
                   "probability.",
        .loops = {"bandits/stochastic", "bandits/nonstationary", "bandits/adversarial",
                  "bandits/switching"},
        .requires_ = {"bounded-rewards"},
        .reference = "Neu 2015, Explore no more: improved high-probability regret bounds for "
                     "non-stochastic bandits",
        .year = 2015,
        .tags = {"adversarial"},
        .fidelity = Fidelity::paperText,
        .revision = 2,
    });
}

} // namespace agon::bandits
