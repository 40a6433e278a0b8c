#include "core/random/distributions.h"
#include "plugins/bandits/algorithms/portfolio/algorithms.h"
#include "plugins/bandits/loops/portfolio.h"
#include "plugins/bandits/rules/mixing_wealth.h"

#include <optional>

namespace agon::bandits {
namespace {

struct UniversalPortfolioSettings
{
    int samples = 3000;

    static Schema<UniversalPortfolioSettings> schema()
    {
        Schema<UniversalPortfolioSettings> s;
        s.integer(&UniversalPortfolioSettings::samples, "samples", "Samples")
            .range(10, 100'000)
            .slider(100, 10'000)
            .logarithmic()
            .help("Constant portfolios drawn uniformly, where there are more than two assets; with "
                  "two the integral is exact.");
        return s;
    }
};

class UniversalPortfolio final : public PortfolioStrategy
{
public:
    using Settings = UniversalPortfolioSettings;

    UniversalPortfolio(const Settings &settings, const MarketTask &task)
        : m_portfolio(task.assets, 1 / static_cast<double>(task.assets))
    {
        if (task.assets > 2)
            m_sampled.emplace(task.assets, settings.samples, false, task.seed);
        else
            m_terms.assign(1, 1);
    }
    std::span<const double> portfolio() const override { return m_portfolio; }

    void observe(std::span<const double> relatives) override
    {
        if (m_sampled) {
            m_sampled->observe(relatives);
            m_sampled->mixture(m_portfolio);
        } else if (relatives.size() == 2) {
            integrate(relatives[0], relatives[1]);
        }
    }

private:
    // Wealth of (b, 1 - b) is a polynomial in Bernstein form whose terms' integrals are e_k > 0; a
    // day maps them to e'_k = (x_1 k e_{k-1} + x_2 (t + 1 - k) e_k)/(t + 2), and no term ever
    // cancels.
    void integrate(double first, double second)
    {
        const std::size_t days = m_terms.size() - 1;
        const double divisor = static_cast<double>(days + 2);
        m_terms.push_back(0);
        for (std::size_t k = days + 2; k-- > 0;) {
            const double up = k > 0 ? first * static_cast<double>(k) * m_terms[k - 1] : 0;
            const double down = second * static_cast<double>(days + 1 - k) * m_terms[k];
            m_terms[k] = (up + down) / divisor;
        }
        double wealth = 0;
        double weighted = 0;
        for (std::size_t k = 0; k < m_terms.size(); ++k) {
            wealth += m_terms[k];
            weighted += m_terms[k] * static_cast<double>(k + 1);
        }
        for (double &term : m_terms)
            term /= wealth; // only shares matter
        m_portfolio[0] = weighted / wealth / static_cast<double>(days + 3);
        m_portfolio[1] = 1 - m_portfolio[0];
    }

    std::vector<double> m_portfolio;
    std::vector<double> m_terms; ///< two assets: e_0 … e_t, in proportion
    std::optional<MixingWealth> m_sampled;
};

} // namespace

AlgorithmEntry universalPortfolio()
{
    return strategyEntry<UniversalPortfolio>({
        .id = "bandits/universal-portfolio",
        .title = "Universal portfolio",
        .summary = "Holds the average of all constant portfolios, weighted by what each would own.",
        .reference = "Cover 1991, Universal portfolios",
        .year = 1991,
        .tags = {"portfolio"},
        .fidelity = Fidelity::paperText,
        .note = "Uniform prior. With two assets the integral is exact; with more it is an average "
                "over sampled constant portfolios.",
    });
}

} // namespace agon::bandits
