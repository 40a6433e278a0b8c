#include "plugins/bandits/loops/reward_tables.h"
#include "plugins/bandits/problems/stochastic/arm_means.h"
#include "plugins/bandits/problems/stochastic/problems.h"

namespace agon::bandits {
namespace {

struct GaussianSettings
{
    ArmMeans means = SpacedMeans{};
    double deviation = 0.5;

    static Schema<GaussianSettings> schema()
    {
        Schema<GaussianSettings> s;
        declareMeans(s, &GaussianSettings::means, -widestMean, widestMean);
        s.real(&GaussianSettings::deviation, "deviation", "Standard deviation σ")
            .range(1e-6, 1e6)
            .slider(0.05, 5)
            .logarithmic()
            .unit("reward")
            .help("Of every arm's rewards; known to the algorithms.");
        return s;
    }
};

} // namespace

ProblemEntry gaussian()
{
    const auto schema = GaussianSettings::schema();
    ProblemEntry entry;
    entry.declaration = {
        .id = "bandits/gaussian",
        .title = "Gaussian bandit",
        .summary = "Every arm pays a normal reward around its own mean, with a known deviation.",
        .loop = "bandits/stochastic",
        .parameters = schema.declarations(),
        .provides = {"stochastic-rewards", "sub-gaussian-rewards", "one-parameter-rewards"},
        .reference = "Lai and Robbins 1985, Asymptotically efficient adaptive allocation rules",
        .defaultBudget = 10'000,
        .defaultContestants = {"bandits/ucb1", "bandits/epsilon-greedy",
                               "bandits/thompson-sampling", "bandits/kl-ucb"},
    };
    entry.prepare = [schema](const ProblemRequest &request) -> Expected<InstancePointer> {
        const GaussianSettings settings = schema.read(request.settings);
        auto means = meansOf(settings.means, -widestMean, request.problem);
        if (!means)
            return means.error();
        return InstancePointer(gaussianArms({std::move(*means)}, settings.deviation));
    };
    return entry;
}

} // namespace agon::bandits
