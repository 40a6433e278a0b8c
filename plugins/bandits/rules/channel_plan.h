#pragma once

#include "core/expected.h"
#include "plugins/bandits/rules/hindsight_auctions.h"

#include <span>
#include <vector>

namespace agon::bandits {

/** What a channel bought in a period. */
struct Purchase
{
    double value = 0;
    double spend = 0;
};

/** The best that a channel can buy with @p budget so that value >= @p returnTarget × spend, shares
 * of items allowed: items in the order of value by price, as @p byRatio lists them, until a
 *  constraint binds. */
Purchase buy(std::span<const Auction> byRatio, double budget, double returnTarget);
/** Puts items in the order that buy() wants; equal ratios keep their order. */
void sortByRatio(std::span<Auction> items);

/** What every channel is expected to buy for every budget of a grid; channel by channel. */
struct ChannelTable
{
    std::vector<double> budgets; ///< the grid, ascending
    std::vector<double> values;  ///< channels × budgets
    std::vector<double> spends;  ///< channels × budgets
    std::size_t channels() const { return values.size() / budgets.size(); }
};

/** The best mixture of budgets by channel. */
struct ChannelPlan
{
    double value = 0;            ///< expected value of a period
    std::vector<double> mixture; ///< probabilities, channels × budgets
};

/** Solves max Σ p V subject to Σ_a p(j, a) = 1, Σ p spend <= @p pace and Σ p (V - γ spend) >= 0
 * with γ = @p returnTarget. Errors: no mixture reaches the target. */
Expected<ChannelPlan> planChannels(const ChannelTable &table, double pace, double returnTarget);

} // namespace agon::bandits
