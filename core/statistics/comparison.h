#pragma once

#include "core/export.h"
#include "core/statistics/bayesian.h"
#include "core/statistics/friedman.h"
#include "core/statistics/guard_rails.h"
#include "core/statistics/paired_tests.h"
#include "core/statistics/stratified.h"
#include "core/statistics/summaries.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace agon::statistics {

/** The runs of one contestant on one task. */
struct ComparisonCell
{
    std::vector<std::uint64_t> seeds;
    std::vector<double> values;             ///< finite; size of seeds
    std::vector<std::uint64_t> failedSeeds; ///< crashed or diverged: the worst there is, for ranks
    /** Their value is beyond all that are known, such as steps to a level that was not reached: the
     *  worst there is, too. */
    std::vector<std::uint64_t> censoredSeeds;
    int unfinished = 0; ///< cancelled, or not far enough yet: left out
    /** What ranks contestants on the task in place of their centres, because those leave censored
     *  runs out: the expected running time. Infinite where every run is censored. */
    std::optional<double> standing;
    std::int64_t budget = 0;
    std::optional<int> tuningTrials; ///< configurations tried of its method; empty: unknown
};

/** What is compared, and how. One value a run; every task has a cell for every contestant, which
 *  may be empty. */
struct ComparisonInput
{
    std::vector<std::string> contestants, tasks;
    /** What was tuned, by contestant: settings of one method name it alike. Empty: each contestant
     *  is its own. */
    std::vector<std::string> methods;
    std::vector<ComparisonCell> cells; ///< tasks × contestants, row by row
    bool higherIsBetter = false;
    bool binary = false; ///< values are 0 or 1: means are rates
    Statistic centre = Statistic::mean;
    TaskAggregate aggregate = TaskAggregate::interquartileMean;
    double alpha = 0.05;
    double confidence = 0.95;
    std::optional<int> control; ///< compare everyone with this contestant only; empty: all pairs
    std::optional<double> rope; ///< half-width of practical equivalence, chosen beforehand
    std::optional<double> gap;  ///< for planning; empty: 2 % of the best centre
    ZeroDifferences zeros = ZeroDifferences::dropped; ///< of the signed-rank tests
    int resamples = 2000;                             ///< across tasks
    bool tasksToo = false;                            ///< the stratified bootstrap also draws tasks
    std::uint64_t seed = 1;

    const ComparisonCell &cell(std::size_t task, std::size_t contestant) const
    {
        return cells[task * contestants.size() + contestant];
    }
};

/** What a comparison of two allows to say, from the first one's side. */
enum class Verdict {
    better,
    worse,
    notSeparated, ///< no evidence of a difference; not evidence of none
    tooFewRuns,   ///< no result could have reached alpha after correction, or fewer than 5 runs
    noRuns
};
AGON_CORE_EXPORT std::string_view key(Verdict verdict); ///< "better", "not-separated", …

struct CellSummary
{
    int n = 0, failed = 0, censored = 0, unfinished = 0;
    double centre = 0;   ///< NaN for no runs
    double standing = 0; ///< the centre, or what ranks in its place
    Interval interval;   ///< of the centre; NaN limits where there is none
    double deviation = 0, least = 0, greatest = 0; ///< NaN for too few runs
    bool best = false;                             ///< of its task, by standing
    bool tiedWithBest = false; ///< not separated from the best (nor the best itself)
    bool tooFewToTell = false; ///< no result could have separated it from the best
};

/** Two contestants on one task (seeds are what is drawn), or across tasks (tasks are). Differences
 *  are first minus second in the metric's unit; effects say how often the first is better. */
