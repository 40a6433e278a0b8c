#include "plugins/bandits/loops/arm_session.h"

#include "plugins/bandits/channels.h"

#include <fmt/format.h>

#include <cassert>
#include <limits>
#include <utility>

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

void recordPosterior(Recorder &recorder, int lane, std::int64_t step,
                     const std::vector<std::string> &labels, ArmPosterior posterior)
{
    if (posterior.empty())
        return;
    const auto record = [&](int channel, std::vector<double> values) {
        recorder.field(
            channel, lane, step,
            {1, static_cast<std::int32_t>(labels.size()), std::move(values), {}, labels});
    };
    record(channel::posteriorMeans, std::move(posterior.means));
    record(channel::posteriorLower, std::move(posterior.lower));
    record(channel::posteriorUpper, std::move(posterior.upper));
}

void recordSurvivors(Recorder &recorder, int lane, std::int64_t step,
                     const std::vector<std::string> &labels, std::span<const int> survivors)
{
    if (survivors.empty())
        return;
    std::vector<double> kept(labels.size());
    for (const int arm : survivors)
        kept[static_cast<std::size_t>(arm)] = 1;
    recorder.field(channel::keptArms, lane, step,
                   {1, static_cast<std::int32_t>(labels.size()), std::move(kept), {}, labels});
}

void recordArmFrames(Recorder &recorder, int lane, std::int64_t step,
                     const std::vector<std::string> &labels, const ArmStatistics &played,
                     std::vector<double> &pullsAtFrame, const ArmStatistics &known,
                     std::vector<double> scores, std::vector<double> probabilities,
                     ArmPosterior posterior)
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
    recordPosterior(recorder, lane, step, labels, std::move(posterior));
}

} // namespace agon::bandits
