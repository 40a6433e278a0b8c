#include "core/random/distributions.h"
#include "plugins/bandits/loops/reward_tables.h"
#include "plugins/bandits/problems/stochastic/arm_means.h"
#include "plugins/bandits/problems/stochastic/problems.h"
#include "plugins/bandits/rules/divergence.h"

namespace agon::bandits {
namespace {

struct PoissonSettings
{
    ArmMeans means = SpacedMeans{};

    static Schema<PoissonSettings> schema()
    {
        Schema<PoissonSettings> s;
        declareMeans(s, &PoissonSettings::means, 0, widestMean);
        return s;
    }
};

} // namespace

ProblemEntry poisson()
{
    const auto schema = PoissonSettings::schema();
    ProblemEntry entry;
    entry.declaration = {
        .id = "bandits/poisson",
        .title = "Poisson bandit",
        .summary = "Every arm pays a Poisson number with its own mean.",
        .loop = "bandits/stochastic",
        .parameters = schema.declarations(),
        .provides = {"stochastic-rewards", "one-parameter-rewards"},
        .reference = "Garivier and Cappé 2011, The KL-UCB algorithm for bounded stochastic bandits "
                     "and beyond",
        .defaultBudget = 10'000,
        .defaultContestants = {"bandits/kl-ucb", "bandits/imed", "bandits/epsilon-greedy"},
    };
    entry.prepare = [schema](const ProblemRequest &request) -> Expected<InstancePointer> {
        const PoissonSettings settings = schema.read(request.settings);
        auto means = meansOf(settings.means, 0, request.problem);
        if (!means)
            return means.error();
        const ArmTable table{std::move(*means)};
        return InstancePointer(
            sampledArms(table, {RewardLaw::poisson, 1, poissonDivergence},
                        [means = table.means](random::Stream &stream, std::size_t arm) {
                            return static_cast<double>(random::poisson(stream, means[arm]));
                        }));
    };
    return entry;
}

} // namespace agon::bandits
