#include "plugins/bandits/algorithms/portfolio/algorithms.h"
#include "plugins/bandits/loops/portfolio.h"
#include "plugins/bandits/rules/portfolio_strategies.h"

namespace agon::bandits {

AlgorithmEntry uniformRebalanced()
{
    AlgorithmEntry entry;
    entry.declaration = {
        .id = "bandits/uniform-rebalanced",
        .title = "Uniform rebalancing",
        .summary = "Goes back to equal shares every day.",
        .loops = {"bandits/portfolio"},
        .reference = "Cover 1991, Universal portfolios",
        .year = 1991,
        .tags = {"portfolio", "baseline"},
        .fidelity = Fidelity::paperText,
    };
    entry.start = [](const TrialRequest &request) {
        return startPortfolio(request, [](const MarketTask &task) {
            return std::make_unique<ConstantRebalanced>(
                std::vector<double>(task.assets, 1 / static_cast<double>(task.assets)));
        });
    };
    return entry;
}

} // namespace agon::bandits
