#include "core/random/distributions.h"
#include "plugins/bandits/loops/stochastic.h"
#include "plugins/bandits/problems/stochastic/arm_means.h"
#include "plugins/bandits/problems/stochastic/problems.h"

namespace agon::bandits {
namespace {

constexpr double widestMean = 1000;

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

class GaussianInstance final : public StochasticInstance
{
public:
    GaussianInstance(std::vector<double> means, double deviation)
        : StochasticInstance(std::move(means), RewardLaw::gaussian, deviation, 2)
    {}

    void draw(std::uint64_t seed, int arm, std::int64_t window,
              std::span<double> rewards) const override
    {
        const auto a = static_cast<std::size_t>(arm);
        random::Stream stream(seed, random::Purpose("rewards"), a,
                              static_cast<std::uint64_t>(window));
        for (double &reward : rewards)
            reward = random::normal(stream, means()[a], deviation());
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
        .provides = {"stochastic-rewards"},
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
        return InstancePointer(
            std::make_shared<GaussianInstance>(std::move(*means), settings.deviation));
    };
    return entry;
}

} // namespace agon::bandits
