#include "plugins/bandits/algorithms/contextual/algorithms.h"
#include "plugins/bandits/loops/contextual.h"
#include "plugins/bandits/rules/inverse_gap.h"
#include "plugins/bandits/rules/linear_model.h"

#include <cmath>

namespace agon::bandits {
namespace {

struct ConstantRate
{
    double gamma = 100;

    static Schema<ConstantRate> schema()
    {
        Schema<ConstantRate> s;
        s.real(&ConstantRate::gamma, "gamma", "Learning rate γ")
            .range(0, 1e9)
            .slider(1, 1000)
            .logarithmic()
            .help("The larger, the rarer an action that is predicted to be worse.");
        return s;
    }
};

struct GrowingRate
{
    double oracleRegret = 10;

    static Schema<GrowingRate> schema()
    {
        Schema<GrowingRate> s;
        s.real(&GrowingRate::oracleRegret, "oracle-regret", "Regret of the regression")
            .range(1e-6, 1e9)
            .slider(1, 100)
            .logarithmic()
            .help("γ is √(K t / this) in round t.")
            .source("Foster and Rakhlin 2020: about d ln T for linear models");
        return s;
    }
};

struct SquareCbSettings
{
    LinearModelSettings model;
    std::variant<ConstantRate, GrowingRate> rate = ConstantRate{};

    static Schema<SquareCbSettings> schema()
    {
        using S = SquareCbSettings;
        Schema<S> s;
        s.include(&S::model, LinearModelSettings::schema());
        s.variant<ConstantRate, GrowingRate>(
             &S::rate, "rate", "Learning rate",
             {"constant", "Constant", "γ stays the same.", ConstantRate::schema()},
             {"growing", "Growing", "γ grows like √t.", GrowingRate::schema()})
            .help("How strongly the predicted gaps count.");
        return s;
    }
};

class SquareCb final : public ContextualPolicy
{
public:
    using Settings = SquareCbSettings;

    SquareCb(const Settings &settings, const ContextualTask &task, random::Stream &)
        : m_settings(settings)
        , m_model(settings.model, task)
        , m_scores(DrawnRound(task).stride)
        , m_probabilities(static_cast<std::size_t>(task.actions))
    {}

    int select(const Situation &situation, random::Stream &stream) override
    {
        weigh(situation);
        return drawFrom(m_probabilities, stream);
    }

    void update(const Situation &situation, int action, double reward, random::Stream &) override
    {
        m_model.update(situation, action, reward);
    }

    bool tellsProbabilities() const override { return true; }
    PolicyInsight insight(const Situation &situation) override
    {
        weigh(situation);
        return {{m_scores.begin(), m_scores.begin() + situation.actions}, m_probabilities};
    }

    int greedyAction(const Situation &situation) override
    {
        m_model.predict(situation, m_scores);
        return bestAvailable(m_scores, situation.available);
    }

private:
    // Foster and Rakhlin 2020, algorithm 1.
    void weigh(const Situation &situation)
    {
        m_model.predict(situation, m_scores);
        const auto *constant = std::get_if<ConstantRate>(&m_settings.rate);
        const double gamma =
            constant ? constant->gamma
                     : std::sqrt(situation.actions * static_cast<double>(situation.number) /
                                 std::get<GrowingRate>(m_settings.rate).oracleRegret);
        inverseGapWeights(m_scores, situation.available, gamma, m_probabilities);
    }

    Settings m_settings;
    LinearModel m_model;
    std::vector<double> m_scores;
    std::vector<double> m_probabilities;
};

} // namespace

AlgorithmEntry squareCb()
{
    return contextualEntry<SquareCb>({
        .id = "bandits/squarecb",
        .title = "SquareCB",
        .summary = "Chooses actions with probabilities inversely proportional to the predicted "
                   "gap, from a linear regression.",
        .reference = "Foster and Rakhlin 2020, Beyond UCB: optimal and efficient contextual "
                     "bandits with regression oracles; Abe and Long 1999, Associative "
                     "reinforcement learning using linear probabilistic concepts",
        .year = 2020,
        .tags = {"contextual", "linear", "inverse gap weighting"},
        .fidelity = Fidelity::paperText,
        .note = "The regression is ridge regression, learning every round.",
    });
}

} // namespace agon::bandits
