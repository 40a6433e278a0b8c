#include "plugins/nas/algorithms/algorithms.h"
#include "plugins/nas/loops/bilevel.h"
#include "plugins/nas/rules/bilevel_rates.h"

namespace agon::nas {

namespace {

class DartsFirstOrder final : public BilevelRule
{
public:
    using Settings = BilevelRates;

    static Schema<Settings> schema()
    {
        Schema<Settings> s;
        declareBilevelRates(s);
        return s;
    }

    DartsFirstOrder(const Settings &settings, const BilevelState &) : m_settings(settings) {}

    void step(BilevelState &state, GradientOracle &gradients) override
    {
        // Liu et al. 2019, Algorithm 1 with ξ = 0: the weights are taken as they are.
        state.architecture -= m_settings.architectureRate *
                              gradients.validationByArchitecture(state.weights, state.architecture);
        state.weights -=
            m_settings.weightRate * gradients.trainingByWeights(state.weights, state.architecture);
    }

private:
    Settings m_settings;
};

} // namespace

AlgorithmEntry dartsFirstOrder()
{
    AlgorithmDeclaration declaration;
    declaration.id = "nas/darts-first-order";
    declaration.title = "DARTS, first order";
    declaration.summary =
        "Descends the validation loss in α as if the weights did not depend on it.";
    declaration.reference =
        "Liu, Simonyan and Yang 2019, DARTS: Differentiable architecture search";
    declaration.year = 2019;
    declaration.tags = {"baseline", "differentiable"};
    declaration.fidelity = Fidelity::paperText;
    declaration.note =
        "Plain gradient steps, without the momentum and Adam of the paper's networks. Converges to "
        "(2, 2) on the analytic model.";
    return bilevelEntry<DartsFirstOrder>(std::move(declaration));
}

} // namespace agon::nas
