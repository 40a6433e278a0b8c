#include "plugins/bandits/rules/best_permutation.h"

#include <algorithm>
#include <cassert>
#include <numeric>

namespace agon::bandits {

double listValue(std::span<const int> list, std::span<const double> attractions,
                 std::span<const double> worths, double noneWorth)
{
    double value = noneWorth;
    for (auto item = list.rbegin(); item != list.rend(); ++item) {
        const auto i = static_cast<std::size_t>(*item);
        value = attractions[i] * worths[i] + (1 - attractions[i]) * value;
    }
    return value;
}

ListChoice bestPermutation(std::span<const double> attractions, std::span<const double> worths,
                           double noneWorth, int length)
{
    assert(length >= 1 && !worths.empty());
    // In a best list worths fall, and no item is worth less than no click.
    std::vector<int> order(worths.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
        return worths[static_cast<std::size_t>(a)] > worths[static_cast<std::size_t>(b)];
    });
    while (!order.empty() && worths[static_cast<std::size_t>(order.back())] <= noneWorth)
        order.pop_back();

    ListChoice best;
    if (order.empty()) {
        for (std::size_t i = 0; i < worths.size(); ++i) {
            const int single = static_cast<int>(i);
            const double value = listValue(std::span(&single, 1), attractions, worths, noneWorth);
            if (best.list.empty() || value > best.value)
                best = {{single}, value};
        }
        best.valued = std::ssize(worths);
        return best;
    }
    if (std::ssize(order) <= length) {
        best.list = order;
    } else {
        // values[i][k]: the most that items i, i+1, … are worth of which k may be taken.
        const auto columns = static_cast<std::size_t>(length) + 1;
        std::vector<double> values((order.size() + 1) * columns, noneWorth);
        std::vector<char> taken(values.size());
        for (std::size_t i = order.size(); i-- > 0;) {
            const auto item = static_cast<std::size_t>(order[i]);
            for (std::size_t k = 1; k < columns; ++k) {
                const double skip = values[(i + 1) * columns + k];
                const double take = attractions[item] * worths[item] +
                                    (1 - attractions[item]) * values[(i + 1) * columns + k - 1];
                taken[i * columns + k] = take > skip;
                values[i * columns + k] = std::max(take, skip);
            }
        }
        best.valued = std::ssize(order) * length;
        for (std::size_t i = 0, k = columns - 1; i < order.size() && k > 0; ++i)
            if (taken[i * columns + k]) {
                best.list.push_back(order[i]);
                --k;
            }
        // Where nothing attracts, any list is as good.
        if (best.list.empty())
            best.list.push_back(order.front());
    }
    best.value = listValue(best.list, attractions, worths, noneWorth);
    ++best.valued;
    return best;
}

} // namespace agon::bandits
