#include "plugins/bandits/loops/reward_tables.h"
#include "plugins/bandits/problems/stochastic/arm_means.h"
#include "plugins/bandits/problems/stochastic/problems.h"

namespace agon::bandits {
namespace {

struct BernoulliSettings
{
    ArmMeans means = SpacedMeans{};

    static Schema<BernoulliSettings> schema()
    {
        Schema<BernoulliSettings> s;
        declareMeans(s, &BernoulliSettings::means, 0, 1);
        return s;
    }
};

} // namespace

ProblemEntry bernoulli()
{
    const auto schema = BernoulliSettings::schema();
    ProblemEntry entry;
    entry.declaration = {
        .id = "bandits/bernoulli",
        .title = "Bernoulli bandit",
        .summary = "Every arm pays 1 with its own probability, else 0.",
        .loop = "bandits/stochastic",
        .parameters = schema.declarations(),
        .provides = {"stochastic-rewards", "bounded-rewards", "sub-gaussian-rewards",
                     "one-parameter-rewards"},
        .reference = "Lai and Robbins 1985, Asymptotically efficient adaptive allocation rules",
        .defaultBudget = 10'000,
        .defaultContestants = {"bandits/ucb1", "bandits/epsilon-greedy",
                               "bandits/thompson-sampling", "bandits/kl-ucb"},
    };
    entry.prepare = [schema](const ProblemRequest &request) -> Expected<InstancePointer> {
        const BernoulliSettings settings = schema.read(request.settings);
        auto means = meansOf(settings.means, 0, request.problem);
        if (!means)
            return means.error();
        return InstancePointer(bernoulliArms({std::move(*means)}));
    };
    return entry;
}

} // namespace agon::bandits
