#include "plugins/bandits/algorithms/portfolio/algorithms.h"
#include "plugins/bandits/loops/portfolio.h"
#include "plugins/bandits/rules/simplex.h"

#include <algorithm>
#include <limits>

namespace agon::bandits {
namespace {

enum class PamrVariant { plain, capped, softened };

struct PamrSettings
{
    double threshold = 0.5;
    PamrVariant variant = PamrVariant::plain;
    double aggressiveness = 500;

    static Schema<PamrSettings> schema()
    {
        Schema<PamrSettings> s;
        s.real(&PamrSettings::threshold, "threshold", "Threshold ε")
            .range(0, 10)
            .slider(0, 1)
            .help("Growth above this is held to be a loss to come.")
            .source("Li et al. 2012: 0.5");
        s.choice<PamrVariant>(
             &PamrSettings::variant, "variant", "Variant",
             {{PamrVariant::plain, "pamr", "PAMR", "Step loss / |x - x̄|²."},
              {PamrVariant::capped, "pamr-1", "PAMR-1", "The same, at most C."},
              {PamrVariant::softened, "pamr-2", "PAMR-2", "Step loss / (|x - x̄|² + 1/2C)."}})
            .help("How far one day may move the portfolio.");
        s.real(&PamrSettings::aggressiveness, "aggressiveness", "Aggressiveness C")
            .range(1e-3, 1e6)
            .slider(1, 5000)
            .logarithmic()
            .help("Of PAMR-1 and PAMR-2.")
            .source("Li et al. 2012: 500");
        return s;
    }
};

class Pamr final : public PortfolioStrategy
{
public:
    using Settings = PamrSettings;

    Pamr(const Settings &settings, const MarketTask &task)
        : m_settings(settings), m_portfolio(task.assets, 1 / static_cast<double>(task.assets))
    {}
    std::span<const double> portfolio() const override { return m_portfolio; }

    // Li et al. 2012, algorithm 2.
    void observe(std::span<const double> relatives) override
    {
        double growth = 0;
        double mean = 0;
        for (std::size_t asset = 0; asset < relatives.size(); ++asset) {
            growth += m_portfolio[asset] * relatives[asset];
            mean += relatives[asset] / static_cast<double>(relatives.size());
        }
        double spread = 0;
        for (const double relative : relatives)
            spread += (relative - mean) * (relative - mean);
        if (m_settings.variant == PamrVariant::softened)
            spread += 1 / (2 * m_settings.aggressiveness);
        if (spread <= 1e-24) // nothing but rounding
            return;
        double step = std::max(0.0, growth - m_settings.threshold) / spread;
        if (m_settings.variant == PamrVariant::capped)
            step = std::min(step, m_settings.aggressiveness);
        for (std::size_t asset = 0; asset < relatives.size(); ++asset)
            m_portfolio[asset] -= step * (relatives[asset] - mean);
        projectOntoSimplex(m_portfolio);
    }

private:
    Settings m_settings;
    std::vector<double> m_portfolio;
};

} // namespace

AlgorithmEntry pamr()
{
    return strategyEntry<Pamr>({
        .id = "bandits/pamr",
        .title = "PAMR",
        .summary = "Passive-aggressive mean reversion: moves away from what just rose.",
        .reference =
            "Li, Zhao, Hoi and Gopalkrishnan 2012, PAMR: passive aggressive mean reversion "
            "strategy for portfolio selection",
        .year = 2012,
        .tags = {"portfolio", "mean reversion"},
        .fidelity = Fidelity::paperText,
    });
}

} // namespace agon::bandits
