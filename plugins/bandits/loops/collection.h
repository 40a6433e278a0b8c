#pragma once

#include "core/experiment/family.h"
#include "core/random/stream.h"
#include "plugins/bandits/rules/power_curve.h"
#include "plugins/bandits/rules/sample_allocation.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

// The loop "bandits/collection": round by round a collector spends a batch of money on samples of
// one group; every group has a regression model of its own. Samples are a function of (seed, group,
// number).

namespace agon::bandits {

/** What a collector may know before the first batch. */
struct CollectionTask
{
    std::vector<double> weights;     ///< in the utility, one a group
    std::vector<double> costs;       ///< of a sample
    std::vector<double> populations; ///< shares
    int dimensions = 1;
    double batchMoney = 0;
    RiskGoal goal = RiskGoal::weightedSum;
    std::vector<double> variances; ///< s², for those that know it
    double startMoney = 0;         ///< spent on the first samples of all groups
    std::int64_t horizon = 0;      ///< batches
};

class CollectionInstance : public ProblemInstance
{
public:
    CollectionInstance(CollectionTask task, std::vector<std::string> labels)
        : m_task(std::move(task)), m_labels(std::move(labels))
    {}
    const CollectionTask &task() const { return m_task; }
    const std::vector<std::string> &labels() const { return m_labels; }

private:
    CollectionTask m_task;
    std::vector<std::string> m_labels;
};

/** What is known of a group when a batch is to be bought. */
struct GroupState
{
    double samples = 0;
    double residualVariance = 0; ///< of its least-squares fit
    /** How well each sample was predicted before it was learned from, from few samples to many;
     *  empty for collectors that do not look at it. */
    std::span<const CurvePoint> curve;
};

/** The contract of a collector. Holds the state of one lane. */
class Collector
{
public:
    virtual ~Collector() = default;
    /** Whether it looks at the groups' learning curves. */
    virtual bool looksAtCurves() const { return false; }
    /** The group to spend the next batch on. */
    virtual std::size_t choose(std::span<const GroupState> groups, random::Stream &stream) = 0;
};

using CollectorFactory = std::function<std::unique_ptr<Collector>(const CollectionTask &)>;
Expected<std::unique_ptr<Trial>> startCollection(const TrialRequest &request,
                                                 const CollectorFactory &makeCollector);

} // namespace agon::bandits
