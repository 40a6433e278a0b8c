#include "plugins/bandits/algorithms/portfolio/algorithms.h"
#include "plugins/bandits/rules/ensemble.h"
#include "plugins/bandits/rules/mixing_wealth.h"

namespace agon::bandits {
namespace {

struct EnsembleUniversalSettings
{
    EnsembleSettings ensemble;
    int samples = 3000;

    static Schema<EnsembleUniversalSettings> schema()
    {
        Schema<EnsembleUniversalSettings> s;
        s.include(&EnsembleUniversalSettings::ensemble, EnsembleSettings::schema());
        s.integer(&EnsembleUniversalSettings::samples, "samples", "Samples")
            .range(10, 100'000)
            .slider(100, 10'000)
            .logarithmic()
            .help("Mixtures drawn uniformly, besides the members themselves.")
            .source("our reading of P072: 3000");
        return s;
    }
};

class EnsembleUniversal final : public Ensemble
{
public:
    using Settings = EnsembleUniversalSettings;

    EnsembleUniversal(const Settings &settings, const MarketTask &task)
        : Ensemble(settings.ensemble, task), m_wealth(size(), settings.samples, true, task.seed)
    {}

private:
    // w_t = Σ S_{t-1}(w) w / Σ S_{t-1}(w) over the sampled mixtures.
    void mix(std::span<const double> returns, std::span<double> mixture) override
    {
        m_wealth.observe(returns);
        m_wealth.mixture(mixture);
    }

    MixingWealth m_wealth;
};

} // namespace

AlgorithmEntry ensembleUniversal()
{
    return strategyEntry<EnsembleUniversal>({
        .id = "bandits/ensemble-universal",
        .title = "Universal ensemble",
        .summary = "Rebalances among strategies daily: Cover's universal portfolio over them.",
        .papers = {"P072"},
        .reference = "Lam 2024, Ensembling portfolio strategies for long-term investments: a "
                     "distribution-free preference framework",
        .tags = {"portfolio", "ensemble"},
        .fidelity = Fidelity::reconstructed,
        .note = "The integral over mixtures is an average over a sample.",
    });
}

} // namespace agon::bandits
