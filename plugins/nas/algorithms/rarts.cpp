#include "plugins/nas/algorithms/algorithms.h"
#include "plugins/nas/loops/bilevel.h"

namespace agon::nas {

namespace {

struct RartsSettings
{
    double lambda = 10;
    double beta = 10;
    double rate = 0.01;
};

class Rarts final : public BilevelRule
{
public:
    using Settings = RartsSettings;

    static Schema<Settings> schema()
    {
        Schema<Settings> s;
        s.real(&Settings::lambda, "lambda", "Weight of training λ")
            .range(0, 1e6)
            .slider(0.1, 100)
            .logarithmic()
            .help("How much the training loss counts beside the validation loss.")
            .source("P204, our choice for the analytic model");
        s.real(&Settings::beta, "beta", "Coupling β")
            .range(0, 1e6)
            .slider(0.1, 100)
            .logarithmic()
            .help("How strongly the two copies of the weights pull at each other.")
            .source("P204, our choice for the analytic model");
        s.real(&Settings::rate, "rate", "Learning rate")
            .range(0, 10)
            .slider(0.0001, 0.1)
            .logarithmic()
            .help("Of both copies of the weights and of α. Stable below about 1 / (2λ + β).")
            .source("ours, for the analytic model");
        return s;
    }

    Rarts(const Settings &settings, const BilevelState &start)
        : m_settings(settings), m_validationWeights(start.weights)
    {}

    void step(BilevelState &state, GradientOracle &gradients) override
    {
        const auto &[lambda, beta, rate] = m_settings;
        Vector &alpha = state.architecture;
        Vector &w = state.weights;
        Vector &y = m_validationWeights;
        // P204: single-level descent of L_val(y, α) + λ L_train(w, α) + β/2 |y - w|², each line
        // with the newest values. No second derivative is needed.
        w -= rate * (lambda * gradients.trainingByWeights(w, alpha) + beta * (w - y));
        y -= rate * (gradients.validationByWeights(y, alpha) + beta * (y - w));
        alpha -= rate * (gradients.validationByArchitecture(y, alpha) +
                         lambda * gradients.trainingByArchitecture(w, alpha));
    }

private:
    Settings m_settings;
    Vector m_validationWeights; ///< y, the copy that lives on the validation half
};

} // namespace

AlgorithmEntry rarts()
{
    AlgorithmDeclaration declaration;
    declaration.id = "nas/rarts";
    declaration.title = "RARTS";
    declaration.summary =
        "Relaxes the bilevel problem to a single level with two coupled copies of the weights.";
    declaration.papers = {"P204"};
    declaration.year = 2022;
    declaration.tags = {"differentiable"};
    declaration.fidelity = Fidelity::reconstructed;
    declaration.note = "The objective follows the paper's abstract; order of the updates and "
                       "defaults are our reading. "
                       "Stationary at α = 2 / (2 - 1/(2λ) - 1/β) on the analytic model.";
    return bilevelEntry<Rarts>(std::move(declaration));
}

} // namespace agon::nas
