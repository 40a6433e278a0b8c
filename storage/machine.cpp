#include "storage/store.h"

#include <fmt/format.h>

#include <array>
#include <unistd.h>

namespace agon::storage {

Machine Machine::here(std::string build)
{
    Machine machine;
    machine.build = std::move(build);
    std::array<char, 256> name{};
    if (gethostname(name.data(), name.size() - 1) == 0)
        machine.host = name.data();
#ifdef __x86_64__
    machine.machineClass = "x86-64-v1";
    if (__builtin_cpu_supports("x86-64-v4") != 0)
        machine.machineClass = "x86-64-v4";
    else if (__builtin_cpu_supports("x86-64-v3") != 0)
        machine.machineClass = "x86-64-v3";
    else if (__builtin_cpu_supports("x86-64-v2") != 0)
        machine.machineClass = "x86-64-v2";
#else
    machine.machineClass = "other";
#endif
    return machine;
}

std::string Machine::label() const
{
    return fmt::format("{}, {}", build.empty() ? "unknown build" : build,
                       machineClass.empty() ? "unknown machine" : machineClass);
}

std::vector<CellOrigin> originsOf(const Grid &grid)
{
    std::vector<CellOrigin> origins;
    for (const Cell &cell : grid.cells) {
        CellOrigin origin;
        if (cell.family != nullptr) {
            const Catalogue &catalogue = cell.family->catalogue();
            if (const ProblemDeclaration *problem = catalogue.problem(cell.problemId))
                origin.problemRevision = problem->revision;
            if (const AlgorithmDeclaration *algorithm = catalogue.algorithm(cell.algorithmId))
                origin.algorithmRevision = algorithm->revision;
        }
        origins.push_back(origin);
    }
    return origins;
}

} // namespace agon::storage
