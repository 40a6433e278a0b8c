#include "plugins/bandits/algorithms/contextual/algorithms.h"
#include "plugins/bandits/loops/contextual.h"
#include "plugins/bandits/rules/inverse_gap.h"
#include "plugins/bandits/rules/ridge.h"

#include <cmath>

namespace agon::bandits {
namespace {

struct LocalLinUcbSettings
{
    double beta = 0.5;
    double regularization = 1;

    static Schema<LocalLinUcbSettings> schema()
    {
        using S = LocalLinUcbSettings;
        Schema<S> s;
        s.real(&S::beta, "beta", "Width β")
            .range(0, 1000)
            .slider(0, 3)
            .help("How far the bound lies above the prediction, in units of |x| in the norm of "
                  "V⁻¹.");
        s.real(&S::regularization, "regularization", "Regularisation λ")
            .range(1e-6, 1e6)
            .slider(0.1, 10)
            .logarithmic()
            .help("Weight of the identity in V.");
        return s;
    }
};

class LocalLinUcb final : public ContextualPolicy
{
public:
    using Settings = LocalLinUcbSettings;

    LocalLinUcb(const Settings &settings, const ContextualTask &task, random::Stream &)
        : m_beta(settings.beta)
        , m_silos(static_cast<std::size_t>(task.silos),
                  Ridge(task.featureSize, settings.regularization))
        , m_features(static_cast<std::size_t>(task.featureSize))
        , m_means(DrawnRound(task).stride)
        , m_widths(m_means.size())
        , m_scores(m_means.size())
    {}

    int select(const Situation &situation, random::Stream &) override
    {
        const Ridge &silo = m_silos[static_cast<std::size_t>(situation.silo)];
        silo.predict(situation, m_means);
        silo.squaredWidths(situation, m_widths);
        for (std::size_t a = 0; a < m_scores.size(); ++a)
            m_scores[a] = m_means[a] + m_beta * std::sqrt(m_widths[a]);
        const int action = bestAvailable(m_scores, situation.available);
        const auto a = static_cast<std::size_t>(action);
        m_interval = {m_means[a], m_scores[a] - m_means[a]};
        return action;
    }

    void update(const Situation &situation, int action, double reward, random::Stream &) override
    {
        situation.featuresOf(action, m_features);
        m_silos[static_cast<std::size_t>(situation.silo)].update(m_features, reward);
    }

    RewardInterval interval() const override { return m_interval; }

private:
    double m_beta;
    std::vector<Ridge> m_silos;
    std::vector<double> m_features;
    std::vector<double> m_means;
    std::vector<double> m_widths;
    std::vector<double> m_scores;
    RewardInterval m_interval;
};

} // namespace

AlgorithmEntry localLinUcb()
{
    return contextualEntry<LocalLinUcb>({
        .id = "bandits/local-linucb",
        .title = "Local LinUCB",
        .summary = "Every silo learns from its own rounds alone, at once and without noise.",
        .requires_ = {"silos"},
        .papers = {"P094"},
        .year = 2023,
        .tags = {"contextual", "linear", "federated", "baseline"},
        .fidelity = Fidelity::reconstructed,
        .note = "[reconstructed] What federation is compared with: nothing is exchanged, nothing "
                "waits for the end of a batch.",
    });
}

} // namespace agon::bandits
