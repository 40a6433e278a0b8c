#include "plugins/bandits/algorithms/portfolio/algorithms.h"
#include "plugins/bandits/loops/portfolio.h"
#include "plugins/bandits/rules/portfolio_strategies.h"

namespace agon::bandits {

AlgorithmEntry buyAndHold()
{
    AlgorithmEntry entry;
    entry.declaration = {
        .id = "bandits/buy-and-hold",
        .title = "Buy and hold",
        .summary = "Splits the wealth evenly once and never trades again.",
        .loops = {"bandits/portfolio"},
        .reference = "Li and Hoi 2014, Online portfolio selection: a survey",
        .year = 2014,
        .tags = {"portfolio", "baseline"},
        .fidelity = Fidelity::paperText,
    };
    entry.start = [](const TrialRequest &request) {
        return startPortfolio(request, [](const MarketTask &task) {
            return std::make_unique<BuyAndHold>(task.assets);
        });
    };
    return entry;
}

} // namespace agon::bandits
