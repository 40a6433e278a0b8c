#pragma once

#include "core/experiment/parameters.h"
#include "plugins/bandits/loops/auctions.h"
#include "plugins/bandits/rules/dual_step.h"

#include <cmath>

namespace agon::bandits {

/** Parameters of a price of money that follows the budget's pace. */
struct PacingSettings
{
    double rate = 1;
    double initial = 1;
    double highest = 10;

    static Schema<PacingSettings> schema()
    {
        Schema<PacingSettings> s;
        s.real(&PacingSettings::rate, "rate", "Step")
            .range(1e-4, 1e4)
            .slider(0.01, 10)
            .logarithmic()
            .help("In units of 1/(ρ√T), where the pace ρ is budget by auction.")
            .source("Balseiro and Gur 2019: 1/√T for unit budgets");
        s.real(&PacingSettings::initial, "initial-multiplier", "Initial μ")
            .range(0, 1000)
            .slider(0, 5)
            .advanced()
            .help("Price of money before the first auction.");
        s.real(&PacingSettings::highest, "highest-multiplier", "Highest μ")
            .range(0.01, 1000)
            .slider(1, 50)
            .advanced()
            .help("The price of money is clipped to this.");
        return s;
    }
};

/** μ, the price of money: μ <- clip(μ - η (ρ - spend), 0, highest). */
class BudgetPrice
{
public:
    BudgetPrice(const PacingSettings &settings, const AuctionTask &task)
        : m_price(std::min(settings.initial, settings.highest))
        , m_pace(task.pace())
        , m_rate(settings.rate / (m_pace * std::sqrt(static_cast<double>(task.horizon))))
        , m_highest(settings.highest)
    {}
    void observe(double spend) { m_price = dualStep(m_price, m_rate, m_pace - spend, m_highest); }
    double value() const { return m_price; }

private:
    double m_price;
    double m_pace;
    double m_rate;
    double m_highest;
};

} // namespace agon::bandits
