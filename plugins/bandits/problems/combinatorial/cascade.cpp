#include "core/random/distributions.h"
#include "plugins/bandits/loops/combinatorial.h"
#include "plugins/bandits/problems/combinatorial/problems.h"

#include <fmt/format.h>

#include <algorithm>

namespace agon::bandits {
namespace {

struct CascadeSettings
{
    int items = 16;
    int length = 4;
    double attractive = 0.15;
    double other = 0.05;

    static Schema<CascadeSettings> schema()
    {
        using S = CascadeSettings;
        Schema<S> s;
        s.integer(&S::items, "items", "Items L")
            .range(2, 1000)
            .slider(4, 50)
            .help("To choose from.");
        s.integer(&S::length, "length", "Length of the list K")
            .range(1, 100)
            .slider(1, 10)
            .help("Items in a list; so many items are attractive.");
        s.real(&S::attractive, "attractive", "Attraction of the best")
            .range(0, 1)
            .help("Probability that an attractive item is clicked when it is looked at.");
        s.real(&S::other, "other", "Attraction of the others")
            .range(0, 1)
            .help("Likewise of all other items.");
        return s;
    }
};

} // namespace

ProblemEntry cascade()
{
    const auto schema = CascadeSettings::schema();
    ProblemEntry entry;
    entry.declaration = {
        .id = "bandits/cascade",
        .title = "Cascading clicks",
        .summary = "A user looks through a list and clicks the first item that attracts.",
        .loop = "bandits/combinatorial",
        .parameters = schema.declarations(),
        .provides = {"ranked-list"},
        .reference = "Kveton, Szepesvári, Wen and Ashkan 2015, Cascading bandits: learning to rank "
                     "in the cascade model",
        .defaultBudget = 50'000,
        .defaultContestants = {"bandits/comb-ucb1", "bandits/comb-kl-ucb",
                               "bandits/combinatorial-thompson", "bandits/ranked-bandits"},
    };
    entry.prepare = [schema](const ProblemRequest &request) -> Expected<InstancePointer> {
        const CascadeSettings settings = schema.read(request.settings);
        if (settings.length > settings.items)
            return Error(fmt::format("{}: a list of {} needs more than {} items.", request.problem,
                                     settings.length, settings.items),
                         "Choose a shorter list.");
        std::vector<double> means(static_cast<std::size_t>(settings.items), settings.other);
        std::fill_n(means.begin(), settings.length, settings.attractive);
        random::Stream world(request.seed, random::Purpose("means"));
        random::shuffle(world, std::span(means));
        return InstancePointer(std::make_shared<CombinatorialInstance>(
            std::move(means), ItemFeedback::firstClick,
            std::make_unique<TopSets>(settings.items, settings.length)));
    };
    return entry;
}

} // namespace agon::bandits
