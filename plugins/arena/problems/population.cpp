#include "plugins/arena/rules/population.h"

#include "plugins/arena/problems/problems.h"

namespace agon::arena {
namespace {

struct SkillPopulationSettings
{
    PopulationSettings population;
    std::int64_t redrawAt = 0;

    static Schema<SkillPopulationSettings> schema()
    {
        Schema<SkillPopulationSettings> s;
        s.include(&SkillPopulationSettings::population, PopulationSettings::schema());
        s.integer(&SkillPopulationSettings::redrawAt, "redraw-at", "Skills change after")
            .range(0, 1e9)
            .slider(0, 5000)
            .unit("votes")
            .advanced()
            .help("Number of votes after which all skills are drawn anew; 0: never.");
        return s;
    }
};

} // namespace

ProblemEntry population()
{
    ProblemDeclaration problem;
    problem.id = "arena/population";
    problem.title = "Population with hidden skills";
    problem.summary = "Items with hidden skills are to be ranked from as few votes as possible.";
    problem.loop = "arena/votes";
    problem.parameters = SkillPopulationSettings::schema().declarations();
    problem.papers = {"P182"};
    problem.defaultBudget = 5000;
    problem.maximumBudget = 10'000'000;
    problem.defaultContestants = {"arena/k-sort", "arena/elo"};
    return {problem, [](const ProblemRequest &request) -> Expected<InstancePointer> {
                const SkillPopulationSettings settings =
                    SkillPopulationSettings::schema().read(request.settings);
                return InstancePointer(std::make_shared<Population>(
                    settings.population, Change{.redrawAt = settings.redrawAt}, request.seed));
            }};
}

} // namespace agon::arena
