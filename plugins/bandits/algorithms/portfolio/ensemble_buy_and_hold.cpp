#include "plugins/bandits/algorithms/portfolio/algorithms.h"
#include "plugins/bandits/rules/ensemble.h"

namespace agon::bandits {
namespace {

class EnsembleBuyAndHold final : public Ensemble
{
public:
    using Settings = EnsembleSettings;
    using Ensemble::Ensemble;

private:
    // The wealth is split once: each member's share grows with it.
    void mix(std::span<const double> returns, std::span<double> mixture) override
    {
        double sum = 0;
        for (std::size_t member = 0; member < mixture.size(); ++member)
            sum += mixture[member] *= returns[member];
        for (double &share : mixture)
            share /= sum;
    }
};

} // namespace

AlgorithmEntry ensembleBuyAndHold()
{
    return strategyEntry<EnsembleBuyAndHold>({
        .id = "bandits/ensemble-buy-and-hold",
        .title = "Ensemble, bought and held",
        .summary = "Splits the initial wealth among strategies and never moves it between them.",
        .papers = {"P072"},
        .reference = "Lam 2024, Ensembling portfolio strategies for long-term investments: a "
                     "distribution-free preference framework",
        .tags = {"portfolio", "ensemble"},
        .fidelity = Fidelity::reconstructed,
        .note = "Grows like the best member, less what its equal start costs.",
    });
}

} // namespace agon::bandits
