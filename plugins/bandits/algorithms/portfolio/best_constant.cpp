#include "plugins/bandits/algorithms/portfolio/algorithms.h"
#include "plugins/bandits/loops/portfolio.h"
#include "plugins/bandits/rules/portfolio_strategies.h"

namespace agon::bandits {

AlgorithmEntry bestConstant()
{
    AlgorithmEntry entry;
    entry.declaration = {
        .id = "bandits/best-constant",
        .title = "Best constant portfolio",
        .summary = "Knows the future and rebalances to the shares that turn out best.",
        .loops = {"bandits/portfolio"},
        .reference = "Cover 1984, An algorithm for maximizing expected log investment return",
        .year = 1984,
        .tags = {"portfolio", "oracle"},
        .fidelity = Fidelity::paperText,
        .note =
            "In hindsight, by Newton's method on the simplex rather than the paper's sweeps, to "
            "within 1e-9 of the best log wealth.",
    };
    entry.start = [](const TrialRequest &request) {
        return startPortfolio(request, [](const MarketTask &task) {
            return std::make_unique<ConstantRebalanced>(
                task.future->hindsight(task.horizon)->weights);
        });
    };
    return entry;
}

} // namespace agon::bandits
