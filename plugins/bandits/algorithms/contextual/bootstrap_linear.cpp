#include "core/random/distributions.h"
#include "plugins/bandits/algorithms/contextual/algorithms.h"
#include "plugins/bandits/loops/contextual.h"
#include "plugins/bandits/rules/inverse_gap.h"
#include "plugins/bandits/rules/linear_model.h"

namespace agon::bandits {
namespace {

struct BootstrapLinearSettings
{
    LinearModelSettings model;
    int replicates = 10;

    static Schema<BootstrapLinearSettings> schema()
    {
        using S = BootstrapLinearSettings;
        Schema<S> s;
        s.include(&S::model, LinearModelSettings::schema());
        s.integer(&S::replicates, "replicates", "Replicates")
            .range(1, 1000)
            .slider(1, 50)
            .help("Models, each fitted to a bootstrap sample of the rounds.")
            .source("Eckles and Kaptein 2014: tens to hundreds");
        return s;
    }
};

class BootstrapLinear final : public ContextualPolicy
{
public:
    using Settings = BootstrapLinearSettings;

    BootstrapLinear(const Settings &settings, const ContextualTask &task, random::Stream &)
        : m_models(static_cast<std::size_t>(settings.replicates), LinearModel(settings.model, task))
        , m_scores(DrawnRound(task).stride)
    {}

    int select(const Situation &situation, random::Stream &stream) override
    {
        m_models[stream.below(m_models.size())].predict(situation, m_scores);
        return bestAvailable(m_scores, situation.available);
    }

    // Every replicate meets the round a Poisson(1) number of times.
    void update(const Situation &situation, int action, double reward,
                random::Stream &stream) override
    {
        for (LinearModel &model : m_models)
            model.update(situation, action, reward,
                         static_cast<double>(random::poisson(stream, 1)));
    }

    bool tellsProbabilities() const override { return true; }
    PolicyInsight insight(const Situation &situation) override
    {
        // Every replicate is as likely as any other to be asked.
        PolicyInsight result;
        result.probabilities.resize(static_cast<std::size_t>(situation.actions));
        for (LinearModel &model : m_models) {
            model.predict(situation, m_scores);
            result.probabilities[static_cast<std::size_t>(bestAvailable(
                m_scores, situation.available))] += 1 / static_cast<double>(m_models.size());
        }
        return result;
    }

    // By the mean prediction of all replicates.
    int greedyAction(const Situation &situation) override
    {
        std::vector<double> sums(m_scores.size());
        for (LinearModel &model : m_models) {
            model.predict(situation, m_scores);
            for (std::size_t a = 0; a < sums.size(); ++a)
                sums[a] += m_scores[a];
        }
        return bestAvailable(sums, situation.available);
    }

private:
    std::vector<LinearModel> m_models;
    std::vector<double> m_scores;
};

} // namespace

AlgorithmEntry bootstrapLinear()
{
    return contextualEntry<BootstrapLinear>(
        {
            .id = "bandits/bootstrap-linear",
            .title = "Bootstrapped linear models",
            .summary = "Acts greedily on one of several linear models, drawn anew every round; "
                       "each has learned from its own bootstrap sample.",
            .reference = "Eckles and Kaptein 2014, Thompson sampling with the online bootstrap",
            .year = 2014,
            .tags = {"contextual", "linear", "bootstrap"},
            .fidelity = Fidelity::paperText,
            .note = "Poisson(1) weights instead of double-or-nothing: the same first two moments.",
        },
        RoundCost::tensOfMicroseconds);
}

} // namespace agon::bandits
