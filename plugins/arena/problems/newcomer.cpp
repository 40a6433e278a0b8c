#include "plugins/arena/rules/population.h"

#include "plugins/arena/problems/problems.h"

namespace agon::arena {
namespace {

struct NewcomerSettings
{
    PopulationSettings population;
    std::int64_t joinsAt = 700;
    int trueRank = 31;

    static Schema<NewcomerSettings> schema()
    {
        Schema<NewcomerSettings> s;
        s.include(&NewcomerSettings::population, PopulationSettings::schema());
        s.integer(&NewcomerSettings::joinsAt, "joins-at", "Joins after")
            .range(1, 1e9)
            .slider(1, 2000)
            .unit("votes")
            .help("Number of votes after which one more item appears.");
        s.integer(&NewcomerSettings::trueRank, "true-rank", "True rank")
            .range(0, 1001)
            .slider(0, 51)
            .help("Where it belongs among all items, 1 = best; last where there are fewer; 0: a "
                  "random place.")
            .source("P182: 31 of 51");
        return s;
    }
};

} // namespace

ProblemEntry newcomer()
{
    ProblemDeclaration problem;
    problem.id = "arena/newcomer";
    problem.title = "Newcomer among ranked items";
    problem.summary = "One more item joins a population that has been voted on for a while: how "
                      "soon does it find its place?";
    problem.loop = "arena/votes";
    problem.parameters = NewcomerSettings::schema().declarations();
    problem.channels = {"newcomer_rank_error"};
    problem.papers = {"P182"};
    problem.defaultBudget = 1000;
    problem.maximumBudget = 10'000'000;
    problem.defaultContestants = {"arena/k-sort", "arena/elo"};
    return {problem, [](const ProblemRequest &request) -> Expected<InstancePointer> {
                const NewcomerSettings settings = NewcomerSettings::schema().read(request.settings);
                return InstancePointer(std::make_shared<Population>(
                    settings.population,
                    Change{.joinsAt = settings.joinsAt, .newcomerRank = settings.trueRank},
                    request.seed));
            }};
}

} // namespace agon::arena
