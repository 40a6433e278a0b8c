#include "plugins/bandits/algorithms/contextual/algorithms.h"
#include "plugins/bandits/loops/contextual.h"
#include "plugins/bandits/rules/inverse_gap.h"
#include "plugins/bandits/rules/logistic.h"
#include "plugins/bandits/rules/ridge.h"

#include <cmath>

namespace agon::bandits {
namespace {

struct GlmUcbSettings
{
    double alpha = 0.5;
    double regularization = 1;

    static Schema<GlmUcbSettings> schema()
    {
        using S = GlmUcbSettings;
        Schema<S> s;
        s.real(&S::alpha, "alpha", "Width α")
            .range(0, 1000)
            .slider(0, 3)
            .help("How far the bound lies above the prediction, in units of |x| in the norm of "
                  "V⁻¹.")
            .source("Li, Lu and Zhou 2017: tuned");
        s.real(&S::regularization, "regularization", "Regularisation λ")
            .range(1e-6, 1e6)
            .slider(0.1, 10)
            .logarithmic()
            .help("Weight of half the squared parameters beside the logistic loss, and of the "
                  "identity in V.");
        return s;
    }
};

class GlmUcb final : public ContextualPolicy
{
public:
    using Settings = GlmUcbSettings;

    GlmUcb(const Settings &settings, const ContextualTask &task, random::Stream &)
        : m_alpha(settings.alpha)
        , m_logistic(task.featureSize, settings.regularization)
        , m_design(task.featureSize, settings.regularization)
        , m_features(static_cast<std::size_t>(task.featureSize))
        , m_means(static_cast<std::size_t>(task.actions))
        , m_scores(m_means)
        , m_widths(DrawnRound(task).stride)
    {}

    int select(const Situation &situation, random::Stream &) override
    {
        score(situation);
        const int action = bestAvailable(m_scores, situation.available);
        const auto a = static_cast<std::size_t>(action);
        m_interval = {m_means[a], m_scores[a] - m_means[a]};
        return action;
    }

    // Newton's method from the last parameters: every round up to the 50th, then every tenth.
    void update(const Situation &situation, int action, double reward, random::Stream &) override
    {
        situation.featuresOf(action, m_features);
        m_logistic.add(m_features, reward);
        m_design.update(m_features, reward);
        if (m_logistic.count() <= 50 || m_logistic.count() % 10 == 0)
            m_logistic.fit();
    }

    RewardInterval interval() const override { return m_interval; }

    PolicyInsight insight(const Situation &situation) override
    {
        score(situation);
        return {m_scores, {}};
    }

private:
    // Li, Lu and Zhou 2017, algorithm 1, on the scale of rewards: µ(x'θ) + α |x| in V⁻¹.
    void score(const Situation &situation)
    {
        m_design.squaredWidths(situation, m_widths);
        for (int action = 0; action < situation.actions; ++action) {
            const auto a = static_cast<std::size_t>(action);
            situation.featuresOf(action, m_features);
            m_means[a] = m_logistic.probability(m_features);
            m_scores[a] = m_means[a] + m_alpha * std::sqrt(m_widths[a]);
        }
    }

    double m_alpha;
    LogisticRegression m_logistic;
    Ridge m_design; ///< V = λ I + Σ x x'
    std::vector<double> m_features;
    std::vector<double> m_means;
    std::vector<double> m_scores;
    std::vector<double> m_widths;
    RewardInterval m_interval;
};

} // namespace

AlgorithmEntry glmUcb()
{
    return contextualEntry<GlmUcb>(
        {
            .id = "bandits/glm-ucb",
            .title = "GLM-UCB",
            .summary = "Upper confidence bounds on a logistic regression of rewards that are 0 or "
                       "1.",
            .requires_ = {"binary-rewards"},
            .reference =
                "Filippi et al. 2010, Parametric bandits: the generalized linear case; Li, Lu and "
                "Zhou 2017, Provably optimal algorithms for generalized linear contextual bandits",
            .year = 2010,
            .tags = {"contextual", "logistic", "index"},
            .fidelity = Fidelity::paperText,
            .note = "The bound is added to the predicted reward, as in Filippi et al. Fitted by "
                    "Newton's method, every round at first and every tenth round later.",
        },
        RoundCost::tensOfMicroseconds);
}

} // namespace agon::bandits
