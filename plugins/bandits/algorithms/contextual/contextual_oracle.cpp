#include "plugins/bandits/algorithms/contextual/algorithms.h"
#include "plugins/bandits/loops/contextual.h"
#include "plugins/bandits/rules/inverse_gap.h"

#include <cassert>

namespace agon::bandits {
namespace {

class ContextualOracle final : public ContextualPolicy
{
public:
    struct Settings
    {
        static Schema<Settings> schema() { return {}; }
    };

    ContextualOracle(const Settings &, const ContextualTask &, random::Stream &) {}

    int select(const Situation &situation, random::Stream &stream) override
    {
        return anyAvailable(situation.available, stream);
    }
    int selectKnowing(const Situation &situation, std::span<const double> means,
                      random::Stream &) override
    {
        return bestAvailable(means, situation.available);
    }
    void update(const Situation &, int, double, random::Stream &) override {}
};

} // namespace

AlgorithmEntry contextualOracle()
{
    return contextualEntry<ContextualOracle>({
        .id = "bandits/contextual-oracle",
        .title = "Oracle",
        .summary = "Knows the mean rewards and chooses the best available action.",
        .reference = "Langford and Zhang 2007, The epoch-greedy algorithm for contextual "
                     "multi-armed bandits",
        .tags = {"contextual", "baseline"},
        .fidelity = Fidelity::paperText,
        .note = "What no learner can beat: its pseudo-regret is 0.",
    });
}

} // namespace agon::bandits
