#include "plugins/bandits/rules/streaming_sizes.h"

#include <algorithm>
#include <cmath>

namespace agon::bandits {

double uniformPullsOf(const StreamingTask &task)
{
    const auto pulls = static_cast<double>(task.horizon);
    return std::pow(pulls / task.arms, 2.0 / 3) * std::cbrt(std::log(std::max(pulls, 1.0)));
}

double naivePullsOf(const StreamingTask &task)
{
    return std::log(static_cast<double>(task.arms)) / (task.accuracy() * task.accuracy());
}

std::int64_t uniformPulls(const StreamingTask &task) { return wholePulls(uniformPullsOf(task)); }

std::int64_t naivePulls(const StreamingTask &task) { return wholePulls(naivePullsOf(task)); }

std::int64_t towerPulls(const StreamingTask &task, double growth, int level)
{
    return wholePulls(std::pow(growth, level) / (task.accuracy() * task.accuracy()));
}

} // namespace agon::bandits
