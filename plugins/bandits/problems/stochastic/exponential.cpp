#include "core/random/distributions.h"
#include "plugins/bandits/loops/reward_tables.h"
#include "plugins/bandits/problems/stochastic/arm_means.h"
#include "plugins/bandits/problems/stochastic/problems.h"
#include "plugins/bandits/rules/divergence.h"

namespace agon::bandits {
namespace {

struct ExponentialSettings
{
    ArmMeans means = SpacedMeans{};

    static Schema<ExponentialSettings> schema()
    {
        Schema<ExponentialSettings> s;
        declareMeans(s, &ExponentialSettings::means, lowestMean, widestMean);
        return s;
    }
};

} // namespace

ProblemEntry exponential()
{
    const auto schema = ExponentialSettings::schema();
    ProblemEntry entry;
    entry.declaration = {
        .id = "bandits/exponential",
        .title = "Exponential bandit",
        .summary = "Every arm pays an exponential reward with its own mean.",
        .loop = "bandits/stochastic",
        .parameters = schema.declarations(),
        .provides = {"stochastic-rewards", "one-parameter-rewards"},
        .reference = "Garivier and Cappé 2011, The KL-UCB algorithm for bounded stochastic bandits "
                     "and beyond",
        .defaultBudget = 10'000,
        .defaultContestants = {"bandits/kl-ucb", "bandits/imed", "bandits/epsilon-greedy"},
    };
    entry.prepare = [schema](const ProblemRequest &request) -> Expected<InstancePointer> {
        const ExponentialSettings settings = schema.read(request.settings);
        auto means = meansOf(settings.means, lowestMean, request.problem);
        if (!means)
            return means.error();
        const ArmTable table{std::move(*means)};
        return InstancePointer(
            sampledArms(table, {RewardLaw::exponential, 1, exponentialDivergence},
                        [means = table.means](random::Stream &stream, std::size_t arm) {
                            return means[arm] * random::exponential(stream);
                        }));
    };
    return entry;
}

} // namespace agon::bandits
