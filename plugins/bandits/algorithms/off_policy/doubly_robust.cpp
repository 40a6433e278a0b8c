#include "plugins/bandits/algorithms/off_policy/algorithms.h"
#include "plugins/bandits/loops/off_policy.h"

#include <cmath>

namespace agon::bandits {
namespace {

enum class Correction { plain, selfNormalised, switched, shrunk };

struct DoublyRobustSettings
{
    Correction correction = Correction::plain;
    double lambda = 1.5;
    LogIntervalSettings interval;

    static Schema<DoublyRobustSettings> schema()
    {
        using S = DoublyRobustSettings;
        Schema<S> s;
        s.choice<Correction>(
             &S::correction, "correction", "Correction",
             {{Correction::plain, "plain", "Plain (DR)", "w (r - q̂)."},
              {Correction::selfNormalised, "self-normalised", "Self-normalised (SNDR)",
               "Weights divided by their mean."},
              {Correction::switched, "switch", "Switch (Switch-DR)", "Left out where w exceeds λ."},
              {Correction::shrunk, "shrinkage", "Optimistic shrinkage (DRos)",
               "λ w / (w² + λ) instead of w."}})
            .help("How the model's error on logged actions corrects its prediction.");
        s.real(&S::lambda, "lambda", "Limit λ")
            .range(1e-6, 1e9)
            .slider(0.1, 100)
            .logarithmic()
            .help("Of the switch and of shrinkage.");
        s.include(&S::interval, LogIntervalSettings::schema());
        return s;
    }
};

class DoublyRobust final : public OffPolicyEstimator
{
public:
    using Settings = DoublyRobustSettings;

    explicit DoublyRobust(const Settings &settings) : m_settings(settings) {}

    EstimatorTerm add(const LoggedRound &round, random::Stream &) override
    {
        const double w = importanceWeight(round);
        const double value = predictedValue(round);
        const double error = round.reward - round.predicted[static_cast<std::size_t>(round.action)];
        const double lambda = m_settings.lambda;
        EstimatorTerm term{.value = value};
        switch (m_settings.correction) {
        case Correction::plain:
            term.value = value + w * error;
            break;
        case Correction::switched:
            term.value = value + (w <= lambda ? w * error : 0);
            break;
        case Correction::shrunk:
            term.value = value + lambda * w / (w * w + lambda) * error;
            break;
        case Correction::selfNormalised:
            term.weight = w;
            term.correction = w * error;
            m_weights += w;
            m_errors += w * error;
            m_rounds.push_back({value, w, error});
            break;
        }
        m_terms.add(term.value);
        return term;
    }

    Estimate estimate() const override
    {
        if (m_settings.correction != Correction::selfNormalised)
            return {m_terms.mean(), m_terms.standardError()};
        if (m_weights <= 0)
            return {m_terms.mean(), m_terms.standardError()};
        // The ratio's error to first order, together with that of the predictions.
        const double ratio = m_errors / m_weights;
        const double meanWeight = m_weights / m_terms.count();
        RunningMean terms;
        for (const Terms &round : m_rounds)
            terms.add(round.value + round.weight * (round.error - ratio) / meanWeight);
        return {m_terms.mean() + ratio, terms.standardError()};
    }

private:
    struct Terms
    {
        double value, weight, error;
    };

    Settings m_settings;
    RunningMean m_terms;
    double m_weights = 0;
    double m_errors = 0;
    std::vector<Terms> m_rounds; ///< self-normalised only
};

} // namespace

AlgorithmEntry doublyRobust()
{
    return offPolicyEntry<DoublyRobust>({
        .id = "bandits/doubly-robust",
        .title = "Doubly robust",
        .summary = "A model's prediction for the policy, corrected by the weighted errors that it "
                   "makes on logged actions.",
        .reference =
            "Dudík, Langford and Li 2011, Doubly robust policy evaluation and learning; Wang, "
            "Agarwal and Dudík 2017, Optimal and adaptive off-policy evaluation in contextual "
            "bandits; Su et al. 2020, Doubly robust off-policy evaluation with shrinkage",
        .year = 2011,
        .tags = {"off-policy"},
        .fidelity = Fidelity::paperText,
        .note = "Plain, self-normalised, switched and shrunk corrections.",
    });
}

} // namespace agon::bandits
