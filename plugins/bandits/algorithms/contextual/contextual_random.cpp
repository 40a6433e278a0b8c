#include "plugins/bandits/algorithms/contextual/algorithms.h"
#include "plugins/bandits/loops/contextual.h"
#include "plugins/bandits/rules/inverse_gap.h"

namespace agon::bandits {
namespace {

class ContextualRandom final : public ContextualPolicy
{
public:
    struct Settings
    {
        static Schema<Settings> schema() { return {}; }
    };

    ContextualRandom(const Settings &, const ContextualTask &, random::Stream &) {}

    int select(const Situation &situation, random::Stream &stream) override
    {
        return anyAvailable(situation.available, stream);
    }
    void update(const Situation &, int, double, random::Stream &) override {}
    bool tellsProbabilities() const override { return true; }
    PolicyInsight insight(const Situation &situation) override
    {
        PolicyInsight result;
        for (int action = 0; action < situation.actions; ++action)
            result.probabilities.push_back(
                situation.isAvailable(action) ? 1.0 / situation.availableCount() : 0);
        return result;
    }
};

} // namespace

AlgorithmEntry contextualRandom()
{
    return contextualEntry<ContextualRandom>({
        .id = "bandits/contextual-random",
        .title = "Random action",
        .summary = "Chooses any available action.",
        .reference = "Langford and Zhang 2007, The epoch-greedy algorithm for contextual "
                     "multi-armed bandits",
        .tags = {"contextual", "baseline"},
        .fidelity = Fidelity::paperText,
        .note = "What any learner must beat.",
    });
}

} // namespace agon::bandits
