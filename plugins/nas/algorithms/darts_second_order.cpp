#include "plugins/nas/algorithms/algorithms.h"
#include "plugins/nas/loops/bilevel.h"
#include "plugins/nas/rules/bilevel_rates.h"

namespace agon::nas {

namespace {

struct DartsSecondOrderSettings : BilevelRates
{
    double innerRate = 0.1;
};

class DartsSecondOrder final : public BilevelRule
{
public:
    using Settings = DartsSecondOrderSettings;

    static Schema<Settings> schema()
    {
        Schema<Settings> s;
        declareBilevelRates(s);
        s.real(&Settings::innerRate, "inner-rate", "Inner learning rate ξ")
            .range(0, 10)
            .slider(0, 1)
            .help("Step with which the weights look ahead. The analytic model is solved exactly at "
                  "0.5 only.")
            .source("Liu et al. 2019: the learning rate of w");
        return s;
    }

    DartsSecondOrder(const Settings &settings, const BilevelState &) : m_settings(settings) {}

    void step(BilevelState &state, GradientOracle &gradients) override
    {
        const double xi = m_settings.innerRate;
        Vector &alpha = state.architecture;
        Vector &w = state.weights;
        // Liu et al. 2019, equation 7: the gradient at weights one training step ahead…
        const Vector ahead = w - xi * gradients.trainingByWeights(w, alpha);
        Vector gradient = gradients.validationByArchitecture(ahead, alpha);
        // …minus ξ times a product with the mixed second derivative, by central differences
        // (equation 8).
        const Vector direction = gradients.validationByWeights(ahead, alpha);
        if (const double norm = direction.norm(); norm > 0) {
            const double epsilon = 0.01 / norm;
            gradient -= xi / (2 * epsilon) *
                        (gradients.trainingByArchitecture(w + epsilon * direction, alpha) -
                         gradients.trainingByArchitecture(w - epsilon * direction, alpha));
        }
        alpha -= m_settings.architectureRate * gradient;
        w -= m_settings.weightRate * gradients.trainingByWeights(w, alpha);
    }

private:
    Settings m_settings;
};

} // namespace

AlgorithmEntry dartsSecondOrder()
{
    AlgorithmDeclaration declaration;
    declaration.id = "nas/darts-second-order";
    declaration.title = "DARTS, second order";
    declaration.summary =
        "Descends the validation loss in α through one look-ahead step of the weights.";
    declaration.reference =
        "Liu, Simonyan and Yang 2019, DARTS: Differentiable architecture search";
    declaration.year = 2019;
    declaration.tags = {"baseline", "differentiable"};
    declaration.fidelity = Fidelity::paperText;
    declaration.note =
        "Plain gradient steps, without the momentum and Adam of the paper's networks. Converges to "
        "α = w = 2 / (1 + 2ξ) on the analytic model.";
    return bilevelEntry<DartsSecondOrder>(std::move(declaration));
}

} // namespace agon::nas
