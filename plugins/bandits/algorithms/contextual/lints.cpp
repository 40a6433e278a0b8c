#include "core/random/distributions.h"
#include "plugins/bandits/algorithms/contextual/algorithms.h"
#include "plugins/bandits/loops/contextual.h"
#include "plugins/bandits/rules/inverse_gap.h"
#include "plugins/bandits/rules/linear_model.h"

#include <cmath>

namespace agon::bandits {
namespace {

struct LinTsSettings
{
    LinearModelSettings model;
    double scale = 0.5;

    static Schema<LinTsSettings> schema()
    {
        using S = LinTsSettings;
        Schema<S> s;
        s.include(&S::model, LinearModelSettings::schema());
        s.real(&S::scale, "scale", "Scale v")
            .range(0, 1000)
            .slider(0, 2)
            .help("The posterior's covariance is v² A⁻¹; theory asks for σ √(9 d ln(t/δ)).")
            .source("classic: the noise's deviation");
        return s;
    }
};

class LinTs final : public ContextualPolicy
{
public:
    using Settings = LinTsSettings;

    LinTs(const Settings &settings, const ContextualTask &task, random::Stream &)
        : m_scale(settings.scale), m_model(settings.model, task), m_scores(DrawnRound(task).stride)
    {
        const auto d = static_cast<std::size_t>(m_model.models().front().dimension());
        m_draws.assign(m_model.models().size(), std::vector<double>(d));
        m_factor.resize(d * d);
        m_normals.resize(d);
    }

    // Agrawal and Goyal 2013, algorithm 1: θ ~ N(θ̂, v² A⁻¹).
    int select(const Situation &situation, random::Stream &stream) override
    {
        const std::size_t d = m_normals.size();
        for (std::size_t model = 0; model < m_draws.size(); ++model) {
            const Ridge &ridge = m_model.models()[model];
            ridge.factorOfInverse(m_factor);
            random::fillNormal(stream, m_normals, m_scale);
            for (std::size_t i = 0; i < d; ++i) {
                double sum = ridge.parameters()[i];
                for (std::size_t j = 0; j <= i; ++j)
                    sum += m_factor[i * d + j] * m_normals[j];
                m_draws[model][i] = sum;
            }
        }
        m_model.predictWith(m_draws, situation, m_scores);
        return bestAvailable(m_scores, situation.available);
    }

    void update(const Situation &situation, int action, double reward, random::Stream &) override
    {
        m_model.update(situation, action, reward);
    }

    PolicyInsight insight(const Situation &situation) override
    {
        std::vector<double> means(m_scores.size());
        std::vector<double> squares(m_scores.size());
        m_model.predict(situation, means);
        m_model.squaredWidths(situation, squares);
        PolicyInsight result;
        for (std::size_t a = 0; a < static_cast<std::size_t>(situation.actions); ++a)
            result.posterior.addNormal(means[a], m_scale * std::sqrt(squares[a]));
        return result;
    }

    int greedyAction(const Situation &situation) override
    {
        m_model.predict(situation, m_scores);
        return bestAvailable(m_scores, situation.available);
    }

private:
    double m_scale;
    LinearModel m_model;
    std::vector<double> m_scores;
    std::vector<std::vector<double>> m_draws; ///< θ of every model
    std::vector<double> m_factor;
    std::vector<double> m_normals;
};

} // namespace

AlgorithmEntry linTs()
{
    return contextualEntry<LinTs>(
        {
            .id = "bandits/lints",
            .title = "Linear Thompson sampling",
            .summary = "Draws parameters from the posterior of a linear model and chooses the "
                       "action that is best under them.",
            .reference = "Agrawal and Goyal 2013, Thompson sampling for contextual bandits with "
                         "linear payoffs",
            .year = 2013,
            .tags = {"contextual", "linear", "bayesian"},
            .fidelity = Fidelity::paperText,
            .note = "A constant scale instead of the one that theory asks for, which explores far "
                    "longer.",
        },
        RoundCost::tensOfMicroseconds);
}

} // namespace agon::bandits
