#include "plugins/bandits/loops/reward_tables.h"
#include "plugins/bandits/problems/best_arm/problems.h"
#include "plugins/bandits/problems/stochastic/arm_means.h"

namespace agon::bandits {
namespace {

struct BernoulliRewards
{};
struct GaussianRewards
{
    double deviation = 0.5;
};

struct HiddenBestArmSettings
{
    ArmMeans means = GroupedMeans{};
    std::variant<BernoulliRewards, GaussianRewards> rewards = BernoulliRewards{};
    double confidence = 0.1;

    static Schema<HiddenBestArmSettings> schema()
    {
        using S = HiddenBestArmSettings;
        Schema<S> s;
        declareMeans(s, &S::means, 0, 1);
        Schema<GaussianRewards> gaussian;
        gaussian.real(&GaussianRewards::deviation, "deviation", "Standard deviation σ")
            .range(1e-6, 1e6)
            .slider(0.05, 5)
            .logarithmic()
            .unit("reward")
            .help("Of every arm's rewards; known to the algorithms.");
        s.variant<BernoulliRewards, GaussianRewards>(
             &S::rewards, "rewards", "Rewards", {"bernoulli", "Bernoulli", "0 or 1.", {}},
             {"gaussian", "Gaussian", "Normal with a known deviation.", gaussian})
            .help("Law of the rewards.");
        s.real(&S::confidence, "confidence", "Confidence δ")
            .range(1e-12, 0.5)
            .slider(0.001, 0.5)
            .logarithmic()
            .help("Policies that stop by themselves may be wrong with this probability.")
            .source("classic: 0.1");
        return s;
    }
};

} // namespace

ProblemEntry hiddenBestArm()
{
    const auto schema = HiddenBestArmSettings::schema();
    ProblemEntry entry;
    entry.declaration = {
        .id = "bandits/hidden-best-arm",
        .title = "Best arm",
        .summary = "Find the arm with the best mean: with few pulls, or with little doubt.",
        .loop = "bandits/best-arm",
        .parameters = schema.declarations(),
        .provides = {"stochastic-rewards", "sub-gaussian-rewards"},
        .reference = "Audibert, Bubeck and Munos 2010, Best arm identification in multi-armed "
                     "bandits",
        .defaultBudget = 2000,
        .defaultContestants = {"bandits/successive-rejects", "bandits/sequential-halving",
                               "bandits/uniform-allocation"},
    };
    entry.prepare = [schema](const ProblemRequest &request) -> Expected<InstancePointer> {
        const HiddenBestArmSettings settings = schema.read(request.settings);
        auto means = meansOf(settings.means, 0, request.problem);
        if (!means)
            return means.error();
        const ArmTable table{.means = std::move(*means),
                             .goal = Goal::identification,
                             .confidence = settings.confidence};
        if (const auto *gaussian = std::get_if<GaussianRewards>(&settings.rewards))
            return InstancePointer(gaussianArms(table, gaussian->deviation));
        return InstancePointer(bernoulliArms(table));
    };
    return entry;
}

} // namespace agon::bandits
