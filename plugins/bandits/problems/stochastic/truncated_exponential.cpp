#include "core/random/distributions.h"
#include "plugins/bandits/loops/reward_tables.h"
#include "plugins/bandits/problems/stochastic/arm_means.h"
#include "plugins/bandits/problems/stochastic/problems.h"
#include "plugins/bandits/rules/bounded_law.h"

#include <algorithm>
#include <cmath>

namespace agon::bandits {
namespace {

/** The rate r of the exponential law whose minimum with 1 has this mean: (1 - exp(-r))/r = mean. */
double rateOf(double mean)
{
    double low = 1e-9;
    double high = 2 / mean;
    for (int halving = 0; halving < 200; ++halving) {
        const double middle = 0.5 * (low + high);
        (-std::expm1(-middle) / middle > mean ? low : high) = middle;
    }
    return 0.5 * (low + high);
}

struct TruncatedExponentialSettings
{
    ArmMeans means = SpacedMeans{};

    static Schema<TruncatedExponentialSettings> schema()
    {
        Schema<TruncatedExponentialSettings> s;
        declareMeans(s, &TruncatedExponentialSettings::means, lowestMean, 1 - lowestMean);
        return s;
    }
};

} // namespace

ProblemEntry truncatedExponential()
{
    const auto schema = TruncatedExponentialSettings::schema();
    ProblemEntry entry;
    entry.declaration = {
        .id = "bandits/truncated-exponential",
        .title = "Truncated exponential bandit",
        .summary = "Every arm pays an exponential reward cut off at 1.",
        .loop = "bandits/stochastic",
        .parameters = schema.declarations(),
        .provides = {"stochastic-rewards", "bounded-rewards", "sub-gaussian-rewards",
                     "one-parameter-rewards"},
        .reference = "Garivier and Cappé 2011, The KL-UCB algorithm for bounded stochastic bandits "
                     "and beyond, section 4",
        .defaultBudget = 10'000,
        .defaultContestants = {"bandits/ucb1", "bandits/epsilon-greedy",
                               "bandits/thompson-sampling", "bandits/kl-ucb"},
    };
    entry.prepare = [schema](const ProblemRequest &request) -> Expected<InstancePointer> {
        const TruncatedExponentialSettings settings = schema.read(request.settings);
        auto means = meansOf(settings.means, lowestMean, request.problem);
        if (!means)
            return means.error();
        const ArmTable table{std::move(*means)};
        std::vector<double> rates;
        for (const double mean : table.means)
            rates.push_back(rateOf(mean));
        const auto quantile = [](double mean, double level) {
            return std::min(1.0, -std::log1p(-level) / rateOf(mean));
        };
        return InstancePointer(sampledArms(
            table, boundedLaw(quantile), [rates](random::Stream &stream, std::size_t arm) {
                return std::min(1.0, random::exponential(stream) / rates[arm]);
            }));
    };
    return entry;
}

} // namespace agon::bandits
