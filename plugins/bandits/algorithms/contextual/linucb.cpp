#include "plugins/bandits/algorithms/contextual/algorithms.h"
#include "plugins/bandits/loops/contextual.h"
#include "plugins/bandits/rules/inverse_gap.h"
#include "plugins/bandits/rules/linear_model.h"

#include <Eigen/Core>

#include <cmath>

namespace agon::bandits {
namespace {

struct ConstantWidth
{
    double alpha = 1;

    static Schema<ConstantWidth> schema()
    {
        Schema<ConstantWidth> s;
        s.real(&ConstantWidth::alpha, "alpha", "Width α")
            .range(0, 1000)
            .slider(0, 3)
            .help("Standard errors that the bound lies above the prediction.")
            .source("Li et al. 2010: tuned, about 1");
        return s;
    }
};

struct ConfidenceWidth
{
    double delta = 0.05;
    double norm = 1;

    static Schema<ConfidenceWidth> schema()
    {
        Schema<ConfidenceWidth> s;
        s.real(&ConfidenceWidth::delta, "delta", "Error probability δ")
            .range(1e-12, 0.5)
            .logarithmic()
            .help("With this probability at most some interval misses in some round.")
            .source("Abbasi-Yadkori et al. 2011");
        s.real(&ConfidenceWidth::norm, "norm", "Norm of the parameters")
            .range(0, 1e6)
            .slider(0, 5)
            .help("An upper bound S of |θ|.");
        return s;
    }
};

struct LinUcbSettings
{
    LinearModelSettings model;
    std::variant<ConstantWidth, ConfidenceWidth> width = ConstantWidth{};

    static Schema<LinUcbSettings> schema()
    {
        using S = LinUcbSettings;
        Schema<S> s;
        s.include(&S::model, LinearModelSettings::schema());
        s.variant<ConstantWidth, ConfidenceWidth>(
             &S::width, "width", "Width of the bound",
             {"constant", "Constant", "α standard errors.", ConstantWidth::schema()},
             {"confidence", "Confidence ellipsoid",
              "β of the self-normalised bound: intervals that hold in all rounds at once.",
              ConfidenceWidth::schema()})
            .help("How far the bound lies above the prediction.");
        return s;
    }
};

class LinUcb final : public ContextualPolicy
{
public:
    using Settings = LinUcbSettings;

    LinUcb(const Settings &settings, const ContextualTask &task, random::Stream &)
        : m_settings(settings)
        , m_deviation(task.deviation)
        , m_model(settings.model, task)
        , m_means(DrawnRound(task).stride)
        , m_widths(m_means.size())
        , m_scores(m_means.size())
    {}

    int select(const Situation &situation, random::Stream &) override
    {
        score(situation);
        const int action = bestAvailable(m_scores, situation.available);
        const auto a = static_cast<std::size_t>(action);
        m_interval = {m_means[a], m_scores[a] - m_means[a]};
        return action;
    }

    void update(const Situation &situation, int action, double reward, random::Stream &) override
    {
        m_model.update(situation, action, reward);
    }

    RewardInterval interval() const override { return m_interval; }

    PolicyInsight insight(const Situation &situation) override
    {
        score(situation);
        return {{m_scores.begin(), m_scores.begin() + situation.actions}, {}};
    }

    int greedyAction(const Situation &situation) override
    {
        m_model.predict(situation, m_means);
        return bestAvailable(m_means, situation.available);
    }

private:
    // Li et al. 2010, algorithm 1: x'θ + α √(x' A⁻¹ x).
    void score(const Situation &situation)
    {
        m_model.predict(situation, m_means);
        m_model.squaredWidths(situation, m_widths);
        if (const auto *constant = std::get_if<ConstantWidth>(&m_settings.width)) {
            using Numbers = Eigen::ArrayXd;
            const auto size = static_cast<Eigen::Index>(m_scores.size());
            Eigen::Map<Numbers>(m_scores.data(), size) =
                Eigen::Map<Numbers>(m_means.data(), size) +
                constant->alpha * Eigen::Map<Numbers>(m_widths.data(), size).sqrt();
            return;
        }
        for (int action = 0; action < situation.actions; ++action) {
            const auto a = static_cast<std::size_t>(action);
            m_scores[a] = m_means[a] + beta(action) * std::sqrt(m_widths[a]);
        }
    }

    double beta(int action) const
    {
        const auto &confidence = std::get<ConfidenceWidth>(m_settings.width);
        return confidenceRadius(m_settings.model.regularization, confidence.norm, m_deviation,
                                confidence.delta, m_model.modelOf(action).logDeterminantRatio());
    }

    Settings m_settings;
    double m_deviation;
    LinearModel m_model;
    std::vector<double> m_means;
    std::vector<double> m_widths;
    std::vector<double> m_scores;
    RewardInterval m_interval;
};

} // namespace

AlgorithmEntry linUcb()
{
    return contextualEntry<LinUcb>({
        .id = "bandits/linucb",
        .title = "LinUCB",
        .summary = "Chooses the action with the highest upper confidence bound of a ridge "
                   "regression on features.",
        .reference = "Li, Chu, Langford and Schapire 2010, A contextual-bandit approach to "
                     "personalized news article recommendation; Abbasi-Yadkori, Pál and "
                     "Szepesvári 2011, Improved algorithms for linear stochastic bandits",
        .year = 2010,
        .tags = {"contextual", "linear", "index"},
        .fidelity = Fidelity::paperText,
        .note = "Shared and disjoint models; a constant width, or the confidence ellipsoid of "
                "OFUL. The inverse is updated by rank one and computed afresh every 2000 rounds.",
    });
}

} // namespace agon::bandits
