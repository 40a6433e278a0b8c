#include "core/random/distributions.h"
#include "plugins/bandits/algorithms/contextual/algorithms.h"
#include "plugins/bandits/loops/contextual.h"
#include "plugins/bandits/rules/advice_weights.h"
#include "plugins/bandits/rules/inverse_gap.h"

#include <cmath>

namespace agon::bandits {
namespace {

struct Exp4Settings
{
    int experts = 50;
    double rate = 0;

    static Schema<Exp4Settings> schema()
    {
        using S = Exp4Settings;
        Schema<S> s;
        s.integer(&S::experts, "experts", "Experts N")
            .range(1, 10'000)
            .slider(2, 200)
            .help("Random linear rules; each advises the available action that its weights like "
                  "best.");
        s.real(&S::rate, "rate", "Learning rate η")
            .range(0, 1e6)
            .slider(0, 1)
            .help("Of the experts' weights; 0 stands for √(2 ln N/(K T)).")
            .source("Bubeck and Cesa-Bianchi 2012, theorem 4.2");
        return s;
    }
};

class Exp4 final : public ContextualPolicy
{
public:
    using Settings = Exp4Settings;
    static constexpr bool needsHorizon = true;

    Exp4(const Settings &settings, const ContextualTask &task, random::Stream &stream)
        : m_actions(static_cast<std::size_t>(task.actions))
        , m_features(static_cast<std::size_t>(task.featureSize))
        , m_rules(static_cast<std::size_t>(settings.experts) * m_features)
        , m_advice(static_cast<std::size_t>(settings.experts) * m_actions)
        , m_weights(static_cast<std::size_t>(settings.experts),
                    settings.rate > 0
                        ? settings.rate
                        : std::sqrt(2 * std::log(std::max(2.0, 1.0 * settings.experts)) /
                                    (task.actions * static_cast<double>(task.horizon))))
        , m_scores(m_actions)
    {
        random::fillNormal(stream, m_rules);
    }

    int select(const Situation &situation, random::Stream &stream) override
    {
        advise(situation);
        m_weights.mix(m_advice, m_actions);
        const int action = drawFrom(m_weights.probabilities(), stream);
        m_propensity = m_weights.probabilities()[static_cast<std::size_t>(action)];
        return action;
    }
    double propensity() const override { return m_propensity; }

    void update(const Situation &situation, int action, double reward, random::Stream &) override
    {
        advise(situation);
        m_weights.update(m_advice, m_actions, action, situation.propensity, 1 - reward);
    }

    bool tellsProbabilities() const override { return true; }
    PolicyInsight insight(const Situation &situation) override
    {
        advise(situation);
        m_weights.mix(m_advice, m_actions);
        const auto probabilities = m_weights.probabilities();
        return {{}, {probabilities.begin(), probabilities.end()}};
    }

private:
    void advise(const Situation &situation)
    {
        if (situation.number == m_advised)
            return;
        m_advised = situation.number;
        std::fill(m_advice.begin(), m_advice.end(), 0.0);
        for (std::size_t expert = 0; expert < m_weights.experts(); ++expert) {
            for (std::size_t a = 0; a < m_actions; ++a) {
                m_scores[a] = 0;
                for (std::size_t f = 0; f < m_features; ++f)
                    m_scores[a] += m_rules[expert * m_features + f] *
                                   situation.feature(f, static_cast<int>(a));
            }
            const int liked = bestAvailable(m_scores, situation.available);
            m_advice[expert * m_actions + static_cast<std::size_t>(liked)] = 1;
        }
    }

    std::size_t m_actions;
    std::size_t m_features;
    std::vector<double> m_rules;  ///< experts × features
    std::vector<double> m_advice; ///< experts × actions, of round m_advised
    std::int64_t m_advised = 0;
    double m_propensity = 1; ///< of the action chosen last
    AdviceWeights m_weights;
    std::vector<double> m_scores;
};

} // namespace

AlgorithmEntry exp4()
{
    return contextualEntry<Exp4>(
        {
            .id = "bandits/exp4",
            .title = "Exp4",
            .summary = "Follows the advice of many fixed rules and trusts those more whose advice "
                       "paid.",
            .requires_ = {"binary-rewards"},
            .reference = "Auer, Cesa-Bianchi, Freund and Schapire 2002, The nonstochastic "
                         "multiarmed bandit problem, section 7",
            .year = 2002,
            .tags = {"contextual", "adversarial"},
            .fidelity = Fidelity::paperText,
            .note = "In losses, without forced exploration. The experts are random linear rules: "
                    "regret to the best of them is small, regret to the truth need not be.",
        },
        RoundCost::tensOfMicroseconds);
}

} // namespace agon::bandits
