#include "plugins/bandits/algorithms/contextual/algorithms.h"
#include "plugins/bandits/loops/contextual.h"
#include "plugins/bandits/rules/inverse_gap.h"
#include "plugins/bandits/rules/linear_model.h"

#include <cmath>

namespace agon::bandits {
namespace {

struct FalconSettings
{
    LinearModelSettings model;
    double rate = 1;
    double delta = 0.05;

    static Schema<FalconSettings> schema()
    {
        using S = FalconSettings;
        Schema<S> s;
        s.include(&S::model, LinearModelSettings::schema());
        s.real(&S::rate, "rate", "Rate c")
            .range(1e-6, 1e6)
            .slider(0.03, 30)
            .logarithmic()
            .help("γ is c √(K n / ln(n/δ)) in the epoch whose model has learned from n rounds.")
            .source("Simchi-Levi and Xu 2021: 1/30 in theory");
        s.real(&S::delta, "delta", "Error probability δ")
            .range(1e-12, 0.5)
            .logarithmic()
            .advanced()
            .help("Enters γ through its logarithm.");
        return s;
    }
};

class Falcon final : public ContextualPolicy
{
public:
    using Settings = FalconSettings;

    Falcon(const Settings &settings, const ContextualTask &task, random::Stream &)
        : m_settings(settings)
        , m_learning(settings.model, task)
        , m_frozen(settings.model, task)
        , m_scores(DrawnRound(task).stride)
        , m_probabilities(static_cast<std::size_t>(task.actions))
    {}

    int select(const Situation &situation, random::Stream &stream) override
    {
        // Epoch m has rounds 2^(m-1)+1 … 2^m: its model is fitted once, at its start.
        if (situation.number > m_epochEnd) {
            m_frozen = m_learning;
            m_learned = m_epochEnd;
            m_epochEnd *= 2;
        }
        weigh(situation);
        return drawFrom(m_probabilities, stream);
    }

    void update(const Situation &situation, int action, double reward, random::Stream &) override
    {
        m_learning.update(situation, action, reward);
    }

    bool tellsProbabilities() const override { return true; }
    PolicyInsight insight(const Situation &situation) override
    {
        weigh(situation);
        return {{m_scores.begin(), m_scores.begin() + situation.actions}, m_probabilities};
    }

    int greedyAction(const Situation &situation) override
    {
        m_learning.predict(situation, m_scores);
        return bestAvailable(m_scores, situation.available);
    }

private:
    void weigh(const Situation &situation)
    {
        m_frozen.predict(situation, m_scores);
        const auto n = static_cast<double>(m_learned);
        // The first epoch is uniform: nothing has been learned.
        const double gamma =
            m_learned == 0 ? 0
                           : m_settings.rate *
                                 std::sqrt(situation.actions * n / std::log(n / m_settings.delta));
        inverseGapWeights(m_scores, situation.available, gamma, m_probabilities);
    }

    Settings m_settings;
    LinearModel m_learning;
    LinearModel m_frozen;
    std::int64_t m_epochEnd = 2;
    std::int64_t m_learned = 0; ///< rounds that the frozen model has seen
    std::vector<double> m_scores;
    std::vector<double> m_probabilities;
};

} // namespace

AlgorithmEntry falcon()
{
    return contextualEntry<Falcon>({
        .id = "bandits/falcon",
        .title = "FALCON",
        .summary = "Inverse gap weighting on a regression that is fitted only at the starts of "
                   "epochs of doubling length.",
        .reference = "Simchi-Levi and Xu 2021, Bypassing the monster: a faster and simpler optimal "
                     "algorithm for contextual bandits under realizability",
        .year = 2021,
        .tags = {"contextual", "linear", "inverse gap weighting"},
        .fidelity = Fidelity::paperText,
        .note = "The regression is ridge regression on all rounds before the epoch. The paper's "
                "constant 1/30 is a parameter, 1 by default; the size of the class is left out of "
                "the logarithm.",
    });
}

} // namespace agon::bandits
