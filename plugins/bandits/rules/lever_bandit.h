#pragma once

#include "core/experiment/parameters.h"
#include "plugins/bandits/loops/channels.h"

#include <cstdint>
#include <vector>

namespace agon::bandits {

/** Parameters that the two ways of pulling levers share. */
struct LeverBanditSettings
{
    double exploration = 0.2;
    double highestPrice = 5;

    static Schema<LeverBanditSettings> schema()
    {
        Schema<LeverBanditSettings> s;
        s.real(&LeverBanditSettings::exploration, "exploration", "Exploration c")
            .range(0, 10)
            .slider(0, 1)
            .help("Confidence widths are c Vmax √(2 ln T / n), Vmax a channel's most value.")
            .source("our reading of P161: 0.2");
        s.real(&LeverBanditSettings::highestPrice, "highest-price", "Highest price L")
            .range(0.1, 1000)
            .slider(1, 20)
            .advanced()
            .help("The prices λ and μ are clipped to this.")
            .source("our reading of P161: 5");
        return s;
    }
};

/** One bandit a channel over a finite set of levers, coupled by prices of the two constraints that
 *  stochastic gradient descent learns with step 1/√T (P161, SGD-UCB). */
class LeverBandit
{
public:
    LeverBandit(const LeverBanditSettings &settings, const ChannelTask &task, std::size_t arms);

    /** An untried arm of @p channel first, else the one with the largest (1 + λ) U(a) - (λγ + μ)
     *  spend(a), U = min(Vmax, mean + c Vmax √(2 ln T / n)); the lowest of equals. @p spend by arm;
     *  the mean of what was spent where it is negative. */
    std::size_t choose(std::size_t channel, std::span<const double> spends);
    /** @p charged: the spends that the prices learn from. */
    void observe(std::span<const std::size_t> arms, std::span<const Purchase> purchases,
                 double charged);

    double returnPrice() const { return m_returnPrice; }
    double moneyPrice() const { return m_moneyPrice; }
    /** How often each arm was chosen so far, channels × arms. */
    std::vector<double> pulls() const;

private:
    struct Arm
    {
        double pulls = 0, values = 0, spends = 0;
    };
    LeverBanditSettings m_settings;
    ChannelTask m_task;
    std::size_t m_arms;
    std::vector<Arm> m_statistics; ///< channels × arms
    double m_logarithm;            ///< ln T
    double m_rate;                 ///< 1/√T
    double m_returnPrice = 0;      ///< λ
    double m_moneyPrice = 0;       ///< μ
};

} // namespace agon::bandits
