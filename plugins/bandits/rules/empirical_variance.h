#pragma once

#include "plugins/bandits/rules/policy.h"

#include <vector>

namespace agon::bandits {

/** The biased variance of every arm's rewards, by Welford's update, which loses no digits when the
 *  rewards are alike. */
class EmpiricalVariance
{
public:
    explicit EmpiricalVariance(int arms)
        : m_means(static_cast<std::size_t>(arms)), m_squares(static_cast<std::size_t>(arms))
    {}
    /** @p arms hold the reward already. */
    void add(int arm, double reward, const ArmStatistics &arms)
    {
        const auto a = static_cast<std::size_t>(arm);
        const double square = (reward - m_means[a]) * (reward - arms.means[a]);
        m_means[a] = arms.means[a];
        // Rounding may turn the product of two tiny differences negative.
        m_squares[a] += square > 0 ? square : 0;
    }
    /** Of an arm that was pulled. */
    double variance(std::size_t arm, const ArmStatistics &arms) const
    {
        return m_squares[arm] / arms.pulls[arm];
    }

private:
    std::vector<double> m_means;   ///< before the latest reward
    std::vector<double> m_squares; ///< squared distances from the mean added up
};

} // namespace agon::bandits