struct PairComparison
{
    std::size_t first = 0, second = 0;
    std::optional<std::size_t> task; ///< empty: across tasks
    bool paired = true;
    TestKind test = TestKind::signedRank;
    int n = 0;                          ///< pairs, or the smaller sample
    int firstRuns = 0, secondRuns = 0;  ///< with failed and censored ones
    int wins = 0, ties = 0, losses = 0; ///< of the first: pairs, or all combinations
    double difference = 0;       ///< Hodges and Lehmann's estimate; NaN where nobody finished
    Interval differenceInterval; ///< that belongs to the test; NaN limits where there is none
    /** Probability that a run of the first is better than one of the second, ties half; over all
     *  combinations of runs, also of paired ones. Across tasks: of improvement. */
    double a12 = 0.5;
    std::optional<Interval> a12Interval;
    double statistic = 0;       ///< W+ of first better, or U
    double p = 1, adjusted = 1; ///< two-sided; Holm over the family; NaN: not tested
    bool exact = true;
    double smallest = 1;         ///< the least p that this n allows
    double smallestAdjusted = 1; ///< the least after correction, when everybody is at his least
    Verdict verdict = Verdict::noRuns;
    std::optional<RopePosterior> rope; ///< left: second practically better, right: first
    std::optional<ImprovementProbability> improvement; ///< across tasks
};

/** What across tasks can be said of one contestant. */
struct ContestantAcrossTasks
{
    double meanRank = 0;                         ///< 1 is best; NaN without a block
    std::optional<StratifiedInterval> aggregate; ///< over the tasks on which everybody has runs
};

/** A group that no pair test separates, for diagrams of critical differences. */
using Group = std::vector<std::size_t>;

struct AcrossTasks
{
    std::size_t tasks = 0; ///< on which everybody has a value: the blocks
    std::vector<ContestantAcrossTasks> contestants;
    Friedman friedman;            ///< its p says something from three contestants and five tasks on
    double nemenyi = 0;           ///< critical difference at alpha; NaN without a block
    std::vector<double> nemenyiP; ///< contestants × contestants
    std::vector<PairComparison> pairs; ///< tests only with 5 tasks or more
    std::vector<Group> groups;         ///< by the Holm-corrected pairs
    std::vector<Group> nemenyiGroups;
    bool omnibus = false; ///< Friedman's test rejects, or there are only two contestants
};

/** "With 8 seeds a gap of 0.02 is found 61 % of the time; 19 give 90 %." */
struct Detection
{
    std::size_t first = 0, second = 0, task = 0;
    double gap = 0, deviation = 0; ///< of the paired differences
    int n = 0;
    double power = 0;          ///< of the two-sided paired t test at alpha
    std::optional<int> needed; ///< for 90 %; empty above 10,000
};

struct Comparison
{
    std::vector<CellSummary> cells;    ///< tasks × contestants
    std::vector<PairComparison> pairs; ///< on every task, in order of tasks
    std::vector<Group> groups;         ///< of the only task, when there is one
    std::optional<Friedman> overSeeds; ///< of one task, over the seeds that everybody has
    std::optional<AcrossTasks> across; ///< with two tasks or more
    std::size_t reference = 0;         ///< the control, or whoever is best overall
    int family = 0;                    ///< how many p-values are corrected together, on tasks
    std::vector<std::optional<Detection>> detection; ///< of the reference and the next best, a task
    std::vector<Advice> advice;
    std::string interval; ///< what the cells' intervals are
};

/** Everything at once: the numbers behind text, tables, figures and sentences. Deterministic.
 *
 *  Runs count as paired when the two share at least four fifths of the smaller one's seeds; then
 *  the shared seeds are compared by Wilcoxon's signed-rank test, else all runs by the rank-sum
 *  test. Failed and censored runs rank last, tied with each other, and are left out of centres,
 *  intervals and differences. All p-values of the tasks are one family, those across tasks another.
 */
AGON_CORE_EXPORT Comparison compare(const ComparisonInput &input);

/** How it is laid out: what guardRails() judges. Part of compare(). */
AGON_CORE_EXPORT ComparisonDesign designOf(const ComparisonInput &input,
                                           const Comparison &comparison);
/** What makes a comparison unequal or incomplete, whatever the values: they are not looked at. */
AGON_CORE_EXPORT std::vector<Advice> fairness(const ComparisonInput &input);

/** Whether any result of these tests could have separated a pair. */
AGON_CORE_EXPORT bool isDecidable(const std::vector<PairComparison> &pairs);

/** The pair with these members, whichever comes first; null when it was not compared. */
AGON_CORE_EXPORT const PairComparison *findPair(const std::vector<PairComparison> &pairs,
                                                std::size_t a, std::size_t b,
                                                std::optional<std::size_t> task);

} // namespace agon::statistics
