#include "plugins/bandits/algorithms/off_policy/algorithms.h"
#include "plugins/bandits/loops/off_policy.h"

#include <algorithm>
#include <cmath>

namespace agon::bandits {
namespace {

enum class Weighting { plain, selfNormalised, clipped, subGaussian };

struct ImportanceSamplingSettings
{
    Weighting weighting = Weighting::plain;
    double limit = 1.5;
    double shrinkage = 0.25;
    LogIntervalSettings interval;

    static Schema<ImportanceSamplingSettings> schema()
    {
        using S = ImportanceSamplingSettings;
        Schema<S> s;
        s.choice<Weighting>(
             &S::weighting, "weighting", "Weights",
             {{Weighting::plain, "plain", "Plain (IPS)", "w r, unbiased."},
              {Weighting::selfNormalised, "self-normalised", "Self-normalised (SNIPS)",
               "Σ w r / Σ w: a constant added to all rewards is added to the estimate."},
              {Weighting::clipped, "clipped", "Clipped", "min(w, limit) r."},
              {Weighting::subGaussian, "sub-gaussian", "Sub-Gaussian", "w / (1 - λ + λ w) r."}})
            .help("What becomes of the ratio w of the two policies' probabilities.");
        s.real(&S::limit, "limit", "Limit")
            .range(1e-6, 1e9)
            .slider(1, 100)
            .logarithmic()
            .help("Largest weight of clipped estimates.");
        s.real(&S::shrinkage, "shrinkage", "Shrinkage λ")
            .range(0, 1)
            .help("Of sub-Gaussian weights; 0 is plain.")
            .source("Metelli, Russo and Restelli 2021");
        s.include(&S::interval, LogIntervalSettings::schema());
        return s;
    }
};

class ImportanceSampling final : public OffPolicyEstimator
{
public:
    using Settings = ImportanceSamplingSettings;

    explicit ImportanceSampling(const Settings &settings) : m_settings(settings) {}

    EstimatorTerm add(const LoggedRound &round, random::Stream &) override
    {
        const double w = importanceWeight(round);
        const double r = round.reward;
        EstimatorTerm term;
        switch (m_settings.weighting) {
        case Weighting::plain:
            term.value = w * r;
            break;
        case Weighting::clipped:
            term.value = std::min(w, m_settings.limit) * r;
            break;
        case Weighting::subGaussian:
            term.value = w / (1 - m_settings.shrinkage + m_settings.shrinkage * w) * r;
            break;
        case Weighting::selfNormalised:
            m_weights += w;
            m_rewards += w * r;
            m_squares += w * w;
            m_squaresTimesReward += w * w * r;
            m_squaredRewards += w * w * r * r;
            return {.weight = w, .correction = w * r};
        }
        m_terms.add(term.value);
        return term;
    }

    Estimate estimate() const override
    {
        if (m_settings.weighting != Weighting::selfNormalised)
            return {m_terms.mean(), m_terms.standardError()};
        if (m_weights <= 0)
            return {};
        // The ratio's error to first order: √Σ w² (r - v)² / Σ w.
        const double value = m_rewards / m_weights;
        const double squares =
            m_squaredRewards - 2 * value * m_squaresTimesReward + value * value * m_squares;
        return {value, std::sqrt(std::max(0.0, squares)) / m_weights};
    }

private:
    Settings m_settings;
    RunningMean m_terms;
    double m_weights = 0;
    double m_rewards = 0;
    double m_squares = 0;
    double m_squaresTimesReward = 0;
    double m_squaredRewards = 0;
};

} // namespace

AlgorithmEntry importanceSampling()
{
    return offPolicyEntry<ImportanceSampling>({
        .id = "bandits/importance-sampling",
        .title = "Importance sampling",
        .summary = "Weights logged rewards by how much likelier the policy would have chosen them.",
        .reference =
            "Horvitz and Thompson 1952, A generalization of sampling without replacement from a "
            "finite universe; Swaminathan and Joachims 2015, The self-normalized estimator for "
            "counterfactual learning; Metelli, Russo and Restelli 2021, Subgaussian and "
            "differentiable importance sampling for off-policy evaluation and learning",
        .year = 1952,
        .tags = {"off-policy"},
        .fidelity = Fidelity::paperText,
        .note = "Plain, self-normalised, clipped and sub-Gaussian weights.",
    });
}

} // namespace agon::bandits
