#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace agon::bandits {

/** An ordered list and its value. */
struct ListChoice
{
    std::vector<int> list;
    double value = 0;
    std::int64_t valued = 0; ///< lists and ends of lists whose value was computed to find it
};

/** f(A) = Σ_i Π_{j<i} (1 - u_j) u_i w_i + Π (1 - u) w_none: what a list is worth whose items are
 *  looked at in order, item i being clicked with probability u_i and then worth w_i. */
double listValue(std::span<const int> list, std::span<const double> attractions,
                 std::span<const double> worths, double noneWorth);

/** BestPerm (P088): a list of 1 to @p length distinct items with the largest value. Costs
 *  N·length + N log N for N items. */
ListChoice bestPermutation(std::span<const double> attractions, std::span<const double> worths,
                           double noneWorth, int length);

} // namespace agon::bandits
