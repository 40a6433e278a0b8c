#include "core/statistics/comparison.h"
#include "tests/core/statistics/golden.h"

#include <QTest>

#include <algorithm>

using namespace agon;
using namespace agon::statistics;
using test::goldenStatistics;
using test::near;

namespace {

ComparisonCell cell(const std::vector<double> &values, std::uint64_t firstSeed = 1)
{
    ComparisonCell result;
    result.budget = 100;
    for (std::size_t i = 0; i < values.size(); ++i) {
        result.seeds.push_back(firstSeed + i);
        result.values.push_back(values[i]);
    }
    return result;
}

ComparisonInput oneTask(const std::vector<std::vector<double>> &samples)
{
    ComparisonInput input;
    input.tasks = {"Task"};
    for (std::size_t c = 0; c < samples.size(); ++c) {
        input.contestants.push_back(std::string(1, static_cast<char>('A' + c)));
        input.cells.push_back(cell(samples[c]));
    }
    return input;
}

/** Demšar's table: 14 tasks, four methods, one number a cell. */
ComparisonInput demsar()
{
    ComparisonInput input;
    input.higherIsBetter = true;
    input.contestants = {"C4.5", "C4.5+m", "C4.5+cf", "C4.5+m+cf"};
    for (const Json &row : goldenStatistics()["friedman_demsar_c45"]["scores"]) {
        input.tasks.push_back("task " + std::to_string(input.tasks.size() + 1));
        for (const double score : row)
            input.cells.push_back(cell({score}));
    }
    return input;
}

const Advice *find(const std::vector<Advice> &advice, std::string_view key)
{
    const auto found = std::find_if(advice.begin(), advice.end(),
                                    [key](const Advice &each) { return each.key == key; });
    return found == advice.end() ? nullptr : &*found;
}

std::vector<double> ramp(int count, double offset, double slope = 1)
{
    std::vector<double> values;
    for (int i = 0; i < count; ++i)
        values.push_back(offset + slope * i);
    return values;
}

} // namespace

class ComparisonTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pairedRunsOfOneTask()
    {
        const Json &g = goldenStatistics()["paired"];
        ComparisonInput input = oneTask({test::numbers(g["a"]), test::numbers(g["b"])});
        input.higherIsBetter = true;
        const Comparison comparison = compare(input);
        QCOMPARE(comparison.pairs.size(), std::size_t(1));
        const PairComparison &pair = comparison.pairs.front();
        QVERIFY(pair.paired && pair.exact);
        QCOMPARE(pair.n, 10);
        QCOMPARE(pair.wins, 7);
        QCOMPARE(pair.ties, 1);
        QCOMPARE(pair.losses, 2);
        QVERIFY(near(pair.statistic, g["W_plus"]));
        QVERIFY(near(pair.p, g["exact_permutation_zeros_dropped"]["p_two_sided"]));
        QVERIFY(near(pair.adjusted, pair.p));
        QVERIFY(near(pair.difference, g["hodges_lehmann_paired"]));
        QVERIFY(near(pair.smallest, std::ldexp(1.0, -9)));
        QCOMPARE(pair.verdict, Verdict::better);
        QVERIFY(comparison.cells[0].best && !comparison.cells[1].best);
        QVERIFY(!comparison.cells[1].tiedWithBest);
        QCOMPARE(
            find(comparison.advice, "design")->text,
            "n = 10 seeds for each contestant, paired by seed; exact Wilcoxon signed-rank test "
            "of every pair, one comparison, no correction, alpha = 0.05.");
        // The other direction turns the verdict around, and nothing else.
        input.higherIsBetter = false;
        const Comparison turned = compare(input);
        QCOMPARE(turned.pairs[0].verdict, Verdict::worse);
        QCOMPARE(turned.pairs[0].losses, 7);
        QVERIFY(near(turned.pairs[0].a12, 1 - pair.a12));
        QVERIFY(near(turned.pairs[0].difference, pair.difference));
    }

    /** Nobody ties with the best because there were too few runs to tell. */
    void tooFewRunsJoinNobody()
    {
        const Comparison few = compare(oneTask({{1, 2, 3}, {1.5, 2.5, 3.5}, {9, 10, 11}}));
        QVERIFY(few.cells[0].best);
        for (const std::size_t other : {std::size_t(1), std::size_t(2)}) {
            QVERIFY(!few.cells[other].tiedWithBest);
            QVERIFY(few.cells[other].tooFewToTell);
        }
        QVERIFY(few.groups.empty());
        QVERIFY(!isDecidable(few.pairs));
    }

    void seedsThatDoNotMatchAreNotPaired()
    {
        const Json &g = goldenStatistics()["mann_whitney"];
        ComparisonInput input = oneTask({test::numbers(g["x"]), {}});
        input.cells[1] = cell(test::numbers(g["y"]), 101);
        input.higherIsBetter = true;
        const Comparison comparison = compare(input);
        const PairComparison &pair = comparison.pairs.front();
        QVERIFY(!pair.paired);
        QVERIFY(near(pair.statistic, g["U_x"]));
        QVERIFY(near(pair.p, g["p_exact_permutation_with_ties"]));
        QVERIFY(near(pair.a12, g["A12"]));
        QVERIFY(near(pair.difference, g["hodges_lehmann_shift"]));
        QVERIFY(near(2 * pair.a12Interval->lower - 1,
                     goldenStatistics()["cliffs_delta_ci"]["ci95_asymmetric"][0]));
        QCOMPARE(pair.verdict, Verdict::notSeparated);
        QVERIFY(comparison.cells[1].tiedWithBest);
        QVERIFY(find(comparison.advice, "unpaired") != nullptr);
        QVERIFY(!comparison.overSeeds);
    }

    void saysWhatItWouldTakeInsteadOfNotSignificant()
    {
        // Four contestants, six seeds, no overlap: p = 2^-5 for each of six pairs, Holm 0.1875.
        const Comparison comparison =
            compare(oneTask({ramp(6, 0), ramp(6, 100), ramp(6, 200), ramp(6, 300)}));
        QCOMPARE(comparison.family, 6);
        for (const PairComparison &pair : comparison.pairs) {
            QVERIFY(near(pair.adjusted, 6.0 / 32));
            QVERIFY(near(pair.smallestAdjusted, 6.0 / 32));
            QCOMPARE(pair.verdict, Verdict::tooFewRuns);
        }
        const Advice *advice = find(comparison.advice, "too-few-runs");
        QVERIFY(advice != nullptr && advice->warning);
        QCOMPARE(
            advice->text,
            "Even the clearest result would give p = 0.188 after correction with 6 seeds, above "
            "alpha = 0.05: at least 8 are needed. Nothing can be concluded from these "
            "p-values.");
        for (const Advice &each : comparison.advice)
            QVERIFY(each.text.find("not significant") == std::string::npos);
        // With the eight runs it asks for, the same contest is decided.
        const Comparison enough =
            compare(oneTask({ramp(8, 0), ramp(8, 100), ramp(8, 200), ramp(8, 300)}));
        QVERIFY(find(enough.advice, "too-few-runs") == nullptr);
        for (const PairComparison &pair : enough.pairs)
            QCOMPARE(pair.verdict, Verdict::better);
        QVERIFY(enough.groups.empty());
        // Against a control there are only three comparisons: seven seeds are enough.
        ComparisonInput control = oneTask({ramp(7, 0), ramp(7, 100), ramp(7, 200), ramp(7, 300)});
        control.control = 1;
        const Comparison against = compare(control);
        QCOMPARE(against.family, 3);
        QCOMPARE(against.reference, std::size_t(1));
        QCOMPARE(findPair(against.pairs, 0, 1, 0)->verdict, Verdict::better);
        QCOMPARE(findPair(against.pairs, 3, 1, 0)->verdict, Verdict::worse);
        QVERIFY(findPair(against.pairs, 0, 3, 0) == nullptr);
    }

    void fewRunsAreSaid()
    {
        const Comparison four = compare(oneTask({ramp(4, 0), ramp(4, 10)}));
        QVERIFY(find(four.advice, "uncalibrated")->warning);
        QVERIFY(find(four.advice, "every-point") != nullptr);
        QCOMPARE(four.pairs[0].verdict, Verdict::tooFewRuns);
        const Comparison nine = compare(oneTask({ramp(9, 0), ramp(9, 10)}));
        QVERIFY(find(nine.advice, "uncalibrated") == nullptr);
        QVERIFY(find(nine.advice, "every-point") != nullptr);
        const Comparison ten = compare(oneTask({ramp(10, 0), ramp(10, 10)}));
        QVERIFY(find(ten.advice, "every-point") == nullptr);
        // One run, and none at all.
        QCOMPARE(compare(oneTask({{1}, {2}})).pairs[0].verdict, Verdict::tooFewRuns);
        const Comparison none = compare(oneTask({{1, 2, 3}, {}}));
        QCOMPARE(none.pairs[0].verdict, Verdict::noRuns);
        QVERIFY(std::isnan(none.cells[1].centre));
        QVERIFY(none.cells[0].best);
    }

    void failedRunsRankLast()
    {
        // B is better on the seeds it survives, but fails on six of twelve.
        ComparisonInput input = oneTask({ramp(12, 10), ramp(6, 9)});
        for (std::uint64_t seed = 7; seed <= 12; ++seed)
            input.cells[1].failedSeeds.push_back(seed);
        const Comparison comparison = compare(input);
        const PairComparison &pair = comparison.pairs.front();
        QVERIFY(pair.paired);
        QCOMPARE(pair.n, 12);
        QCOMPARE(pair.wins, 6); // A, on the seeds where B failed
        QCOMPARE(pair.losses, 6);
        QVERIFY(near(pair.difference, 1)); // among those that finished
        QCOMPARE(comparison.cells[1].n, 6);
        QCOMPARE(comparison.cells[1].failed, 6);
        QVERIFY(find(comparison.advice, "failed-runs")->text.find("B: 6") != std::string::npos);
        // Both failing is a tie.
        input.cells[0].failedSeeds = {12};
        input.cells[0].seeds.pop_back();
        input.cells[0].values.pop_back();
        QCOMPARE(compare(input).pairs[0].ties, 1);
    }

    void whoSeldomGetsThereIsNotTheBest()
    {
        // Steps to a level: B is quick when it gets there, which it does twice in twelve runs.
        ComparisonInput input = oneTask({ramp(12, 40), ramp(2, 10)});
        for (std::uint64_t seed = 3; seed <= 12; ++seed)
            input.cells[1].censoredSeeds.push_back(seed);
        input.cells[0].standing = 45.5;
        input.cells[1].standing = (10 + 11 + 10 * 100) / 2.0; // every run was given 100 steps
        const Comparison comparison = compare(input);
        QVERIFY(comparison.cells[0].best);
        QVERIFY(!comparison.cells[1].best);
        QCOMPARE(comparison.cells[1].centre, 10.5);
        QCOMPARE(comparison.cells[1].censored, 10);
        QCOMPARE(comparison.cells[1].failed, 0);
        QCOMPARE(comparison.pairs.front().n, 12);
        QCOMPARE(comparison.pairs.front().wins, 10);
        QVERIFY(find(comparison.advice, "censored-runs")->text.find("B: 10") != std::string::npos);
        QVERIFY(find(comparison.advice, "failed-runs") == nullptr);
    }

    void unequalBudgetsAndTuningAreFlagged()
    {
        ComparisonInput input = oneTask({ramp(10, 0), ramp(10, 1)});
        QVERIFY(find(compare(input).advice, "unequal-budgets") == nullptr);
        input.cells[1].budget = 200;
        input.cells[0].tuningTrials = 50;
        input.cells[1].tuningTrials = 1;
        input.cells[1].unfinished = 2;
        const Comparison comparison = compare(input);
        QCOMPARE(find(comparison.advice, "unequal-budgets")->text,
                 "Unequal budgets: A: 100, B: 200.");
        QVERIFY(find(comparison.advice, "unequal-budgets")->warning);
        QCOMPARE(find(comparison.advice, "unequal-tuning")->text,
                 "Unequal tuning, configurations tried: A: 50, B: 1.");
        QCOMPARE(find(comparison.advice, "unfinished-runs")->text,
                 "Unfinished runs are left out (B: 2).");
    }

    void settingsOfOneMethodAreTunedTogether()
    {
        ComparisonInput input = oneTask({ramp(10, 0), ramp(10, 1), ramp(10, 2), ramp(10, 3)});
        input.methods = {"fedavg", "fedavg", "fedprox", "recorded"};
        input.cells[0].tuningTrials = input.cells[1].tuningTrials = 12;
        input.cells[2].tuningTrials = 1;
        QCOMPARE(find(compare(input).advice, "unequal-tuning")->text,
                 "Unequal tuning, configurations tried: fedavg: 12, fedprox: 1.");
        // What nothing is known of is not unequal.
        input.cells[2].tuningTrials = 12;
        QVERIFY(find(compare(input).advice, "unequal-tuning") == nullptr);
        // The same without a value: what is unequal shows before anything is compared.
        input.cells[2].tuningTrials = 1;
        for (ComparisonCell &cell : input.cells)
            cell.values.clear();
        QCOMPARE(fairness(input).size(), std::size_t(1));
        QCOMPARE(fairness(input).front().key, std::string("unequal-tuning"));
    }

    void zeroDifferencesAreTreatedAsAsked()
    {
        // Five ties, and a step ahead on the other seven.
        std::vector<double> second = ramp(12, 0);
        for (std::size_t i = 5; i < second.size(); ++i)
            second[i] += static_cast<double>(i);
        ComparisonInput input = oneTask({ramp(12, 0), second});
        const Comparison dropped = compare(input);
        QVERIFY(find(dropped.advice, "design")->text.find("zero") == std::string::npos);
        input.zeros = ZeroDifferences::ranked;
        const Comparison ranked = compare(input);
        QVERIFY(find(ranked.advice, "design")
                    ->text.find("zero differences ranked, then dropped (Pratt)") !=
                std::string::npos);
        // All that differ agree: the rule moves the statistic, neither p nor who leads.
        QCOMPARE(dropped.pairs[0].p, ranked.pairs[0].p);
        QCOMPARE(dropped.pairs[0].verdict, ranked.pairs[0].verdict);
        QVERIFY(dropped.pairs[0].verdict == Verdict::better);
    }

    void identicalContestantsAreNotSeparated()
    {
        const Comparison comparison = compare(oneTask({ramp(10, 0), ramp(10, 0)}));
        const PairComparison &pair = comparison.pairs.front();
        QCOMPARE(pair.p, 1.0);
        QCOMPARE(pair.ties, 10);
        QCOMPARE(pair.a12, 0.5);
        QCOMPARE(pair.verdict, Verdict::notSeparated);
        QVERIFY(comparison.cells[0].best && comparison.cells[1].best);
        QCOMPARE(comparison.groups, (std::vector<Group>{{0, 1}}));
    }

    void manyTasksAreDemsars()
    {
        const Json &g = goldenStatistics()["friedman_demsar_c45"];
        const Comparison comparison = compare(demsar());
        QVERIFY(comparison.across.has_value());
        const AcrossTasks &across = *comparison.across;
        QCOMPARE(across.tasks, std::size_t(14));
        for (std::size_t c = 0; c < 4; ++c)
            QVERIFY(near(across.contestants[c].meanRank, g["average_ranks"][c]));
        QVERIFY(near(across.friedman.f, g["iman_davenport_F"]));
        QVERIFY(near(across.nemenyi, g["nemenyi_CD_05"]));
        QVERIFY(across.omnibus);
        for (std::size_t i = 0; i < across.pairs.size(); ++i)
            QVERIFY(near(across.pairs[i].adjusted, g["pairwise_wilcoxon_holm"][i]));
        // Only C4.5 and C4.5+m are told apart.
        QCOMPARE(across.groups, (std::vector<Group>{{0, 2, 3}, {1, 2, 3}}));
        QCOMPARE(across.pairs[0].verdict, Verdict::worse);
        QCOMPARE(comparison.reference, std::size_t(3));
        QCOMPARE(across.nemenyiGroups, (std::vector<Group>{{0, 1, 2, 3}}));
        QVERIFY(find(comparison.advice, "bootstrap") != nullptr);
        QVERIFY(!find(comparison.advice, "omnibus")->warning);
        // The order of the groups is the scores' own: aggregates are those of the sheet.
        QVERIFY(across.contestants[1].aggregate.has_value());
        QVERIFY(across.pairs[0].improvement->estimate < 0.5);
    }

    void fewTasksAreNotTestedAcross()
    {
        ComparisonInput input = demsar();
        input.tasks.resize(4);
        input.cells.resize(16);
        const Comparison comparison = compare(input);
        QVERIFY(std::isnan(comparison.across->pairs[0].p));
        QCOMPARE(comparison.across->pairs[0].verdict, Verdict::noRuns);
        QVERIFY(!comparison.across->omnibus);
        QCOMPARE(find(comparison.advice, "too-few-tasks")->text,
                 "4 tasks cannot carry a test across tasks; at least 5 are needed. Each task is "
                 "judged on its own.");
    }

    void practicalEquivalence()
    {
        const Json &g = goldenStatistics()["bayesian_signed_rank"];
        // Differences x - y of the vector are second minus first here: smaller is better.
        ComparisonInput input = oneTask({test::numbers(g["x"]), test::numbers(g["y"])});
        input.rope = g["rope"].get<double>();
        const PairComparison pair = compare(input).pairs.front();
        QVERIFY(pair.rope.has_value());
        for (std::size_t region = 0; region < 3; ++region)
            QVERIFY(near(pair.rope->mean[region], g["posterior_mean_left_rope_right"][region]));
    }

    void plansMoreSeeds()
    {
        // Differences with deviation 1, a gap of 0.8: 19 seeds for 90 %.
        std::vector<double> first, second;
        for (int i = 0; i < 8; ++i) {
            first.push_back(10 + i);
            second.push_back(10 + i + 0.5 + (i % 2 == 0 ? 1 : -1) * std::sqrt(7.0 / 8));
        }
        ComparisonInput input = oneTask({first, second});
        input.gap = 0.8;
        const auto detection = compare(input).detection.front();
        QVERIFY(detection.has_value());
        QCOMPARE(detection->n, 8);
        QVERIFY(near(detection->deviation, 1));
        QCOMPARE(*detection->needed, 19);
        QVERIFY(detection->power > 0.4 && detection->power < 0.6);
    }
};

QTEST_GUILESS_MAIN(ComparisonTest)
#include "comparison_test.moc"
