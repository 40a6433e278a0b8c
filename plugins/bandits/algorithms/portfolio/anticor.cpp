#include "plugins/bandits/algorithms/portfolio/algorithms.h"
#include "plugins/bandits/loops/portfolio.h"

#include <Eigen/Core>

#include <cmath>
#include <deque>

namespace agon::bandits {
namespace {

struct AnticorSettings
{
    int window = 5;

    static Schema<AnticorSettings> schema()
    {
        Schema<AnticorSettings> s;
        s.integer(&AnticorSettings::window, "window", "Window w")
            .range(2, 100)
            .slider(2, 30)
            .unit("days")
            .help("Compares the last so many days with as many before.")
            .source("Borodin et al. 2004: 2 to 30");
        return s;
    }
};

class Anticor final : public PortfolioStrategy
{
public:
    using Settings = AnticorSettings;

    Anticor(const Settings &settings, const MarketTask &task)
        : m_window(settings.window), m_portfolio(task.assets, 1 / static_cast<double>(task.assets))
    {}
    std::span<const double> portfolio() const override { return m_portfolio; }

    void observe(std::span<const double> relatives) override
    {
        const auto assets = static_cast<Eigen::Index>(m_portfolio.size());
        Eigen::VectorXd logarithms(assets);
        double growth = 0;
        for (Eigen::Index asset = 0; asset < assets; ++asset) {
            const auto a = static_cast<std::size_t>(asset);
            logarithms[asset] = std::log(relatives[a]);
            m_portfolio[a] *= relatives[a];
            growth += m_portfolio[a];
        }
        for (double &share : m_portfolio)
            share /= growth;
        m_days.push_back(std::move(logarithms));
        if (m_days.size() > static_cast<std::size_t>(2 * m_window))
            m_days.pop_front();
        if (m_days.size() == static_cast<std::size_t>(2 * m_window))
            transfer(assets);
    }

private:
    // Borodin et al. 2004, figure 1: wealth moves from assets that did well to those that did worse
    // but used to follow them.
    void transfer(Eigen::Index assets)
    {
        const auto window = static_cast<Eigen::Index>(m_window);
        Eigen::MatrixXd before(window, assets), after(window, assets);
        for (Eigen::Index day = 0; day < window; ++day) {
            before.row(day) = m_days[static_cast<std::size_t>(day)].transpose();
            after.row(day) = m_days[static_cast<std::size_t>(day + window)].transpose();
        }
        const Eigen::RowVectorXd recent = after.colwise().mean();
        before.rowwise() -= before.colwise().mean().eval();
        after.rowwise() -= recent;
        const double scale = 1 / static_cast<double>(m_window - 1);
        const Eigen::MatrixXd covariance = scale * before.transpose() * after;
        const Eigen::RowVectorXd beforeDeviation =
            (scale * before.colwise().squaredNorm()).cwiseSqrt();
        const Eigen::RowVectorXd afterDeviation =
            (scale * after.colwise().squaredNorm()).cwiseSqrt();
        const auto correlation = [&](Eigen::Index i, Eigen::Index j) {
            const double product = beforeDeviation[i] * afterDeviation[j];
            return product > 0 ? covariance(i, j) / product : 0.0;
        };
        std::vector<double> next = m_portfolio;
        std::vector<double> claims(m_portfolio.size());
        for (Eigen::Index i = 0; i < assets; ++i) {
            double sum = 0;
            for (Eigen::Index j = 0; j < assets; ++j) {
                double claim = 0;
                if (i != j && recent[i] >= recent[j] && correlation(i, j) > 0)
                    claim = correlation(i, j) + std::max(0.0, -correlation(i, i)) +
                            std::max(0.0, -correlation(j, j));
                claims[static_cast<std::size_t>(j)] = claim;
                sum += claim;
            }
            if (sum <= 0)
                continue;
            const auto from = static_cast<std::size_t>(i);
            for (std::size_t to = 0; to < claims.size(); ++to) {
                const double moved = m_portfolio[from] * claims[to] / sum;
                next[from] -= moved;
                next[to] += moved;
            }
        }
        double total = 0;
        for (double &share : next)
            total += share = std::max(0.0, share); // rounding
        for (std::size_t asset = 0; asset < next.size(); ++asset)
            m_portfolio[asset] = next[asset] / total;
    }

    int m_window;
    std::deque<Eigen::VectorXd> m_days; ///< log relatives of the last 2w days
    std::vector<double> m_portfolio;
};

} // namespace

AlgorithmEntry anticor()
{
    return strategyEntry<Anticor>({
        .id = "bandits/anticor",
        .title = "Anticor",
        .summary = "Moves wealth from assets that did well to those that tend to follow them.",
        .reference = "Borodin, El-Yaniv and Gogan 2004, Can we learn to beat the best stock",
        .year = 2004,
        .tags = {"portfolio", "mean reversion"},
        .fidelity = Fidelity::paperText,
        .note = "One window; the paper also averages over windows.",
    });
}

} // namespace agon::bandits
