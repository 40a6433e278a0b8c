#include "plugins/bandits/rules/identification.h"

#include "plugins/bandits/rules/divergence.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace agon::bandits {

SurvivingArms::SurvivingArms(int arms) : m_arms(static_cast<std::size_t>(arms))
{
    std::iota(m_arms.begin(), m_arms.end(), 0);
}

void SurvivingArms::dropWorst(std::span<const double> means)
{
    if (m_arms.size() < 2)
        return;
    auto worst = m_arms.begin();
    for (auto arm = m_arms.begin(); arm != m_arms.end(); ++arm)
        if (means[static_cast<std::size_t>(*arm)] <= means[static_cast<std::size_t>(*worst)])
            worst = arm;
    m_arms.erase(worst);
}

void SurvivingArms::dropIf(const std::function<bool(int)> &hopeless)
{
    std::erase_if(m_arms, hopeless);
}

int SurvivingArms::best(const ArmStatistics &arms) const
{
    int best = m_arms.front();
    for (const int arm : m_arms) {
        const auto a = static_cast<std::size_t>(arm);
        const auto b = static_cast<std::size_t>(best);
        if (arms.pulls[a] > 0 && (arms.pulls[b] == 0 || arms.means[a] > arms.means[b]))
            best = arm;
    }
    return best;
}

std::vector<std::int64_t> rejectionQuotas(int arms, std::int64_t budget)
{
    std::vector<std::int64_t> quotas;
    if (budget < arms)
        return quotas;
    double logarithm = 0.5;
    for (int i = 2; i <= arms; ++i)
        logarithm += 1.0 / i;
    for (int phase = 1; phase < arms; ++phase)
        quotas.push_back(static_cast<std::int64_t>(
            std::ceil(static_cast<double>(budget - arms) / (logarithm * (arms + 1 - phase)))));
    return quotas;
}

int halvingPhases(int arms)
{
    int phases = 0;
    while ((1 << phases) < arms)
        ++phases;
    return std::max(1, phases);
}

std::int64_t halvingPulls(std::int64_t budget, int survivors, int phases)
{
    return std::max<std::int64_t>(1, budget / (std::int64_t{survivors} * phases));
}

ConfidenceBounds::ConfidenceBounds(const Task &task, Bounds bounds)
    : m_law(task.law)
    , m_deviation(task.deviation)
    , m_bounds(bounds)
    , m_constant(std::log(1.25 * task.arms / task.confidence))
{}

double ConfidenceBounds::exploration(const Round &round) const
{
    return m_constant + 4 * round.logarithm;
}

double ConfidenceBounds::upper(int arm, const Round &round, const ArmStatistics &arms) const
{
    const auto a = static_cast<std::size_t>(arm);
    const double level = exploration(round) / arms.pulls[a];
    if (m_bounds == Bounds::divergence)
        return upperBoundOf(m_law, m_deviation * m_deviation, arms.means[a], level);
    return arms.means[a] + 2 * m_deviation * std::sqrt(level / 2);
}

double ConfidenceBounds::lower(int arm, const Round &round, const ArmStatistics &arms) const
{
    const auto a = static_cast<std::size_t>(arm);
    const double level = exploration(round) / arms.pulls[a];
    // Both laws are symmetric: failures are successes of the opposite, and normal laws mirror.
    if (m_bounds == Bounds::divergence)
        return m_law == RewardLaw::gaussian ? arms.means[a] - std::sqrt(2 * level) * m_deviation
                                            : 1 - bernoulliUpperBound(1 - arms.means[a], level);
    return arms.means[a] - 2 * m_deviation * std::sqrt(level / 2);
}

} // namespace agon::bandits
