#include "plugins/bandits/rules/lever_bandit.h"

#include "plugins/bandits/rules/dual_step.h"

#include <algorithm>
#include <cmath>

namespace agon::bandits {

LeverBandit::LeverBandit(const LeverBanditSettings &settings, const ChannelTask &task,
                         std::size_t arms)
    : m_settings(settings)
    , m_task(task)
    , m_arms(arms)
    , m_statistics(task.channels() * arms)
    , m_logarithm(std::log(static_cast<double>(task.horizon)))
    , m_rate(1 / std::sqrt(static_cast<double>(task.horizon)))
{}

std::size_t LeverBandit::choose(std::size_t channel, std::span<const double> spends)
{
    const double most = m_task.mostValue[channel];
    std::size_t best = 0;
    double bestScore = -std::numeric_limits<double>::infinity();
    for (std::size_t index = 0; index < m_arms; ++index) {
        const Arm &arm = m_statistics[channel * m_arms + index];
        if (arm.pulls == 0)
            return index;
        const double width = m_settings.exploration * most * std::sqrt(2 * m_logarithm / arm.pulls);
        const double value = std::min(most, arm.values / arm.pulls + width);
        const double spend = spends[index] >= 0 ? spends[index] : arm.spends / arm.pulls;
        const double score = (1 + m_returnPrice) * value -
                             (m_returnPrice * m_task.returnTarget + m_moneyPrice) * spend;
        if (score > bestScore) {
            bestScore = score;
            best = index;
        }
    }
    return best;
}

std::vector<double> LeverBandit::pulls() const
{
    std::vector<double> pulls;
    for (const Arm &arm : m_statistics)
        pulls.push_back(arm.pulls);
    return pulls;
}

void LeverBandit::observe(std::span<const std::size_t> arms, std::span<const Purchase> purchases,
                          double charged)
{
    double value = 0;
    for (std::size_t channel = 0; channel < arms.size(); ++channel) {
        Arm &arm = m_statistics[channel * m_arms + arms[channel]];
        arm.pulls += 1;
        arm.values += purchases[channel].value;
        arm.spends += purchases[channel].spend;
        value += purchases[channel].value;
    }
    m_returnPrice = dualStep(m_returnPrice, m_rate, value - m_task.returnTarget * charged,
                             m_settings.highestPrice);
    m_moneyPrice = dualStep(m_moneyPrice, m_rate, m_task.pace - charged, m_settings.highestPrice);
}

} // namespace agon::bandits
