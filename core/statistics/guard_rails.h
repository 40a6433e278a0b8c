#pragma once

#include "core/export.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace agon::statistics {

enum class TestKind { signedRank, rankSum };
/** "Wilcoxon signed-rank test", "rank-sum test". */
AGON_CORE_EXPORT std::string_view label(TestKind test);

/** Tasks that a test across tasks takes at least. */
inline constexpr std::size_t leastTasks = 5;

/** How a comparison is laid out: what decides beforehand which statements it can carry. */
struct ComparisonDesign
{
    int contestants = 0;
    int tasks = 0;
    int leastRuns = 0, mostRuns = 0; ///< a cell
    std::string unit = "seeds";      ///< of which n is counted
    bool paired = false;             ///< every pair
    bool somePaired = false;
    TestKind test = TestKind::signedRank;
    std::string zeros; ///< what becomes of zero differences; empty: nothing to be said of it
    bool exact = true;
    int comparisons = 0; ///< p-values corrected together; 0: no test
    bool againstControl = false;
    std::string control;
    double alpha = 0.05;
    /** The least p after correction that the most favourable pair can reach. */
    double smallestAdjusted = 0;
    int acrossTasks = 0; ///< tasks that are blocks; 0: none
    int acrossComparisons = 0;
    double acrossSmallestAdjusted = 0;
    bool offersBootstrap = true; ///< across tasks, every cell has a run
    std::optional<double> omnibusP;
    bool omnibusPermuted = false; ///< p by permutation, else by Iman and Davenport's F

    struct Named
    {
        std::string name;
        std::int64_t count = 0;
    };
    std::vector<Named> budgets; ///< of contestants on a task where they differ
    std::string budgetTask;
    std::vector<Named> tuning; ///< configurations tried, where known and not all the same
    std::vector<Named> failed; ///< runs that failed, by contestant; those without are left out
    std::vector<Named> censored; ///< runs that did not reach the level that is asked for, likewise
    std::vector<Named> unfinished;
};

/** A sentence that goes with every comparison of this design. */
struct Advice
{
    /** "design", "too-few-runs", "too-few-tasks", "every-point", "uncalibrated", "bootstrap",
     *  "unequal-budgets", "unequal-tuning", "failed-runs", "censored-runs", "unfinished-runs", "unpaired",
     *  "omnibus". */
    std::string key;
    bool warning = false; ///< to be flagged; else to be said
    std::string text;
};
AGON_CORE_EXPORT std::vector<Advice> guardRails(const ComparisonDesign &design);
/** Of these, what can be said before any value is looked at: unequal budgets, unequal tuning,
 * failed and unfinished runs. */
AGON_CORE_EXPORT std::vector<Advice> fairness(const ComparisonDesign &design);

} // namespace agon::statistics
