#include "plugins/bandits/algorithms/collection/algorithms.h"
#include "plugins/bandits/loops/collection.h"

namespace agon::bandits {
namespace {

class KnownAllocation final : public Collector
{
public:
    explicit KnownAllocation(const CollectionTask &task)
    {
        std::vector<GroupCurve> curves;
        for (std::size_t group = 0; group < task.weights.size(); ++group)
            curves.push_back({task.weights[group], task.variances[group], task.costs[group]});
        m_wanted = optimalAllocation(
            curves, task.startMoney + task.batchMoney * static_cast<double>(task.horizon),
            task.dimensions, task.goal);
    }

    // The group that is furthest from its share.
    std::size_t choose(std::span<const GroupState> groups, random::Stream &) override
    {
        std::size_t furthest = 0;
        for (std::size_t group = 1; group < groups.size(); ++group)
            if (groups[group].samples / m_wanted[group] <
                groups[furthest].samples / m_wanted[furthest])
                furthest = group;
        return furthest;
    }

private:
    std::vector<double> m_wanted; ///< samples of every group at the end
};

} // namespace

AlgorithmEntry knownAllocation()
{
    AlgorithmEntry entry;
    entry.declaration = {
        .id = "bandits/known-allocation",
        .title = "Known allocation",
        .summary = "Knows how noisy every group is and buys towards the best allocation.",
        .loops = {"bandits/collection"},
        .papers = {"P077"},
        .reference =
            "Cai et al. 2022, Adaptive sampling strategies to construct equitable training "
            "datasets",
        .year = 2022,
        .tags = {"collection", "oracle"},
        .fidelity = Fidelity::derived,
        .note = "Best for the problem's utility of expected risks; whole batches leave it a little "
                "off.",
        .revision = 2,
    };
    entry.start = [](const TrialRequest &request) {
        return startCollection(request, [](const CollectionTask &task) {
            return std::make_unique<KnownAllocation>(task);
        });
    };
    return entry;
}

} // namespace agon::bandits
