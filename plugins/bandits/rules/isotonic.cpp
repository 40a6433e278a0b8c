#include "plugins/bandits/rules/isotonic.h"

#include <algorithm>

namespace agon::bandits {

std::vector<double> isotonic(std::span<const double> values, std::span<const double> weights)
{
    struct Block
    {
        double sum;
        double weight;
        std::size_t end;
    };
    std::vector<Block> blocks;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (weights[i] > 0)
            blocks.push_back({values[i] * weights[i], weights[i], i + 1});
        else if (!blocks.empty())
            blocks.back().end = i + 1;
        while (blocks.size() > 1) {
            Block &last = blocks.back();
            Block &before = blocks[blocks.size() - 2];
            if (before.sum * last.weight <= last.sum * before.weight)
                break;
            before.sum += last.sum;
            before.weight += last.weight;
            before.end = last.end;
            blocks.pop_back();
        }
    }
    std::vector<double> fitted(values.size());
    auto position = fitted.begin();
    for (const Block &block : blocks) {
        const auto end = fitted.begin() + static_cast<std::ptrdiff_t>(block.end);
        std::fill(position, end, block.sum / block.weight);
        position = end;
    }
    return fitted;
}

} // namespace agon::bandits
