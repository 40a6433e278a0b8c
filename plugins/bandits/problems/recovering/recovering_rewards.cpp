#include "plugins/bandits/loops/recovering.h"
#include "plugins/bandits/problems/recovering/problems.h"
#include "plugins/bandits/rules/recovery_table.h"

#include <cmath>

namespace agon::bandits {
namespace {

struct RecoveringRewardsSettings
{
    int pulls = 4;
    int armsPerPull = 4;
    int recovery = 24;

    static Schema<RecoveringRewardsSettings> schema()
    {
        using S = RecoveringRewardsSettings;
        Schema<S> s;
        s.integer(&S::pulls, "pulls", "Pulls a round K")
            .range(1, 100)
            .slider(1, 40)
            .help("So many arms may be pulled at once.")
            .source("P139: 1, 4, 16 and 36");
        s.integer(&S::armsPerPull, "arms-per-pull", "Arms a pull")
            .range(1, 20)
            .slider(1, 8)
            .help("There are so many times K arms.")
            .source("P139: 4");
        s.integer(&S::recovery, "recovery", "Longest recovery")
            .range(2, 100)
            .slider(2, 40)
            .unit("rounds")
            .help("After so many rounds without a pull an arm pays its most.")
            .source("P139: 24");
        return s;
    }
};

/** R(d) = top min(1, (d/s)^p). */
RecoveryTable drawRecoveries(const RecoveringRewardsSettings &settings, std::uint64_t seed)
{
    RecoveryTable means;
    random::Stream world(seed, random::Purpose("recoveries"));
    for (int arm = 0; arm < settings.pulls * settings.armsPerPull; ++arm) {
        const double top = 0.3 + 0.7 * world.uniform();
        const double rounds = 1 + static_cast<double>(world.below(13));
        const double power = 0.5 + 1.5 * world.uniform();
        auto &mean = means.emplace_back();
        for (int d = 1; d <= settings.recovery; ++d)
            mean.push_back(top * std::min(1.0, std::pow(d / rounds, power)));
    }
    return means;
}

} // namespace

ProblemEntry recoveringRewards()
{
    const auto schema = RecoveringRewardsSettings::schema();
    ProblemEntry entry;
    entry.declaration = {
        .id = "bandits/recovering-rewards",
        .title = "Recovering rewards",
        .summary = "An arm pays more the longer it was left alone; several are pulled at once.",
        .loop = "bandits/recovering",
        .parameters = schema.declarations(),
        .provides = {"recovering-arms"},
        .papers = {"P139"},
        .reference = "Simchi-Levi, Zheng and Zhu 2021, Dynamic planning and learning under "
                     "recovering rewards",
        .defaultBudget = 5000,
        .defaultContestants = {"bandits/ppp", "bandits/ppp-ucb", "bandits/greedy-states",
                               "bandits/round-robin", "bandits/steady-arms"},
    };
    entry.prepare = [schema](const ProblemRequest &request) -> Expected<InstancePointer> {
        const RecoveringRewardsSettings settings = schema.read(request.settings);
        const RecoveryTable means = drawRecoveries(settings, request.seed);
        return InstancePointer(std::make_shared<RecoveringInstance>(
            payoffsOf(means), settings.pulls, relaxedRates(means, settings.pulls).bound,
            periodicPlan(means, settings.pulls).value));
    };
    return entry;
}

} // namespace agon::bandits
