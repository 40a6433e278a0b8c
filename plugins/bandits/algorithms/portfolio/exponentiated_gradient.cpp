#include "plugins/bandits/algorithms/portfolio/algorithms.h"
#include "plugins/bandits/rules/portfolio_strategies.h"

namespace agon::bandits {

AlgorithmEntry exponentiatedGradient()
{
    return strategyEntry<ExponentiatedGradient>({
        .id = "bandits/exponentiated-gradient",
        .title = "Exponentiated gradient",
        .summary = "Shifts shares towards what just rose, multiplicatively and slowly.",
        .reference =
            "Helmbold, Schapire, Singer and Warmuth 1998, On-line portfolio selection using "
            "multiplicative updates",
        .year = 1998,
        .tags = {"portfolio"},
        .fidelity = Fidelity::paperText,
    });
}

} // namespace agon::bandits
