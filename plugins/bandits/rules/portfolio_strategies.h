#pragma once

#include "core/experiment/parameters.h"
#include "plugins/bandits/loops/portfolio.h"

#include <Eigen/Core>

#include <deque>
#include <vector>

// The strategies that ensembles are made of.

namespace agon::bandits {

/** Splits the wealth evenly once and never trades again. */
class BuyAndHold final : public PortfolioStrategy
{
public:
    explicit BuyAndHold(std::size_t assets);
    std::span<const double> portfolio() const override { return m_portfolio; }
    void observe(std::span<const double> relatives) override;

private:
    std::vector<double> m_portfolio;
};

/** Keeps one portfolio by trading every day: the constant rebalanced portfolio. */
class ConstantRebalanced final : public PortfolioStrategy
{
public:
    explicit ConstantRebalanced(std::vector<double> weights) : m_portfolio(std::move(weights)) {}
    std::span<const double> portfolio() const override { return m_portfolio; }
    void observe(std::span<const double>) override {}

private:
    std::vector<double> m_portfolio;
};

struct ExponentiatedGradientSettings
{
    double rate = 0.05;
    static Schema<ExponentiatedGradientSettings> schema();
};

/** Helmbold et al. 1998: b_i <- b_i exp(η x_i/(b·x)), normalised. */
class ExponentiatedGradient final : public PortfolioStrategy
{
public:
    using Settings = ExponentiatedGradientSettings;
    ExponentiatedGradient(const Settings &settings, const MarketTask &task);
    std::span<const double> portfolio() const override { return m_portfolio; }
    void observe(std::span<const double> relatives) override;

private:
    double m_rate;
    std::vector<double> m_portfolio;
};

struct NewtonStepSettings
{
    double beta = 1;
    double delta = 0.125;
    double mixing = 0;
    static Schema<NewtonStepSettings> schema();
};

/** Agarwal et al. 2006, online Newton step: with A = I + Σ g g' and p = (1 + 1/β) Σ g, g = x/(b·x),
 *  the next portfolio is the projection of δ A⁻¹ p in the norm of A, mixed with the uniform one. */
class NewtonStep final : public PortfolioStrategy
{
public:
    using Settings = NewtonStepSettings;
    NewtonStep(const Settings &settings, const MarketTask &task);
    std::span<const double> portfolio() const override { return m_portfolio; }
    void observe(std::span<const double> relatives) override;

private:
    Settings m_settings;
    Eigen::MatrixXd m_metric;
    Eigen::VectorXd m_gradients;
    Eigen::VectorXd m_projected;
    std::vector<double> m_portfolio;
};

struct OlmarSettings
{
    int window = 5;
    double threshold = 10;
    static Schema<OlmarSettings> schema();
};

/** Li and Hoi 2012, OLMAR-1: bets that prices return to their moving average. */
class Olmar final : public PortfolioStrategy
{
public:
    using Settings = OlmarSettings;
    Olmar(const Settings &settings, const MarketTask &task);
    std::span<const double> portfolio() const override { return m_portfolio; }
    void observe(std::span<const double> relatives) override;

private:
    Settings m_settings;
    std::deque<std::vector<double>>
        m_recent; ///< relatives of the last window - 1 days, newest last
    std::vector<double> m_portfolio;
};

} // namespace agon::bandits
