#include "plugins/bandits/algorithms/adversarial/algorithms.h"
#include "plugins/bandits/loops/policy_entry.h"
#include "plugins/bandits/rules/exploration.h"
#include "plugins/bandits/rules/exponential_weights.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace agon::bandits {
namespace {

struct LossForm
{};
struct GainForm
{
    double mixing = 0;
};

struct Exp3Settings
{
    std::variant<LossForm, GainForm> form = LossForm{};
    double rate = 0;

    static Schema<Exp3Settings> schema()
    {
        Schema<GainForm> gain;
        gain.real(&GainForm::mixing, "mixing", "Mixing γ")
            .range(0, 1)
            .slider(0, 0.5)
            .help("Share of uniform exploration; 0: √(K ln K/((e - 1) T)), at most 1.")
            .source("Auer, Cesa-Bianchi, Freund and Schapire 2002, corollary 3.2");
        Schema<Exp3Settings> s;
        s.variant<LossForm, GainForm>(
             &Exp3Settings::form, "form", "Form",
             {"loss", "Losses", "Weights exp(-η L); needs no forced exploration.", {}},
             {"gain", "Gains", "The original with uniform exploration.", gain})
            .help("Estimates of losses or of gains.")
            .source("Lattimore and Szepesvári 2020, chapter 11: losses");
        s.real(&Exp3Settings::rate, "rate", "Learning rate η")
            .range(0, 1e6)
            .slider(0, 1)
            .help("Of the form with losses; 0: √(2 ln K/(K T)).")
            .source("Lattimore and Szepesvári 2020, theorem 11.2: √(2 ln K/(K T))");
        return s;
    }
};

class Exp3
{
public:
    using Settings = Exp3Settings;
    static constexpr int initialPulls = 0;
    static constexpr bool needsHorizon = true;

    Exp3(const Settings &settings, const Task &task)
        : m_arms(task.arms)
        , m_mixing(mixingOf(settings, task))
        , m_weights(task.arms, m_mixing > 0 ? m_mixing / task.arms : rateOf(settings, task))
    {}

    int select(const Round &, const ArmStatistics &, random::Stream &stream)
    {
        if (m_mixing > 0 && stream.uniform() < m_mixing)
            return static_cast<int>(stream.below(static_cast<std::uint64_t>(m_arms)));
        return m_weights.draw(stream);
    }

    // Losses: L += l/p. Gains: w *= exp(γ x/(p K)), as a negative loss with rate γ/K.
    void update(int arm, double reward, const ArmStatistics &)
    {
        const auto a = static_cast<std::size_t>(arm);
        learn(arm, reward, m_mixing > 0 ? probability(a) : m_weights.probability(a));
    }
    void updateLate(int arm, double reward, std::span<const double> pulledWith)
    {
        learn(arm, reward, pulledWith[static_cast<std::size_t>(arm)]);
    }

    void probabilities(std::span<double> out) const
    {
        for (std::size_t a = 0; a < out.size(); ++a)
            out[a] = probability(a);
    }

private:
    static double rateOf(const Settings &settings, const Task &task)
    {
        return settings.rate > 0 ? settings.rate : exp3Rate(task.arms, task.horizon);
    }
    static double mixingOf(const Settings &settings, const Task &task)
    {
        const auto *gain = std::get_if<GainForm>(&settings.form);
        if (!gain)
            return 0;
        return gain->mixing > 0 ? gain->mixing
                                : std::min(1.0, std::sqrt(task.arms * std::log(task.arms) /
                                                          ((std::numbers::e - 1) *
                                                           static_cast<double>(task.horizon))));
    }
    double probability(std::size_t arm) const
    {
        return (1 - m_mixing) * m_weights.probability(arm) + m_mixing / m_arms;
    }
    void learn(int arm, double reward, double probability)
    {
        m_weights.add(static_cast<std::size_t>(arm),
                      (m_mixing > 0 ? -reward : 1 - reward) / probability);
    }

    int m_arms;
    double m_mixing; ///< 0 in the form with losses
    ExponentialWeights m_weights;
};

} // namespace

AlgorithmEntry exp3()
{
    return policyEntry<Exp3>({
        .id = "bandits/exp3",
        .title = "Exp3",
        .summary = "Draws with weights exp(-η · estimated loss so far).",
        .loops = {"bandits/stochastic", "bandits/nonstationary", "bandits/adversarial",
                  "bandits/switching"},
        .requires_ = {"bounded-rewards"},
        .reference = "Auer, Cesa-Bianchi, Freund and Schapire 2002, The nonstochastic multiarmed "
                     "bandit problem; Lattimore and Szepesvári 2020, Bandit algorithms, chapter 11",
        .year = 2002,
        .tags = {"adversarial"},
        .fidelity = Fidelity::paperText,
        .note = "The default estimates losses and needs no forced exploration.",
        .revision = 2,
    });
}

} // namespace agon::bandits
