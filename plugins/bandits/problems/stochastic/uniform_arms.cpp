#include "plugins/bandits/loops/reward_tables.h"
#include "plugins/bandits/problems/stochastic/arm_means.h"
#include "plugins/bandits/problems/stochastic/problems.h"
#include "plugins/bandits/rules/bounded_law.h"

#include <algorithm>

namespace agon::bandits {
namespace {

struct UniformArmsSettings
{
    ArmMeans means = SpacedMeans{};
    double width = 0.1;

    static Schema<UniformArmsSettings> schema()
    {
        Schema<UniformArmsSettings> s;
        declareMeans(s, &UniformArmsSettings::means, 0, 1);
        s.real(&UniformArmsSettings::width, "width", "Half width")
            .range(0, 0.5)
            .slider(0.01, 0.5)
            .unit("reward")
            .help("Rewards lie at most so far from the mean; near 0 and 1 as far as there is room "
                  "on both sides.");
        return s;
    }
};

} // namespace

ProblemEntry uniformArms()
{
    const auto schema = UniformArmsSettings::schema();
    ProblemEntry entry;
    entry.declaration = {
        .id = "bandits/uniform-arms",
        .title = "Uniform bandit",
        .summary = "Every arm pays a uniform reward in an interval around its own mean.",
        .loop = "bandits/stochastic",
        .parameters = schema.declarations(),
        .provides = {"stochastic-rewards", "bounded-rewards", "sub-gaussian-rewards",
                     "one-parameter-rewards"},
        .reference = "Garivier and Cappé 2011, The KL-UCB algorithm for bounded stochastic bandits "
                     "and beyond",
        .defaultBudget = 10'000,
        .defaultContestants = {"bandits/ucb1", "bandits/epsilon-greedy",
                               "bandits/thompson-sampling", "bandits/kl-ucb"},
    };
    entry.prepare = [schema](const ProblemRequest &request) -> Expected<InstancePointer> {
        const UniformArmsSettings settings = schema.read(request.settings);
        auto means = meansOf(settings.means, 0, request.problem);
        if (!means)
            return means.error();
        const ArmTable table{std::move(*means)};
        const auto quantile = [width = settings.width](double mean, double level) {
            return mean + std::min({width, mean, 1 - mean}) * (2 * level - 1);
        };
        return InstancePointer(
            sampledArms(table, boundedLaw(quantile),
                        [means = table.means, quantile](random::Stream &stream, std::size_t arm) {
                            return quantile(means[arm], stream.uniform());
                        }));
    };
    return entry;
}

} // namespace agon::bandits
