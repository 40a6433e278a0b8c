#include "plugins/bandits/algorithms/portfolio/algorithms.h"
#include "plugins/bandits/rules/portfolio_strategies.h"

namespace agon::bandits {

AlgorithmEntry olmar()
{
    return strategyEntry<Olmar>({
        .id = "bandits/olmar",
        .title = "OLMAR",
        .summary = "Bets that prices return to their moving average.",
        .reference = "Li and Hoi 2012, On-line portfolio selection with moving average reversion",
        .year = 2012,
        .tags = {"portfolio", "mean reversion"},
        .fidelity = Fidelity::paperText,
        .note = "OLMAR-1. On the first days the average is of the prices there are, the start's "
                "included.",
    });
}

} // namespace agon::bandits
