#include "plugins/bandits/algorithms/collection/algorithms.h"
#include "plugins/bandits/loops/collection.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace agon::bandits {
namespace {

class AdaptiveCollection final : public Collector
{
public:
    explicit AdaptiveCollection(const CollectionTask &task) : m_task(task) {}

    std::size_t choose(std::span<const GroupState> groups, random::Stream &) override
    {
        std::size_t best = 0;
        double most = -std::numeric_limits<double>::infinity();
        for (std::size_t group = 0; group < groups.size(); ++group)
            if (const double gain = gainByMoney(groups, group); gain > most) {
                most = gain;
                best = group;
            }
        return best;
    }

private:
    double risk(const GroupState &group, double more) const
    {
        return expectedRisk(group.residualVariance, group.samples + more, m_task.dimensions);
    }

    // Estimated gain in utility of one more batch of the group, by what it costs.
    double gainByMoney(std::span<const GroupState> groups, std::size_t group) const
    {
        const double more = std::max(1.0, std::floor(m_task.batchMoney / m_task.costs[group]));
        const double money = more * m_task.costs[group];
        const double now = risk(groups[group], 0);
        const double then = risk(groups[group], more);
        switch (m_task.goal) {
        case RiskGoal::weightedSum:
            return m_task.weights[group] * (now - then) / money;
        case RiskGoal::logarithm:
            return m_task.weights[group] * std::log(now / then) / money;
        case RiskGoal::worstGroup:
            break;
        }
        double others = 0;
        for (std::size_t other = 0; other < groups.size(); ++other)
            if (other != group)
                others = std::max(others, risk(groups[other], 0));
        return (std::max(others, now) - std::max(others, then)) / money;
    }

    CollectionTask m_task;
};

} // namespace

AlgorithmEntry adaptiveCollection()
{
    AlgorithmEntry entry;
    entry.declaration = {
        .id = "bandits/adaptive-collection",
        .title = "Adaptive collection",
        .summary = "Buys the batch with the largest estimated gain in utility by money.",
        .loops = {"bandits/collection"},
        .papers = {"P077"},
        .reference =
            "Cai et al. 2022, Adaptive sampling strategies to construct equitable training "
            "datasets",
        .year = 2022,
        .tags = {"collection", "fairness"},
        .fidelity = Fidelity::reconstructed,
        .note = "Learning curves are those of least squares, s² d/(n - d - 1), with s² from the "
                "residuals.",
    };
    entry.start = [](const TrialRequest &request) {
        return startCollection(request, [](const CollectionTask &task) {
            return std::make_unique<AdaptiveCollection>(task);
        });
    };
    return entry;
}

} // namespace agon::bandits
