#include "plugins/bandits/rules/policy.h"

#include <algorithm>
#include <numeric>

namespace agon::bandits {

ArmStatistics::ArmStatistics(int arms)
    : pulls(static_cast<std::size_t>(arms))
    , sums(static_cast<std::size_t>(arms))
    , means(static_cast<std::size_t>(arms))
{}

std::int64_t ArmStatistics::rounds() const
{
    return static_cast<std::int64_t>(std::accumulate(pulls.begin(), pulls.end(), 0.0));
}

bool ArmStatistics::everyArmPulled() const
{
    return std::all_of(pulls.begin(), pulls.end(), [](double n) { return n > 0; });
}

int bestMean(const ArmStatistics &arms)
{
    int best = 0;
    for (int arm = 1; arm < arms.count(); ++arm) {
        const auto a = static_cast<std::size_t>(arm);
        const auto b = static_cast<std::size_t>(best);
        if (arms.pulls[a] > 0 && (arms.pulls[b] == 0 || arms.means[a] > arms.means[b]))
            best = arm;
    }
    return best;
}

} // namespace agon::bandits
