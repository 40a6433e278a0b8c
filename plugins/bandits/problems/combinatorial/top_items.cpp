#include "plugins/bandits/loops/combinatorial.h"
#include "plugins/bandits/problems/combinatorial/problems.h"

#include <fmt/format.h>

namespace agon::bandits {
namespace {

struct TopItemsSettings
{
    int items = 12;
    int named = 4;

    static Schema<TopItemsSettings> schema()
    {
        using S = TopItemsSettings;
        Schema<S> s;
        s.integer(&S::items, "items", "Items L")
            .range(2, 1000)
            .slider(4, 50)
            .help("With uniform random means.");
        s.integer(&S::named, "named", "Named at once m")
            .range(1, 100)
            .slider(1, 10)
            .help("Items named in every round.");
        return s;
    }
};

} // namespace

ProblemEntry topItems()
{
    const auto schema = TopItemsSettings::schema();
    ProblemEntry entry;
    entry.declaration = {
        .id = "bandits/top-items",
        .title = "Best items together",
        .summary = "Several items are named at once; what they pay adds up and is seen.",
        .loop = "bandits/combinatorial",
        .parameters = schema.declarations(),
        .provides = {"semi-bandit"},
        .reference = "Kveton, Wen, Ashkan and Szepesvári 2015, Tight regret bounds for stochastic "
                     "combinatorial semi-bandits",
        .defaultBudget = 10'000,
        .defaultContestants = {"bandits/comb-ucb1", "bandits/comb-kl-ucb",
                               "bandits/combinatorial-thompson", "bandits/exp2",
                               "bandits/perturbed-sets"},
    };
    entry.prepare = [schema](const ProblemRequest &request) -> Expected<InstancePointer> {
        const TopItemsSettings settings = schema.read(request.settings);
        if (settings.named > settings.items)
            return Error(fmt::format("{}: {} of {} items cannot be named.", request.problem,
                                     settings.named, settings.items),
                         "Name fewer items.");
        return randomItems(std::make_unique<TopSets>(settings.items, settings.named), request.seed);
    };
    return entry;
}

} // namespace agon::bandits
