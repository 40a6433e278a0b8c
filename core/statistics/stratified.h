#pragma once

#include "core/export.h"
#include "core/statistics/bootstrap.h"
#include "core/statistics/summaries.h"

#include <cstdint>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

namespace agon::statistics {

/** Scores of one method: one vector of runs a task. Tasks may have different numbers of runs, but
 *  none is empty. Values are finite and comparable across tasks (normalised, or ranks). */
using TaskScores = std::vector<std::vector<double>>;

/** One number from runs × tasks (Agarwal et al., NeurIPS 2021, rliable). */
enum class TaskAggregate {
    mean,              ///< mean of task means
    median,            ///< median of task means
    interquartileMean, ///< of all runs of all tasks; with unequal numbers of runs every task weighs
                       ///< the same, and exactly a quarter of the weight is dropped at each end
    optimalityGap      ///< 1 - mean of min(score, 1), every task weighing the same
};
AGON_CORE_EXPORT std::string_view label(TaskAggregate aggregate);
AGON_CORE_EXPORT double aggregate(TaskAggregate kind, const TaskScores &scores);

/** An estimate over tasks with its bootstrap intervals. */
struct StratifiedInterval
{
    double estimate = 0;
    Interval percentile;
    Interval bca; ///< bias-corrected and accelerated; the percentile one where it is undefined
    double mean = 0, standardDeviation = 0; ///< of the replicates
    std::int64_t resamples = 0;
    bool exact = false; ///< all equally likely resamples were enumerated
};

struct StratifiedOptions
{
    int resamples = 2000;
    std::uint64_t seed = 1;
    double confidence = 0.95;
    bool tasksToo = false; ///< also draw tasks: an answer about other tasks of this kind
    bool enumerate = true; ///< enumerate when there are at most a million resamples
};

/** Runs are resampled within each task; streams as BootstrapWeights with the task's number, slots
 *  of drawn tasks from (seed, "bootstrap tasks"). */
AGON_CORE_EXPORT StratifiedInterval stratifiedBootstrap(TaskAggregate kind,
                                                        const TaskScores &scores,
                                                        const StratifiedOptions &options = {});

/** First minus second. @p paired: both have the same runs in the same order, which are drawn
 *  together; else independently. The same number of tasks. */
AGON_CORE_EXPORT StratifiedInterval stratifiedDifference(TaskAggregate kind,
                                                         const TaskScores &first,
                                                         const TaskScores &second, bool paired,
                                                         const StratifiedOptions &options = {});

/** Probability that a run of the first has a larger score than one of the second, ties half, mean
 *  over tasks; runs of both are resampled independently within tasks. Infinite scores allowed. */
struct ImprovementProbability
{
    std::vector<double> perTask;
    double estimate = 0.5;
    Interval interval; ///< percentile
    int resamples = 0;
};
AGON_CORE_EXPORT ImprovementProbability probabilityOfImprovement(const TaskScores &first,
                                                                 const TaskScores &second,
                                                                 int resamples = 2000,
                                                                 std::uint64_t seed = 1,
                                                                 double confidence = 0.95);

/** The same for many pairs: what is drawn is kept. */
class AGON_CORE_EXPORT ImprovementSampler
{
public:
    explicit ImprovementSampler(int resamples = 2000, std::uint64_t seed = 1,
                                double confidence = 0.95)
        : m_resamples(resamples), m_seed(seed), m_confidence(confidence)
    {}
    ImprovementProbability operator()(const TaskScores &first, const TaskScores &second);

private:
    const BootstrapWeights &weights(std::size_t size, std::uint64_t stratum);

    int m_resamples;
    std::uint64_t m_seed;
    double m_confidence;
    std::map<std::pair<std::size_t, std::uint64_t>, BootstrapWeights> m_weights;
};

} // namespace agon::statistics
