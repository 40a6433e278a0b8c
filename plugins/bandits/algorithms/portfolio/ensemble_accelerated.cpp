#include "plugins/bandits/algorithms/portfolio/algorithms.h"
#include "plugins/bandits/rules/ensemble.h"

#include <algorithm>

namespace agon::bandits {
namespace {

struct EnsembleAcceleratedSettings
{
    EnsembleSettings ensemble;
    int sweeps = 15;

    static Schema<EnsembleAcceleratedSettings> schema()
    {
        Schema<EnsembleAcceleratedSettings> s;
        s.include(&EnsembleAcceleratedSettings::ensemble, EnsembleSettings::schema());
        s.integer(&EnsembleAcceleratedSettings::sweeps, "sweeps", "Sweeps")
            .range(1, 200)
            .slider(1, 50)
            .help("Multiplicative sweeps a day towards the best mixture so far, from yesterday's.")
            .source("our reading of P072: 15");
        return s;
    }
};

class EnsembleAccelerated final : public Ensemble
{
public:
    using Settings = EnsembleAcceleratedSettings;

    EnsembleAccelerated(const Settings &settings, const MarketTask &task)
        : Ensemble(settings.ensemble, task)
        , m_sweeps(settings.sweeps)
        , m_best(size(), 1 / static_cast<double>(size()))
    {}

private:
    // w_t = argmax S_{t-1}(w).
    void mix(std::span<const double> returns, std::span<double> mixture) override
    {
        m_history.insert(m_history.end(), returns.begin(), returns.end());
        // What fell to 0 could never come back by multiplication.
        for (double &share : m_best)
            share = std::max(share, leastShare);
        for (int sweep = 0; sweep < m_sweeps; ++sweep)
            growthSweep(m_history, m_best);
        std::copy(m_best.begin(), m_best.end(), mixture.begin());
    }

    static constexpr double leastShare = 1e-6;

    int m_sweeps;
    std::vector<double> m_history; ///< days × members
    std::vector<double> m_best;
};

} // namespace

AlgorithmEntry ensembleAccelerated()
{
    return strategyEntry<EnsembleAccelerated>({
        .id = "bandits/ensemble-accelerated",
        .title = "Accelerated ensemble",
        .summary = "Holds the constant mixture of strategies that would have been best so far.",
        .papers = {"P072"},
        .reference = "Lam 2024, Ensembling portfolio strategies for long-term investments: a "
                     "distribution-free preference framework",
        .tags = {"portfolio", "ensemble"},
        .fidelity = Fidelity::reconstructed,
        .note =
            "The best mixture is followed by a few multiplicative sweeps a day, with shares of at "
            "least 1e-6 before each.",
    });
}

} // namespace agon::bandits
