#include "app/window/explore/explore_experiment.h"

#include <algorithm>

namespace agon::app {
namespace {

constexpr std::uint64_t defaultSeeds = 16;
constexpr std::uint64_t demoSeeds = 32;
constexpr const char *demoProblem = "bandits/bernoulli";

} // namespace

Experiment defaultExperiment(const FamilySet &families, const std::string &problem)
{
    Experiment experiment;
    const auto family = families.familyOf(problem);
    const ProblemDeclaration *declaration = family ? family->catalogue().problem(problem) : nullptr;
    if (!declaration)
        return experiment;
    experiment.name = declaration->title;
    experiment.problems.push_back({problem, {}, Json::object()});
    for (const std::string &id : declaration->defaultContestants) {
        ContestantChoice choice;
        choice.type = id;
        experiment.contestants.push_back(std::move(choice));
    }
    for (const AlgorithmDeclaration &algorithm : family->catalogue().algorithms) {
        if (!experiment.contestants.empty())
            break;
        if (family->catalogue().fits(*declaration, algorithm)) {
            ContestantChoice choice;
            choice.type = algorithm.id;
            experiment.contestants.push_back(std::move(choice));
        }
    }
    for (std::uint64_t seed = 1; seed <= defaultSeeds; ++seed)
        experiment.seeds.push_back(seed);
    return experiment;
}

Experiment demoExperiment(const FamilySet &families)
{
    Experiment experiment = defaultExperiment(families, demoProblem);
    if (!experiment.problems.empty()) {
        for (std::uint64_t seed = defaultSeeds + 1; seed <= demoSeeds; ++seed)
            experiment.seeds.push_back(seed);
        return experiment;
    }
    for (const auto &family : families.all())
        if (!family->catalogue().problems.empty())
            return defaultExperiment(families, family->catalogue().problems.front().id);
    return experiment;
}

std::int64_t computedStep(const views::SeriesCache &series)
{
    const ExperimentView &view = series.experiment();
    std::int64_t budget = 0;
    for (const CellView &cell : view.cells)
        budget = std::max(budget, cell.budget);
    std::int64_t least = budget;
    bool anyStarted = false;
    for (const RunView &run : series.runs()) {
        if (run.status == RunStatus::queued)
            continue;
        anyStarted = true;
        if (run.status == RunStatus::running)
            least = std::min(least, run.step);
    }
    return anyStarted ? least : 0;
}

} // namespace agon::app
