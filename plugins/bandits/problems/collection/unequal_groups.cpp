#include "plugins/bandits/loops/collection.h"
#include "plugins/bandits/problems/collection/problems.h"

#include <fmt/format.h>

namespace agon::bandits {
namespace {

struct UnequalGroupSettings
{
    std::vector<double> deviations{0.5, 1, 2, 4};
    std::vector<double> populations{0.6, 0.2, 0.15, 0.05};
    std::vector<double> costs{1, 1, 1, 2};
    int dimensions = 10;
    double batch = 60;
    RiskGoal goal = RiskGoal::weightedSum;

    static Schema<UnequalGroupSettings> schema()
    {
        using S = UnequalGroupSettings;
        constexpr std::size_t mostGroups = 50;
        Schema<S> s;
        s.list(&S::deviations, "deviations", "Noise")
            .range(0.01, 100)
            .length(2, mostGroups)
            .help("Standard deviation of every group's labels: how hard it is to learn.")
            .source("our reading of P077");
        s.list(&S::populations, "populations", "Population shares")
            .range(0.0001, 1)
            .length(2, mostGroups)
            .help("Of every group; what proportional collection follows.")
            .source("our reading of P077");
        s.list(&S::costs, "costs", "Costs")
            .range(0.01, 1000)
            .length(2, mostGroups)
            .unit("money")
            .help("Of one sample of every group.")
            .source("our reading of P077");
        s.integer(&S::dimensions, "dimensions", "Dimensions d")
            .range(1, 100)
            .slider(2, 40)
            .help("Features of every group's regression.");
        s.real(&S::batch, "batch", "Money a batch")
            .range(1, 10'000)
            .slider(10, 300)
            .unit("money")
            .help("A batch buys so much of one group.");
        s.choice<RiskGoal>(
             &S::goal, "goal", "Utility",
             {{RiskGoal::weightedSum, "sum", "Sum of risks", "All groups equally."},
              {RiskGoal::worstGroup, "worst", "Worst group", "The largest risk."},
              {RiskGoal::logarithm, "log", "Sum of logarithms", "Relative improvements count."}})
            .help("What adaptive collection is after.");
        return s;
    }
};

} // namespace

ProblemEntry unequalGroups()
{
    const auto schema = UnequalGroupSettings::schema();
    ProblemEntry entry;
    entry.declaration = {
        .id = "bandits/unequal-groups",
        .title = "Training data for unequal groups",
        .summary = "Money buys samples of groups that differ in size, cost and difficulty.",
        .loop = "bandits/collection",
        .parameters = schema.declarations(),
        .papers = {"P077"},
        .defaultBudget = 48,
        .maximumBudget = 100'000,
        .defaultContestants = {"bandits/adaptive-collection", "bandits/known-allocation",
                               "bandits/fixed-collection"},
    };
    entry.prepare = [schema](const ProblemRequest &request) -> Expected<InstancePointer> {
        const UnequalGroupSettings settings = schema.read(request.settings);
        const std::size_t groups = settings.deviations.size();
        if (settings.populations.size() != groups || settings.costs.size() != groups)
            return Error(
                fmt::format("{}: there are {} deviations, {} population shares and {} costs.",
                            request.problem, groups, settings.populations.size(),
                            settings.costs.size()),
                "Give one of each for every group.");
        CollectionTask task;
        task.weights.assign(groups, 1 / static_cast<double>(groups));
        task.costs = settings.costs;
        task.populations = settings.populations;
        task.dimensions = settings.dimensions;
        task.batchMoney = settings.batch;
        task.goal = settings.goal;
        std::vector<std::string> labels;
        for (std::size_t group = 0; group < groups; ++group) {
            const double deviation = settings.deviations[group];
            task.variances.push_back(deviation * deviation);
            task.startMoney += settings.costs[group] * (2 * settings.dimensions + 5);
            labels.push_back(fmt::format("group {}, σ = {:.3g}", group + 1, deviation));
        }
        return InstancePointer(
            std::make_shared<CollectionInstance>(std::move(task), std::move(labels)));
    };
    return entry;
}

} // namespace agon::bandits
