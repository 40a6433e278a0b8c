#include "plugins/bandits/rules/matching_choice.h"

#include "core/optimization/linear_program.h"

#include <cmath>
#include <map>
#include <stdexcept>
#include <utility>

namespace agon::bandits {

int balanceChoice(std::span<const MatchEdge> edges, std::span<const char> free,
                  std::span<const double> loads)
{
    return chooseEdge(edges, free, [loads](const MatchEdge &edge) {
        return edge.probability * std::exp(-loads[static_cast<std::size_t>(edge.offline)]);
    });
}

double matchingBound(const std::vector<std::vector<MatchEdge>> &arrivals, int offline)
{
    using optimization::LinearProgram;
    std::map<std::vector<std::pair<int, double>>, int> kinds;
    for (const auto &edges : arrivals) {
        std::vector<std::pair<int, double>> kind;
        for (const MatchEdge &edge : edges)
            kind.emplace_back(edge.offline, edge.probability);
        ++kinds[kind];
    }
    LinearProgram program;
    for (int u = 0; u < offline; ++u)
        program.addRow(-LinearProgram::infinity, 1);
    for (const auto &[kind, count] : kinds) {
        const int arrival = program.addRow(-LinearProgram::infinity, count);
        for (const auto &[u, probability] : kind) {
            const int column = program.addColumn(probability);
            program.addCoefficient(arrival, column, 1);
            program.addCoefficient(u, column, probability);
        }
    }
    const auto solution = optimization::solve(program);
    // x = 0 is feasible and every column is bounded.
    if (!solution)
        throw std::runtime_error(solution.error().text());
    return solution->value;
}

} // namespace agon::bandits
