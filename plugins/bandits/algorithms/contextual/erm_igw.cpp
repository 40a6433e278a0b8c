#include "plugins/bandits/algorithms/contextual/algorithms.h"
#include "plugins/bandits/rules/generation_policy.h"

namespace agon::bandits {
namespace {

struct ErmIgwSettings
{
    GenerationModelSettings model;
    double gamma = 1000;

    static Schema<ErmIgwSettings> schema()
    {
        using S = ErmIgwSettings;
        Schema<S> s;
        s.include(&S::model, GenerationModelSettings::schema());
        s.real(&S::gamma, "gamma", "Learning rate γ")
            .range(0, 1e9)
            .slider(10, 10'000)
            .logarithmic()
            .help("The larger, the rarer an action that is predicted to be worse.")
            .source("P013: 50 to 1000");
        return s;
    }
};

class ErmIgw final : public GenerationPolicy
{
public:
    using Settings = ErmIgwSettings;

    ErmIgw(const Settings &settings, const ContextualTask &task, random::Stream &)
        : GenerationPolicy(settings.model, task), m_gamma(settings.gamma)
    {}

private:
    // P013: inverse gap weighting over the available set.
    void explore(std::span<const double> predictions, std::span<const std::uint8_t> available,
                 std::span<double> probabilities) const override
    {
        inverseGapWeights(predictions, available, m_gamma, probabilities);
    }

    double m_gamma;
};

} // namespace

AlgorithmEntry ermIgw()
{
    return contextualEntry<ErmIgw>({
        .id = "bandits/erm-igw",
        .title = "Supervised model, inverse gap weighting",
        .summary = "Trains a success model on the logs of past generations and explores actions "
                   "that it predicts to be nearly as good as the best.",
        .requires_ = {"generations", "binary-rewards", "context"},
        .papers = {"P013"},
        .year = 2024,
        .tags = {"contextual", "batched", "inverse gap weighting"},
        .fidelity = Fidelity::reconstructed,
        .note = "[reconstructed] From the abstract: which model, how many rounds a generation and "
                "the delay are our reading. The model is a logistic regression an action.",
    });
}

} // namespace agon::bandits
