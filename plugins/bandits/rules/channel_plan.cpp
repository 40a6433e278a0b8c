#include "plugins/bandits/rules/channel_plan.h"

#include "core/optimization/linear_program.h"

#include <algorithm>

namespace agon::bandits {

Purchase buy(std::span<const Auction> byRatio, double budget, double returnTarget)
{
    Purchase result;
    double slack = 0; // Σ x (v - γ price)
    for (const Auction &item : byRatio) {
        const double money = budget - result.spend;
        double share = item.price > money ? money / item.price : 1;
        const double loss = returnTarget * item.price - item.value;
        if (loss > 0)
            share = std::min(share, slack / loss);
        result.value += share * item.value;
        result.spend += share * item.price;
        slack -= share * loss;
        if (share < 1)
            break;
    }
    return result;
}

void sortByRatio(std::span<Auction> items)
{
    std::stable_sort(items.begin(), items.end(), [](const Auction &a, const Auction &b) {
        return a.value * b.price > b.value * a.price;
    });
}

Expected<ChannelPlan> planChannels(const ChannelTable &table, double pace, double returnTarget)
{
    optimization::LinearProgram program;
    const int budget = program.addRow(-optimization::LinearProgram::infinity, pace);
    const int target = program.addRow(0, optimization::LinearProgram::infinity);
    for (std::size_t channel = 0; channel < table.channels(); ++channel) {
        const int one = program.addRow(1, 1);
        for (std::size_t arm = 0; arm < table.budgets.size(); ++arm) {
            const std::size_t cell = channel * table.budgets.size() + arm;
            const int column = program.addColumn(table.values[cell], 0, 1);
            program.addCoefficient(one, column, 1);
            program.addCoefficient(budget, column, table.spends[cell]);
            program.addCoefficient(target, column,
                                   table.values[cell] - returnTarget * table.spends[cell]);
        }
    }
    auto solution = optimization::solve(program);
    if (!solution)
        return solution.error();
    for (double &probability : solution->primal)
        probability = std::max(0.0, probability); // within the solver's tolerance of its bound
    return ChannelPlan{solution->value, std::move(solution->primal)};
}

} // namespace agon::bandits
