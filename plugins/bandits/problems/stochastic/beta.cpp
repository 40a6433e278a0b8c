#include "core/random/distributions.h"
#include "plugins/bandits/loops/reward_tables.h"
#include "plugins/bandits/problems/stochastic/arm_means.h"
#include "plugins/bandits/problems/stochastic/problems.h"
#include "plugins/bandits/rules/bounded_law.h"

#include <boost/math/distributions/beta.hpp>

namespace agon::bandits {
namespace {

struct BetaSettings
{
    ArmMeans means = SpacedMeans{};
    double concentration = 4;

    static Schema<BetaSettings> schema()
    {
        Schema<BetaSettings> s;
        declareMeans(s, &BetaSettings::means, lowestMean, 1 - lowestMean);
        s.real(&BetaSettings::concentration, "concentration", "Concentration")
            .range(0.1, 1e4)
            .slider(0.5, 100)
            .logarithmic()
            .help("Sum of the two parameters of the beta law: the larger, the nearer to the mean.");
        return s;
    }
};

} // namespace

ProblemEntry beta()
{
    const auto schema = BetaSettings::schema();
    ProblemEntry entry;
    entry.declaration = {
        .id = "bandits/beta",
        .title = "Beta bandit",
        .summary = "Every arm pays a beta-distributed reward in [0, 1] around its own mean.",
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
        const BetaSettings settings = schema.read(request.settings);
        auto means = meansOf(settings.means, lowestMean, request.problem);
        if (!means)
            return means.error();
        const ArmTable table{std::move(*means)};
        const double concentration = settings.concentration;
        const auto quantile = [concentration](double mean, double level) {
            return boost::math::quantile(
                boost::math::beta_distribution<>(mean * concentration, (1 - mean) * concentration),
                level);
        };
        return InstancePointer(sampledArms(
            table, boundedLaw(quantile),
            [means = table.means, concentration](random::Stream &stream, std::size_t arm) {
                return random::beta(stream, means[arm] * concentration,
                                    (1 - means[arm]) * concentration);
            }));
    };
    return entry;
}

} // namespace agon::bandits
