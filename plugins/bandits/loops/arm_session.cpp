#include "plugins/bandits/loops/arm_session.h"

#include "plugins/bandits/channels.h"

#include <fmt/format.h>

#include <cassert>
#include <limits>

namespace agon::bandits {

std::vector<std::string> armNames(int arms)
{
    std::vector<std::string> names;
    for (int arm = 1; arm <= arms; ++arm)
        names.push_back(fmt::format("arm {}", arm));
    return names;
}

std::shared_ptr<const ArmInstance> armInstanceOf(const TrialRequest &request, std::size_t lane)
{
    auto instance = std::dynamic_pointer_cast<const ArmInstance>(request.instances[lane]);
    assert(instance);
    return instance;
}

Task taskOf(const TrialRequest &request)
{
    Task task = armInstanceOf(request, 0)->task();
    task.horizon = request.budget;
    return task;
}

void recordArmFrames(Recorder &recorder, int lane, std::int64_t step,
                     const std::vector<std::string> &labels, const ArmStatistics &played,
                     std::vector<double> &pullsAtFrame, const ArmStatistics &known,
                     std::vector<double> scores, std::vector<double> probabilities)
{
    const auto columns = static_cast<std::int32_t>(played.count());
    FieldFrame pulls{1, columns, played.pulls, {}, labels};
    FieldFrame means{1, columns, known.means, {}, labels};
    double sinceLast = 0;
    for (std::size_t arm = 0; arm < pulls.values.size(); ++arm) {
        pulls.values[arm] -= pullsAtFrame[arm];
        sinceLast += pulls.values[arm];
        if (known.pulls[arm] == 0)
            means.values[arm] = std::numeric_limits<double>::quiet_NaN();
    }
    for (double &value : pulls.values)
        value = sinceLast > 0 ? value / sinceLast : 0;
    pullsAtFrame = played.pulls;
    recorder.field(channel::armPulls, lane, step, std::move(pulls));
    recorder.field(channel::armMeans, lane, step, std::move(means));
    if (!scores.empty() && known.everyArmPulled())
        recorder.field(channel::armIndices, lane, step,
                       {1, columns, std::move(scores), {}, labels});
    if (!probabilities.empty())
        recorder.field(channel::armProbabilities, lane, step,
                       {1, columns, std::move(probabilities), {}, labels});
}

} // namespace agon::bandits
