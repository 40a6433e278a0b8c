#include "core/experiment/run_groups.h"

#include "core/experiment/named_files.h"
#include "core/experiment/run_identity.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <limits>
#include <map>
#include <variant>

namespace agon {

int RunGroup::openLanes() const
{
    return static_cast<int>(
        std::count_if(lanes.begin(), lanes.end(), [](const Lane &lane) { return !lane.ended; }));
}

void RunGroup::Lane::releaseShared()
{
    if (shared && --shared->pending == 0)
        shared->instance = nullptr;
    shared = nullptr;
}

bool RunGroup::waitsForInstance() const
{
    return std::any_of(lanes.begin(), lanes.end(), [](const Lane &lane) {
        return !lane.ended && lane.shared && lane.shared->state == SharedInstance::State::preparing;
    });
}

std::vector<GroupPointer> makeGroups(const Grid &grid, const std::vector<RunView> &runs,
                                     bool interactive)
{
    // Cells with the same problem share instances: number the problems.
    std::vector<int> problemOf;
    std::vector<int> lanesOf;
    std::map<std::pair<std::string, std::string>, int> problems;
    for (const Cell &cell : grid.cells) {
        const auto number = static_cast<int>(problems.size());
        problemOf.push_back(
            problems.try_emplace({cell.problemId, cell.problemSettings.dump()}, number)
                .first->second);
        lanesOf.push_back(std::max(1, cell.family->preferredLanes(cell.algorithmId)));
    }
    std::map<std::pair<int, std::uint64_t>, std::shared_ptr<SharedInstance>> instances;
    std::vector<GroupPointer> groups;
    std::vector<GroupPointer> open(grid.cells.size());
    std::vector<int> seedsSeen(grid.cells.size(), 0);
    std::vector<int> nextSize(grid.cells.size(), interactive ? 1 : std::numeric_limits<int>::max());
    for (std::size_t i = 0; i < grid.runs.size(); ++i) {
        if (runs[i].status != RunStatus::queued)
            continue;
        const RunPlan &plan = grid.runs[i];
        const auto cell = static_cast<std::size_t>(plan.cell);
        GroupPointer &group = open[cell];
        if (!group) {
            group = groups.emplace_back(std::make_shared<RunGroup>());
            group->cell = plan.cell;
            group->wave = seedsSeen[cell];
            group->budget = grid.cells[cell].budget;
        }
        std::shared_ptr<SharedInstance> &shared = instances[{problemOf[cell], plan.instanceSeed}];
        if (!shared)
            shared = std::make_shared<SharedInstance>();
        ++shared->pending;
        RunGroup::Lane &lane = group->lanes.emplace_back();
        lane.run = static_cast<int>(i);
        lane.shared = shared;
        ++seedsSeen[cell];
        if (static_cast<int>(group->lanes.size()) >= std::min(lanesOf[cell], nextSize[cell])) {
            // One seed, the rest of what a full trial has, then full trials.
            nextSize[cell] =
                interactive && group->wave == 0 ? std::max(1, lanesOf[cell] - 1) : lanesOf[cell];
            group = nullptr;
        }
    }
    std::stable_sort(groups.begin(), groups.end(),
                     [](const GroupPointer &a, const GroupPointer &b) {
                         return std::pair(a->wave, a->cell) < std::pair(b->wave, b->cell);
                     });
    return groups;
}

std::string changedFile(const Cell &cell, const RunPlan &plan, const DataSource &data)
{
    const ProblemDeclaration *problem = cell.family->catalogue().problem(cell.problemId);
    if (problem == nullptr)
        return {};
    std::string names;
    for (const NamedFile &file : namedFiles(problem->parameters, cell.problemSettings))
        names += fmt::format("{}\"{}\"", names.empty() ? "" : ", ",
                             std::filesystem::path(file.path).filename().string());
    if (names.empty())
        return {};
    const auto now = detail::IdentityMaker::make(cell, data);
    const auto *maker = std::get_if<detail::IdentityMaker>(&now);
    if (maker != nullptr && maker->identity(plan) == plan.identity)
        return {};
    return fmt::format("{}: the file {} {} since the experiment was worked out. Put it back as it "
                       "was, or run the experiment again.",
                       cell.problemLabel, names, maker != nullptr ? "has changed" : "is gone");
}

std::string describeSettings(const Cell &cell)
{
    const AlgorithmDeclaration *algorithm = cell.family->catalogue().algorithm(cell.algorithmId);
    std::string text;
    if (algorithm == nullptr)
        return "default settings";
    const Json settings = withFileNames(algorithm->parameters, cell.algorithmSettings);
    if (const auto defaults =
            completeSettings(algorithm->parameters, Json::object(), cell.algorithmId))
        for (const auto &[name, value] : settings.items())
            if (!defaults->contains(name) || defaults->at(name) != value)
                text += fmt::format("{}{} = {}", text.empty() ? "" : ", ", name, value.dump());
    return text.empty() ? "default settings" : text;
}

std::string runName(const Grid &grid, int run)
{
    const RunPlan &plan = grid.runs[static_cast<std::size_t>(run)];
    const Cell &cell = grid.cells[static_cast<std::size_t>(plan.cell)];
    return fmt::format("{} on {}, seed {}", cell.contestantLabel, cell.problemLabel, plan.seed);
}

} // namespace agon
