#include "plugins/bandits/algorithms/contextual/algorithms.h"
#include "plugins/bandits/rules/generation_policy.h"

#include <algorithm>

namespace agon::bandits {
namespace {

struct ErmUniformSettings
{
    GenerationModelSettings model;
    double epsilon = 0.1;

    static Schema<ErmUniformSettings> schema()
    {
        using S = ErmUniformSettings;
        Schema<S> s;
        s.include(&S::model, GenerationModelSettings::schema());
        s.real(&S::epsilon, "epsilon", "Exploration ε")
            .range(0, 1)
            .slider(0, 0.3)
            .help("Probability of choosing any available action; 0 is greedy.")
            .source("P013: 0.06 and 0.1");
        return s;
    }
};

class ErmUniform final : public GenerationPolicy
{
public:
    using Settings = ErmUniformSettings;

    ErmUniform(const Settings &settings, const ContextualTask &task, random::Stream &)
        : GenerationPolicy(settings.model, task), m_epsilon(settings.epsilon)
    {}

private:
    void explore(std::span<const double> predictions, std::span<const std::uint8_t> available,
                 std::span<double> probabilities) const override
    {
        const auto count = static_cast<double>(
            std::count_if(available.begin(), available.end(), [](auto flag) { return flag != 0; }));
        for (std::size_t a = 0; a < probabilities.size(); ++a)
            probabilities[a] = available[a] ? m_epsilon / count : 0;
        probabilities[static_cast<std::size_t>(bestAvailable(predictions, available))] +=
            1 - m_epsilon;
    }

    double m_epsilon;
};

} // namespace

AlgorithmEntry ermUniform()
{
    return contextualEntry<ErmUniform>({
        .id = "bandits/erm-uniform",
        .title = "Supervised model, uniform exploration",
        .summary = "Trains a success model on the logs of past generations and chooses its best "
                   "action, or with probability ε any.",
        .requires_ = {"generations", "binary-rewards", "context"},
        .papers = {"P013"},
        .year = 2024,
        .tags = {"contextual", "batched"},
        .fidelity = Fidelity::reconstructed,
        .note = "[reconstructed] From the abstract: which model, how many rounds a generation and "
                "the delay are our reading. The model is a logistic regression an action.",
    });
}

} // namespace agon::bandits
