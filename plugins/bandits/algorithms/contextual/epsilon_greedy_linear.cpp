#include "plugins/bandits/algorithms/contextual/algorithms.h"
#include "plugins/bandits/loops/contextual.h"
#include "plugins/bandits/rules/inverse_gap.h"
#include "plugins/bandits/rules/linear_model.h"

namespace agon::bandits {
namespace {

struct EpsilonGreedyLinearSettings
{
    LinearModelSettings model;
    double epsilon = 0.1;

    static Schema<EpsilonGreedyLinearSettings> schema()
    {
        using S = EpsilonGreedyLinearSettings;
        Schema<S> s;
        s.include(&S::model, LinearModelSettings::schema());
        s.real(&S::epsilon, "epsilon", "Exploration probability ε")
            .range(0, 1)
            .slider(0, 0.5)
            .help("Probability of choosing any available action; 0 is the greedy policy.")
            .source("classic: 0.1");
        return s;
    }
};

class EpsilonGreedyLinear final : public ContextualPolicy
{
public:
    using Settings = EpsilonGreedyLinearSettings;

    EpsilonGreedyLinear(const Settings &settings, const ContextualTask &task, random::Stream &)
        : m_epsilon(settings.epsilon)
        , m_model(settings.model, task)
        , m_scores(DrawnRound(task).stride)
    {}

    int select(const Situation &situation, random::Stream &stream) override
    {
        if (stream.bernoulli(m_epsilon))
            return anyAvailable(situation.available, stream);
        m_model.predict(situation, m_scores);
        return bestAvailable(m_scores, situation.available);
    }

    void update(const Situation &situation, int action, double reward, random::Stream &) override
    {
        m_model.update(situation, action, reward);
    }

    int greedyAction(const Situation &situation) override
    {
        m_model.predict(situation, m_scores);
        return bestAvailable(m_scores, situation.available);
    }

    bool tellsProbabilities() const override { return true; }
    PolicyInsight insight(const Situation &situation) override
    {
        m_model.predict(situation, m_scores);
        PolicyInsight result{{m_scores.begin(), m_scores.begin() + situation.actions}, {}};
        const int best = bestAvailable(m_scores, situation.available);
        const double share = m_epsilon / situation.availableCount();
        for (int action = 0; action < situation.actions; ++action)
            result.probabilities.push_back(!situation.isAvailable(action) ? 0
                                           : action == best               ? 1 - m_epsilon + share
                                                                          : share);
        return result;
    }

private:
    double m_epsilon;
    LinearModel m_model;
    std::vector<double> m_scores;
};

} // namespace

AlgorithmEntry epsilonGreedyLinear()
{
    return contextualEntry<EpsilonGreedyLinear>({
        .id = "bandits/epsilon-greedy-linear",
        .title = "ε-greedy on a linear model",
        .summary = "Chooses the action with the largest prediction, and with probability ε any.",
        .reference = "Langford and Zhang 2007, The epoch-greedy algorithm for contextual "
                     "multi-armed bandits",
        .year = 2007,
        .tags = {"contextual", "linear", "baseline"},
        .fidelity = Fidelity::paperText,
        .note = "A constant ε on ridge regression; ε = 0 is greedy.",
    });
}

} // namespace agon::bandits
