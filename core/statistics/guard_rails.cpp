#include "core/statistics/guard_rails.h"

#include "core/statistics/paired_planning.h"

#include <fmt/format.h>

#include <utility>

namespace agon::statistics {

namespace {

constexpr int fewPoints = 10; ///< below, every point is drawn
constexpr std::size_t mostNamed = 12;
constexpr int uncalibrated = 5; ///< below, intervals do not keep their promise

bool testsAcrossTasks(const ComparisonDesign &design)
{
    return std::cmp_greater_equal(design.acrossTasks, leastTasks);
}

std::string counted(int number, std::string_view unit)
{
    return fmt::format("{} {}", number,
                       number == 1 && unit.ends_with('s') ? unit.substr(0, unit.size() - 1) : unit);
}

std::string named(const std::vector<ComparisonDesign::Named> &entries)
{
    std::string text;
    for (const ComparisonDesign::Named &entry : entries) {
        if (const auto at = static_cast<std::size_t>(&entry - entries.data()); at == mostNamed)
            return text + fmt::format(" and {} more", entries.size() - at);
        text += fmt::format("{}{}: {}", text.empty() ? "" : ", ", entry.name, entry.count);
    }
    return text;
}

std::string runs(const ComparisonDesign &design)
{
    return design.leastRuns == design.mostRuns
               ? fmt::format("n = {}", counted(design.leastRuns, design.unit))
               : fmt::format("n = {} to {}", design.leastRuns,
                             counted(design.mostRuns, design.unit));
}

std::string correction(int comparisons)
{
    return comparisons == 1 ? std::string("one comparison, no correction")
                            : fmt::format("Holm-corrected over {} comparisons", comparisons);
}

std::string designSentence(const ComparisonDesign &design)
{
    std::string text = runs(design) + " for each contestant";
    if (design.tasks > 1)
        text += fmt::format(" on each of {} tasks", design.tasks);
    if (design.comparisons > 0)
        text += fmt::format(", {}; {} {}{}{}, {}, alpha = {:g}",
                            design.paired       ? "paired by seed"
                            : design.somePaired ? "some pairs paired by seed"
                                                : "unpaired",
                            design.exact ? "exact" : "approximate", label(design.test),
                            design.againstControl ? fmt::format(" against {}", design.control)
                                                  : " of every pair",
                            design.zeros.empty() ? "" : ", " + design.zeros,
                            correction(design.comparisons), design.alpha);
    if (testsAcrossTasks(design))
        text += fmt::format("; across tasks the same of {} task centres, {}", design.acrossTasks,
                            correction(design.acrossComparisons));
    return text + ".";
}

/** What even the clearest result would give, and what it would take. */
std::string unreachable(std::string_view beginning, double smallest, double alpha,
                        std::string_view what, int needed)
{
    return fmt::format("{} the clearest result would give p = {:.3g} after correction with {}, "
                       "above alpha = {:g}: at least {} are needed. Nothing can be concluded from "
                       "these p-values.",
                       beginning, smallest, what, alpha, needed);
}

} // namespace

std::string_view label(TestKind test)
{
    return test == TestKind::signedRank ? "Wilcoxon signed-rank test" : "rank-sum test";
}

std::vector<Advice> fairness(const ComparisonDesign &design)
{
    std::vector<Advice> flags;
    const auto flag = [&flags](std::string key, std::string text) {
        flags.push_back({std::move(key), true, std::move(text)});
    };
    if (!design.budgets.empty())
        flag("unequal-budgets",
             fmt::format("Unequal budgets{}: {}.",
                         design.budgetTask.empty() ? "" : " on " + design.budgetTask,
                         named(design.budgets)));
    if (!design.tuning.empty())
        flag("unequal-tuning",
             fmt::format("Unequal tuning, configurations tried: {}.", named(design.tuning)));
    if (!design.failed.empty())
        flag("failed-runs",
             fmt::format("Failed runs ({}) rank last in the tests and are left out of centres and "
                         "intervals.",
                         named(design.failed)));
    if (!design.censored.empty())
        flag("censored-runs",
             fmt::format("Runs that do not reach the level ({}) rank last in the tests, tied with "
                         "each other; centres, intervals and differences are of the others alone "
                         "and too favourable. The expected running time counts all steps.",
                         named(design.censored)));
    if (!design.unfinished.empty())
        flag("unfinished-runs",
             fmt::format("Unfinished runs are left out ({}).", named(design.unfinished)));
    return flags;
}

std::vector<Advice> guardRails(const ComparisonDesign &design)
{
    std::vector<Advice> advice;
    const auto say = [&advice](std::string key, bool warning, std::string text) {
        advice.push_back({std::move(key), warning, std::move(text)});
    };
    say("design", false, designSentence(design));
    if (design.mostRuns == 0) {
        say("too-few-runs", true, "No run has a value to compare.");
        return advice;
    }
    if (design.comparisons > 0 && design.smallestAdjusted > design.alpha) {
        const bool paired = design.test == TestKind::signedRank;
        const int needed = paired ? leastPairs(design.alpha, design.comparisons)
                                  : leastPerSample(design.alpha, design.comparisons);
        say("too-few-runs", true,
            unreachable("Even", design.smallestAdjusted, design.alpha,
                        counted(design.mostRuns, design.unit), needed));
    }
    if (design.tasks > 1 && !testsAcrossTasks(design))
        say("too-few-tasks", false,
            fmt::format("{} cannot carry a test across tasks; at least {} are needed. Each task is "
                        "judged on its own.",
                        counted(design.acrossTasks, "tasks"), leastTasks));
    else if (testsAcrossTasks(design) && design.acrossComparisons > 0 &&
             design.acrossSmallestAdjusted > design.alpha)
        say("too-few-tasks", true,
            unreachable("Across tasks even", design.acrossSmallestAdjusted, design.alpha,
                        counted(design.acrossTasks, "tasks"),
                        leastPairs(design.alpha, design.acrossComparisons)));
    if (design.leastRuns < uncalibrated)
        say("uncalibrated", true,
            fmt::format(
                "Fewer than {} {}: intervals are uncalibrated and cover less than they say.",
                uncalibrated, design.unit));
    if (design.leastRuns < fewPoints)
        say("every-point", false,
            fmt::format("Fewer than {} {}: look at each of them, not at their mean alone.",
                        fewPoints, design.unit));
    if (design.tasks > 1)
        say("bootstrap", false,
            design.offersBootstrap
                ? std::string("Across tasks the stratified bootstrap (runs drawn within each task) "
                              "gives intervals of an aggregate and of the probability of "
                              "improvement. An aggregate presumes scores on one scale.")
                : std::string("The stratified bootstrap needs a run of every contestant on every "
                              "task."));
    if (design.omnibusP)
        say("omnibus", *design.omnibusP > design.alpha,
            *design.omnibusP > design.alpha
                ? fmt::format("No omnibus difference: Friedman's test gives p = {:.3g} ({}). Pairs "
                              "and groups below are descriptive.",
                              *design.omnibusP,
                              design.omnibusPermuted ? "by permutation" : "Iman and Davenport's F")
                : fmt::format(
                      "Friedman's test finds a difference: p = {:.3g} ({}).", *design.omnibusP,
                      design.omnibusPermuted ? "by permutation" : "Iman and Davenport's F"));
    for (Advice &flag : fairness(design))
        advice.push_back(std::move(flag));
    if (design.comparisons > 0 && !design.paired)
        say("unpaired", false,
            "Seeds do not match everywhere: where they do not, runs are compared unpaired, which "
            "needs more of them.");
    return advice;
}

} // namespace agon::statistics
