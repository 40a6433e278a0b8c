#include "plugins/bandits/algorithms/portfolio/algorithms.h"
#include "plugins/bandits/rules/portfolio_strategies.h"

namespace agon::bandits {

AlgorithmEntry newtonStep()
{
    return strategyEntry<NewtonStep>({
        .id = "bandits/newton-step",
        .title = "Online Newton step",
        .summary = "Follows the gradient of log wealth in the metric of all gradients so far.",
        .reference = "Agarwal, Hazan, Kale and Schapire 2006, Algorithms for portfolio management "
                     "based on the Newton method",
        .year = 2006,
        .tags = {"portfolio"},
        .fidelity = Fidelity::paperText,
        .note =
            "The projection onto the simplex is exact (an active-set method); an unconverged one "
            "gives other wealths.",
    });
}

} // namespace agon::bandits
