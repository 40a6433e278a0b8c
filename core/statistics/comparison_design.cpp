#include "core/statistics/comparison.h"

#include <algorithm>
#include <cmath>

namespace agon::statistics {

namespace {

void readTests(const Comparison &comparison, ComparisonDesign &design)
{
    design.paired = true;
    design.smallestAdjusted = 1;
    int rankSums = 0;
    for (const PairComparison &pair : comparison.pairs) {
        if (std::isnan(pair.p))
            continue;
        design.paired = design.paired && pair.paired;
        design.somePaired = design.somePaired || pair.paired;
        design.exact = design.exact && pair.exact;
        rankSums += pair.test == TestKind::rankSum ? 1 : 0;
        design.smallestAdjusted = std::min(design.smallestAdjusted, pair.smallestAdjusted);
    }
    design.test = 2 * rankSums > comparison.family ? TestKind::rankSum : TestKind::signedRank;
}

void readAcross(const AcrossTasks &across, ComparisonDesign &design)
{
    design.acrossTasks = static_cast<int>(across.tasks);
    design.acrossSmallestAdjusted = 1;
    for (const PairComparison &pair : across.pairs) {
        design.acrossComparisons += std::isnan(pair.p) ? 0 : 1;
        design.acrossSmallestAdjusted =
            std::min(design.acrossSmallestAdjusted, pair.smallestAdjusted);
    }
    if (design.contestants > 2 && across.tasks >= leastTasks) {
        design.omnibusP = across.friedman.p();
        design.omnibusPermuted = across.friedman.permutationP.has_value();
    }
}

/** Budgets of the first task on which they differ. */
void nameBudgets(const ComparisonInput &input, ComparisonDesign &design)
{
    for (std::size_t task = 0; task < input.tasks.size(); ++task) {
        std::vector<ComparisonDesign::Named> budgets;
        bool differ = false;
        for (std::size_t c = 0; c < input.contestants.size(); ++c) {
            const ComparisonCell &own = input.cell(task, c);
            if (own.seeds.empty() && own.failedSeeds.empty() && own.censoredSeeds.empty())
                continue;
            budgets.push_back({input.contestants[c], own.budget});
            differ = differ || own.budget != budgets.front().count;
        }
        if (!differ)
            continue;
        design.budgets = std::move(budgets);
        design.budgetTask = input.tasks.size() > 1 ? input.tasks[task] : "";
        return;
    }
}

void nameRuns(const ComparisonInput &input, ComparisonDesign &design)
{
    std::vector<ComparisonDesign::Named> tuning;
    for (std::size_t c = 0; c < input.contestants.size(); ++c) {
        int failed = 0;
        int censored = 0;
        int unfinished = 0;
        std::optional<int> tuned;
        for (std::size_t task = 0; task < input.tasks.size(); ++task) {
            const ComparisonCell &own = input.cell(task, c);
            failed += static_cast<int>(own.failedSeeds.size());
            censored += static_cast<int>(own.censoredSeeds.size());
            unfinished += own.unfinished;
            if (own.tuningTrials)
                tuned = std::max(tuned.value_or(0), *own.tuningTrials);
        }
        if (failed > 0)
            design.failed.push_back({input.contestants[c], failed});
        if (censored > 0)
            design.censored.push_back({input.contestants[c], censored});
        if (unfinished > 0)
            design.unfinished.push_back({input.contestants[c], unfinished});
        if (!tuned)
            continue;
        // Settings of one method share what was tried of it.
        const std::string &name = input.methods.empty() ? input.contestants[c] : input.methods[c];
        const auto known = std::find_if(tuning.begin(), tuning.end(),
                                        [&name](const auto &entry) { return entry.name == name; });
        if (known == tuning.end())
            tuning.push_back({name, *tuned});
        else
            known->count = std::max<std::int64_t>(known->count, *tuned);
    }
    if (std::any_of(tuning.begin(), tuning.end(),
                    [&tuning](const auto &entry) { return entry.count != tuning.front().count; }))
        design.tuning = std::move(tuning);
}

} // namespace

ComparisonDesign designOf(const ComparisonInput &input, const Comparison &comparison)
{
    ComparisonDesign design;
    design.contestants = static_cast<int>(input.contestants.size());
    design.tasks = static_cast<int>(input.tasks.size());
    design.alpha = input.alpha;
    design.comparisons = comparison.family;
    design.againstControl = input.control.has_value();
    if (input.control)
        design.control = input.contestants[static_cast<std::size_t>(*input.control)];
    for (const CellSummary &own : comparison.cells) {
        const int runs = own.n + own.failed + own.censored;
        design.leastRuns =
            &own == &comparison.cells.front() ? runs : std::min(design.leastRuns, runs);
        design.mostRuns = std::max(design.mostRuns, runs);
        design.offersBootstrap = design.offersBootstrap && own.n > 0;
    }
    readTests(comparison, design);
    if (comparison.across)
        readAcross(*comparison.across, design);
    nameBudgets(input, design);
    nameRuns(input, design);
    if (input.zeros != ZeroDifferences::dropped && design.test == TestKind::signedRank)
        design.zeros = label(input.zeros);
    return design;
}

std::vector<Advice> fairness(const ComparisonInput &input)
{
    ComparisonDesign design;
    nameBudgets(input, design);
    nameRuns(input, design);
    return fairness(design);
}

} // namespace agon::statistics
