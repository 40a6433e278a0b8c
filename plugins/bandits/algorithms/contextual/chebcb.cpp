#include "plugins/bandits/algorithms/contextual/algorithms.h"
#include "plugins/bandits/loops/contextual.h"
#include "plugins/bandits/rules/chebyshev.h"
#include "plugins/bandits/rules/chebyshev_fit.h"
#include "plugins/bandits/rules/context_range.h"
#include "plugins/bandits/rules/inverse_gap.h"

#include <algorithm>

namespace agon::bandits {
namespace {

/** The error of the best polynomial approximation of a Lipschitz cost. */
struct ProvenApproximation
{
    static Schema<ProvenApproximation> schema() { return {}; }
};
struct GivenApproximation
{
    double error = 0;
    static Schema<GivenApproximation> schema()
    {
        Schema<GivenApproximation> s;
        s.real(&GivenApproximation::error, "error", "Error α")
            .range(0, 1)
            .slider(0, 0.1)
            .help("How far scaled costs lie from polynomials; 0 is the greediest.");
        return s;
    }
};

struct ChebCbSettings
{
    int polynomials = 6;
    std::variant<ProvenApproximation, GivenApproximation> approximation = ProvenApproximation{};
    CoefficientBounds bounds = CoefficientBounds::fitted;
    double range = releasedContextRange;

    static Schema<ChebCbSettings> schema()
    {
        using S = ChebCbSettings;
        Schema<S> s;
        s.integer(&S::polynomials, "polynomials", "Chebyshev polynomials")
            .range(1, 30)
            .slider(1, 12)
            .help("Features T_0, T_1, … of the context.")
            .source("P220, released code: 6");
        s.variant<ProvenApproximation, GivenApproximation>(
             &S::approximation, "approximation", "Approximation error",
             {"proven", "Proven",
              "(π + 2/π ln(2m + 1)) / (2 N (m + 1)) for m polynomials: what Lipschitz costs allow.",
              ProvenApproximation::schema()},
             {"given", "Given", "Set by hand.", GivenApproximation::schema()})
            .help(
                "How far scaled costs may lie from polynomials: the larger, the more exploration.")
            .source("P220, released code: proven");
        s.choice<CoefficientBounds>(
             &S::bounds, "bounds", "Bounds of the coefficients",
             {{CoefficientBounds::fitted, "fitted", "In the fit",
               "Least squares among the coefficients that a Lipschitz cost can have."},
              {CoefficientBounds::clipped, "clipped", "Afterwards",
               "Plain least squares, then cut off at the bounds."}})
            .help("How coefficients are kept to what a Lipschitz cost can have.")
            .source("P220, released code: in the fit");
        declareContextRange(s, &S::range);
        return s;
    }
};

class ChebCb final : public ContextualPolicy
{
public:
    using Settings = ChebCbSettings;

    ChebCb(const Settings &settings, const ContextualTask &task, random::Stream &)
        : m_settings(settings)
        , m_norm(chebyshevNorm(settings.polynomials))
        , m_models(static_cast<std::size_t>(task.actions), ChebyshevFit(settings.polynomials))
        , m_features(static_cast<std::size_t>(settings.polynomials))
        , m_predictions(m_models.size())
        , m_probabilities(m_models.size())
        , m_rate(task.actions, approximationOf(settings), m_norm)
    {}

    int select(const Situation &situation, random::Stream &stream) override
    {
        weigh(situation);
        return drawFrom(m_probabilities, stream);
    }

    // P220, algorithm 4 and the released code, in its order.
    void update(const Situation &situation, int action, double reward, random::Stream &) override
    {
        weigh(situation);
        const auto a = static_cast<std::size_t>(action);
        const double cost = -reward;
        const double predicted = -m_predictions[a];
        m_models[a].add(m_features, cost - 1);
        const bool grows = cost > m_largest;
        m_largest = std::max(m_largest, cost);
        const double scale = m_largest * m_norm;
        double residual = 0;
        for (std::size_t model = 0; model < m_models.size(); ++model)
            if ((grows || model == a) && m_models[model].fit(m_largest, m_settings.bounds))
                residual = m_models[model].squaredResidual() / (scale * scale);
        m_rate.add(predicted, cost, m_largest, residual);
    }

    bool tellsProbabilities() const override { return true; }
    PolicyInsight insight(const Situation &situation) override
    {
        weigh(situation);
        return {m_predictions, m_probabilities};
    }

private:
    static double approximationOf(const Settings &settings)
    {
        const auto *given = std::get_if<GivenApproximation>(&settings.approximation);
        return given ? given->error : provenApproximation(settings.polynomials);
    }

    void weigh(const Situation &situation)
    {
        chebyshevFeatures(2 * situation.context.front() / m_settings.range - 1, m_features);
        for (std::size_t a = 0; a < m_models.size(); ++a)
            m_predictions[a] = -m_models[a].predict(m_features) / (m_largest * m_norm);
        inverseGapWeights(m_predictions, situation.available, m_rate.value(), m_probabilities);
    }

    Settings m_settings;
    double m_norm;
    std::vector<ChebyshevFit> m_models; ///< of the costs less one
    std::vector<double> m_features;
    std::vector<double> m_predictions; ///< scaled costs, negated
    std::vector<double> m_probabilities;
    double m_largest = 1; ///< K: largest cost so far
    ExplorationRate m_rate;
};

} // namespace

AlgorithmEntry chebCb()
{
    return contextualEntry<ChebCb>(
        {
            .id = "bandits/chebcb",
            .title = "ChebCB",
            .summary = "Predicts every parameter's iterations by a Chebyshev series in the shift "
                       "and explores by inverse gap weighting.",
            .requires_ = {"iteration-costs", "unit-context"},
            .papers = {"P220"},
            .reference = "Khodak, Chow, Balcan and Talwalkar 2024, Learning to relax: setting "
                         "solver parameters across a sequence of linear system instances",
            .year = 2024,
            .tags = {"contextual", "solver", "inverse gap weighting"},
            .fidelity = Fidelity::authorsCode,
            .note = "As released: the largest cost is that seen so far, the range of the shifts is "
                    "given as a third larger than it is, and the proven approximation error keeps "
                    "exploration alive.",
            .revision = 2,
        },
        RoundCost::tensOfMicroseconds);
}

} // namespace agon::bandits
