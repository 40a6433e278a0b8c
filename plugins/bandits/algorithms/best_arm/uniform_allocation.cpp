#include "plugins/bandits/algorithms/best_arm/algorithms.h"
#include "plugins/bandits/loops/policy_entry.h"

namespace agon::bandits {
namespace {

struct UniformAllocationSettings
{
    static Schema<UniformAllocationSettings> schema() { return {}; }
};

class UniformAllocation
{
public:
    using Settings = UniformAllocationSettings;
    static constexpr int initialPulls = 0;

    UniformAllocation(const Settings &, const Task &) {}

    int select(const Round &round, const ArmStatistics &arms, random::Stream &)
    {
        return static_cast<int>((round.number - 1) % arms.count());
    }
};

} // namespace

AlgorithmEntry uniformAllocation()
{
    return policyEntry<UniformAllocation>({
        .id = "bandits/uniform-allocation",
        .title = "Uniform allocation",
        .summary = "Pulls all arms equally often, in turn.",
        .loops = {"bandits/best-arm"},
        .reference =
            "Bubeck, Munos and Stoltz 2009, Pure exploration in multi-armed bandits problems",
        .year = 2009,
        .tags = {"best arm", "baseline"},
        .fidelity = Fidelity::paperText,
    });
}

} // namespace agon::bandits
