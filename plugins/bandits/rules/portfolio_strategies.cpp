#include "plugins/bandits/rules/portfolio_strategies.h"

#include "plugins/bandits/rules/simplex.h"

#include <Eigen/Cholesky>

#include <algorithm>
#include <cmath>

namespace agon::bandits {
namespace {

// Squared differences between equal prices that differ by rounding.
constexpr double roundingSpread = 1e-24;

std::vector<double> uniform(std::size_t assets)
{
    return std::vector<double>(assets, 1 / static_cast<double>(assets));
}

double growthOf(std::span<const double> portfolio, std::span<const double> relatives)
{
    double growth = 0;
    for (std::size_t asset = 0; asset < portfolio.size(); ++asset)
        growth += portfolio[asset] * relatives[asset];
    return growth;
}

void normalise(std::span<double> weights)
{
    double sum = 0;
    for (const double weight : weights)
        sum += weight;
    for (double &weight : weights)
        weight /= sum;
}

} // namespace

BuyAndHold::BuyAndHold(std::size_t assets) : m_portfolio(uniform(assets)) {}

void BuyAndHold::observe(std::span<const double> relatives)
{
    for (std::size_t asset = 0; asset < m_portfolio.size(); ++asset)
        m_portfolio[asset] *= relatives[asset];
    normalise(m_portfolio);
}

Schema<ExponentiatedGradientSettings> ExponentiatedGradientSettings::schema()
{
    Schema<ExponentiatedGradientSettings> s;
    s.real(&ExponentiatedGradientSettings::rate, "rate", "Learning rate η")
        .range(0, 100)
        .slider(0.001, 1)
        .help("How far a day's relatives move the portfolio.")
        .source("Helmbold et al. 1998: 0.05");
    return s;
}

ExponentiatedGradient::ExponentiatedGradient(const Settings &settings, const MarketTask &task)
    : m_rate(settings.rate), m_portfolio(uniform(task.assets))
{}

void ExponentiatedGradient::observe(std::span<const double> relatives)
{
    const double growth = growthOf(m_portfolio, relatives);
    for (std::size_t asset = 0; asset < m_portfolio.size(); ++asset)
        m_portfolio[asset] *= std::exp(m_rate * (relatives[asset] / growth - 1));
    normalise(m_portfolio);
}

Schema<NewtonStepSettings> NewtonStepSettings::schema()
{
    Schema<NewtonStepSettings> s;
    s.real(&NewtonStepSettings::beta, "beta", "β")
        .range(1e-4, 100)
        .logarithmic()
        .help("Weight of curvature against gradient: steps are scaled by 1 + 1/β.")
        .source("Agarwal et al. 2006: 1");
    s.real(&NewtonStepSettings::delta, "delta", "δ")
        .range(1e-4, 100)
        .slider(0.01, 1)
        .logarithmic()
        .help("Scale of the point that is projected.")
        .source("Agarwal et al. 2006: 1/8");
    s.real(&NewtonStepSettings::mixing, "mixing", "Mixing η")
        .range(0, 1)
        .help("Share of the uniform portfolio mixed in.")
        .source("Agarwal et al. 2006: 0");
    return s;
}

NewtonStep::NewtonStep(const Settings &settings, const MarketTask &task)
    : m_settings(settings), m_portfolio(uniform(task.assets))
{
    const auto assets = static_cast<Eigen::Index>(task.assets);
    m_metric = Eigen::MatrixXd::Identity(assets, assets);
    m_gradients = Eigen::VectorXd::Zero(assets);
    m_projected = Eigen::VectorXd::Constant(assets, 1 / static_cast<double>(assets));
}

void NewtonStep::observe(std::span<const double> relatives)
{
    const auto assets = m_projected.size();
    const Eigen::VectorXd gradient = Eigen::Map<const Eigen::VectorXd>(relatives.data(), assets) /
                                     growthOf(m_portfolio, relatives);
    m_metric += gradient * gradient.transpose();
    m_gradients += (1 + 1 / m_settings.beta) * gradient;
    const Eigen::VectorXd target = m_settings.delta * m_metric.llt().solve(m_gradients);
    m_projected = projectOntoSimplex(m_metric, target, m_projected);
    const double share = m_settings.mixing / static_cast<double>(assets);
    for (Eigen::Index asset = 0; asset < assets; ++asset)
        m_portfolio[static_cast<std::size_t>(asset)] =
            (1 - m_settings.mixing) * m_projected[asset] + share;
}

Schema<OlmarSettings> OlmarSettings::schema()
{
    Schema<OlmarSettings> s;
    s.integer(&OlmarSettings::window, "window", "Window w")
        .range(2, 250)
        .slider(2, 30)
        .unit("days")
        .help("Days of the moving average, today included.")
        .source("Li and Hoi 2012: 5");
    s.real(&OlmarSettings::threshold, "threshold", "Threshold ε")
        .range(1, 1000)
        .slider(1, 50)
        .help("Growth that the portfolio must promise if prices return to their average.")
        .source("Li and Hoi 2012: 10");
    return s;
}

Olmar::Olmar(const Settings &settings, const MarketTask &task)
    : m_settings(settings), m_portfolio(uniform(task.assets))
{}

void Olmar::observe(std::span<const double> relatives)
{
    m_recent.emplace_back(relatives.begin(), relatives.end());
    if (m_recent.size() > static_cast<std::size_t>(m_settings.window - 1))
        m_recent.pop_front();
    // Moving average by today's price: 1, 1/x_t, 1/(x_t x_{t-1}), …; at first of what there is.
    const std::size_t assets = m_portfolio.size();
    std::vector<double> predicted(assets);
    double mean = 0;
    for (std::size_t asset = 0; asset < assets; ++asset) {
        double price = 1;
        double sum = 1;
        for (auto day = m_recent.rbegin(); day != m_recent.rend(); ++day)
            sum += price /= (*day)[asset];
        predicted[asset] = sum / static_cast<double>(m_recent.size() + 1);
        mean += predicted[asset] / static_cast<double>(assets);
    }
    double promised = 0;
    double spread = 0;
    for (std::size_t asset = 0; asset < assets; ++asset) {
        promised += m_portfolio[asset] * predicted[asset];
        spread += (predicted[asset] - mean) * (predicted[asset] - mean);
    }
    if (spread <= roundingSpread)
        return;
    const double step = std::max(0.0, (m_settings.threshold - promised) / spread);
    for (std::size_t asset = 0; asset < assets; ++asset)
        m_portfolio[asset] += step * (predicted[asset] - mean);
    projectOntoSimplex(m_portfolio);
}

} // namespace agon::bandits
