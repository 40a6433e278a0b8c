#include "core/experiment/claims.h"
#include "tests/core/experiment/written_claims.h"

#include <QtTest/QtTest>

#include <cmath>
#include <functional>
#include <limits>

using namespace agon;
using namespace agon::test;

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

} // namespace

class ClaimsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void judgingNamesWhatTheExperimentHas_data()
    {
        QTest::addColumn<QString>("measure");
        QTest::addColumn<QString>("message");
        QTest::newRow("metric")
            << "metric = \"los\""
            << "claims/P999-toy.toml:15:1: The experiment records no metric \"los\". Did you mean "
               "\"loss\"?";
        QTest::newRow("contestant")
            << "metric = \"loss\", contestant = \"C\""
            << "claims/P999-toy.toml:15:1: The experiment has no contestant \"C\". It has "
               "\"A\", \"B\".";
        QTest::newRow("problem")
            << "metric = \"loss\", problem = \"Other\""
            << "claims/P999-toy.toml:15:1: The experiment has no problem \"Other\". It has "
               "\"Task\".";
        QTest::newRow("direction")
            << "metric = \"drift\", steps_to = 1"
            << "claims/P999-toy.toml:15:1: \"drift\" is neither to be minimised nor maximised: "
               "it has no best value and reaches none.";
    }
    void judgingNamesWhatTheExperimentHas()
    {
        QFETCH(QString, measure);
        QFETCH(QString, message);
        const Claim claim = claimOf("\n[[expect]]\nmeasure = { " + measure.toStdString() +
                                        " }\nrelation = \"less\"\nto = 1\nby = \"mean\"\n",
                                    "seeds = 3");
        const auto verdict = judge(claim, twoContestants(claim), {});
        QVERIFY(!verdict);
        QCOMPARE(QString::fromStdString(verdict.error().text()), message);
    }

    void nothingIsJudgedBeforeEveryRunHasEnded()
    {
        const Claim claim = claimOf(aLessThanB + "by = \"every_seed\"");
        WrittenRuns source = twoContestants(claim);
        source.list.back().status = RunStatus::running;
        const auto verdict = judge(claim, source, {});
        QCOMPARE(verdict->verdict, Verdict::notRun);
        QCOMPARE(verdict->expectations[0].findings[0].sentence,
                 std::string("19 of 20 runs have ended."));
        source.list.clear();
        QCOMPARE(judge(claim, source, {})->text(),
                 std::string("Our reading of P999 was not run (reconstructed, scaled down)."));
    }

    void everySeedToleratesNoException()
    {
        const std::string rule = aLessThanB + "by = \"every_seed\"";
        ClaimFinding finding = judged(rule, 10, [](int seed, int c) { return c + 0.1 * seed; });
        QCOMPARE(finding.verdict, Verdict::holds);
        QCOMPARE(finding.satisfied, 10);
        QCOMPARE(finding.effect.value(), 1.0);
        finding = judged(rule, 10, [](int seed, int c) { return seed == 4 ? 1.0 : c; });
        QCOMPARE(finding.verdict, Verdict::contradicted);
        QCOMPARE(finding.satisfied, 9);
        finding =
            judged(rule, 10, [](int seed, int c) { return seed == 4 && c == 1 ? missing : c; });
        QCOMPARE(finding.verdict, Verdict::contradicted);
        QCOMPARE(finding.failed, 1);
        QCOMPARE(finding.sentence,
                 std::string("In 9 of 10 seeds; median 0 against 1; 1 run failed."));
    }

    void aShareIsCounted()
    {
        const std::string rule = aLessThanB + "by = { share = 0.9 }";
        const auto winning = [](int wins) {
            return [wins](int seed, int c) { return (seed < wins) == (c == 0) ? 0.0 : 1.0; };
        };
        QCOMPARE(judged(rule, 10, winning(9)).verdict, Verdict::holds);
        // Wilson's interval of 8 of 10 reaches to 0.94: not yet refuted.
        const ClaimFinding undecided = judged(rule, 10, winning(8));
        QCOMPARE(undecided.verdict, Verdict::inconclusive);
        QVERIFY(undecided.seedsNeeded.value() > 10);
        QVERIFY(std::abs(undecided.upper.value() - 0.943) < 1e-3);
        QCOMPARE(judged(rule, 10, winning(3)).verdict, Verdict::contradicted);
    }

    void aMeanNeedsItsIntervalOnTheClaimedSide()
    {
        const std::string rule = aLessThanB + "by = \"mean\"";
        const auto margins = [](std::vector<double> values) {
            return [values](int seed, int c) {
                return c == 0 ? 0 : values[static_cast<std::size_t>(seed)];
            };
        };
        const ClaimFinding finding = judged(rule, 5, margins({0.42, 0.55, 0.39, 0.61, 0.47}));
        QCOMPARE(finding.verdict, Verdict::holds);
        // The interval of the golden vector "mean_se_t_ci".
        QVERIFY(std::abs(finding.effect.value() - 0.488) < 1e-12);
        QVERIFY(std::abs(finding.lower.value() - 0.374742817841) < 1e-9);
        QVERIFY(std::abs(finding.upper.value() - 0.601257182159) < 1e-9);
        QCOMPARE(judged(rule, 5, margins({-0.42, -0.55, -0.39, -0.61, -0.47})).verdict,
                 Verdict::contradicted);
        const ClaimFinding undecided = judged(rule, 4, margins({1, -1, 1.5, -0.5}));
        QCOMPARE(undecided.verdict, Verdict::inconclusive);
        // (1.96 + 0.84)² s² / m² with m = 0.25 and s = 1.19.
        QCOMPARE(undecided.seedsNeeded.value(), 178);
        QVERIFY(undecided.sentence.ends_with("About 178 seeds would decide."));
        QCOMPARE(judged(rule, 1, margins({1})).verdict, Verdict::inconclusive);
        QCOMPARE(judged(rule, 3, margins({1, missing, 1})).verdict, Verdict::inconclusive);
    }

    void aMeanWithinAnIntervalMayHaveSeedsOutside()
    {
        const std::string rule = R"(
[[expect]]
measure = { metric = "loss", contestant = "A" }
relation = "within"
to = [-1, 1]
)";
        const auto spread = [](int seed, int) { return seed % 2 == 0 ? 1.2 : -1.2; };
        QCOMPARE(judged(rule + "by = \"mean\"", 20, spread).verdict, Verdict::holds);
        QCOMPARE(judged(rule + "by = \"every_seed\"", 20, spread).verdict, Verdict::contradicted);
        QCOMPARE(judged(rule + "by = \"mean\"", 20, [](int, int) { return 2.0; }).verdict,
                 Verdict::contradicted);
    }

    void pairedTestsReachTheirGoldenValues()
    {
        const std::vector<double> a{0.81, 0.74, 0.69, 0.9, 0.55, 0.62, 0.77, 0.83, 0.58, 0.71};
        const std::vector<double> b{0.79, 0.7, 0.71, 0.85, 0.5, 0.62, 0.7, 0.8, 0.6, 0.66};
        const auto loss = [&](int seed, int c) {
            return c == 0 ? b[static_cast<std::size_t>(seed)] : a[static_cast<std::size_t>(seed)];
        };
        const auto byTest = [&](const std::string &rule) {
            return judged(aLessThanB + "by = " + rule, 10, loss);
        };
        const ClaimFinding sign = byTest("{ test = \"sign\" }");
        QVERIFY(std::abs(sign.p.value() - 0.1796875) < 1e-12);
        QCOMPARE(sign.verdict, Verdict::inconclusive);
        // 7 of 9 without ties: 21 pairs by the exact power, 24 seeds with a tie in ten.
        QVERIFY(sign.seedsNeeded.value() > 20 && sign.seedsNeeded.value() < 32);
        const ClaimFinding wilcoxon = byTest("{ test = \"wilcoxon\" }");
        QVERIFY(std::abs(wilcoxon.p.value() - 0.03125) < 1e-12);
        QCOMPARE(wilcoxon.verdict, Verdict::holds);
        QVERIFY(std::abs(wilcoxon.effect.value() - 0.025) < 1e-12);
        QVERIFY(wilcoxon.lower.value() > -0.01 && wilcoxon.upper.value() <= 0.05);
        const ClaimFinding flip = byTest("{ test = \"sign-flip\" }");
        QVERIFY(std::abs(flip.p.value() - 0.03515625) < 1e-12);
        QCOMPARE(flip.verdict, Verdict::holds);
        QCOMPARE(byTest("{ test = \"wilcoxon\", alpha = 0.01 }").verdict, Verdict::inconclusive);
        QCOMPARE(byTest("{ test = \"wilcoxon\", minimum_effect = 0.1 }").verdict,
                 Verdict::contradicted);
    }

    void censoredAndFailedRunsRankLast()
    {
        // B never reaches the target; A fails once: nine wins and a loss.
        const std::string rule = R"(
[[expect]]
measure = { metric = "loss", steps_to = 0.5, contestant = "A" }
relation = "less"
to = { contestant = "B" }
by = { test = "sign" }
)";
        ClaimFinding finding = judged(rule, 10, [](int seed, int c) {
            return c == 1 ? 9.0 : (seed == 3 ? missing : 0.1 + seed);
        });
        // Of A only seed 0 ends below 0.5, the others never get there either: ties.
        QCOMPARE(finding.satisfied, 1);
        QCOMPARE(finding.censored, 10 + 8);
        finding = judged(
            rule, 10, [](int seed, int c) { return c == 1 ? 9.0 : (seed == 3 ? missing : 0.1); });
        QCOMPARE(finding.satisfied, 9);
        QCOMPARE(finding.failed, 1);
        QVERIFY(std::abs(finding.p.value() - 22.0 / 1024) < 1e-12);
        QCOMPARE(finding.verdict, Verdict::holds);
        QVERIFY(!finding.effect);
        // The channel says by itself that the budget means "not reached".
        const std::string declared = R"(
[[expect]]
measure = { metric = "time", contestant = "A" }
relation = "less"
to = { contestant = "B", factor = 0.125 }
by = { share = 0.9 }
)";
        finding = judged(declared, 10, [](int, int c) { return c == 0 ? 20.0 : 100.0; });
        QCOMPARE(finding.verdict, Verdict::holds);
        QCOMPARE(finding.censored, 10);
        finding = judged(declared, 10, [](int, int c) { return c == 0 ? 20.0 : 99.0; });
        QCOMPARE(finding.verdict, Verdict::contradicted);
    }

    void summariesOfASeries_data()
    {
        QTest::addColumn<QString>("measure");
        QTest::addColumn<double>("expected");
        QTest::newRow("end") << "metric = \"loss\", summary = \"end\"" << 3.0;
        QTest::newRow("best loss") << "metric = \"loss\", summary = \"best\"" << 1.0;
        QTest::newRow("best score") << "metric = \"score\", summary = \"best\"" << 8.0;
        QTest::newRow("at") << "metric = \"loss\", at = 70" << 1.0;
        QTest::newRow("at its own step") << "metric = \"loss\", at = 90" << 2.0;
        // Steps 81–89 hold 1, 90–99 hold 2, 100 is 3.
        QTest::newRow("last fifth")
            << "metric = \"loss\", last = 0.2" << (9 * 1.0 + 10 * 2.0 + 3.0) / 20;
        QTest::newRow("steps to a loss") << "metric = \"loss\", steps_to = 1.5" << 50.0;
        QTest::newRow("steps to a score") << "metric = \"score\", steps_to = 4" << 0.0;
        // Points (0, 4), (ln 50, 1), (ln 90, 2), (ln 100, 3).
        QTest::newRow("slope") << "metric = \"loss\", summary = \"slope\"" << -0.4038661279;
    }
    void summariesOfASeries()
    {
        QFETCH(QString, measure);
        QFETCH(double, expected);
        const Claim claim =
            claimOf("\n[[expect]]\nmeasure = { " + measure.toStdString() +
                        ", contestant = \"A\" }\nrelation = \"within\"\nto = [-100, 100]\n"
                        "by = \"every_seed\"\n",
                    "seeds = 1");
        WrittenRuns source = twoContestants(claim);
        for (int channel = 0; channel < 4; ++channel)
            source.metrics[{0, channel}] = {{0, 8}, {1, 4}, {50, 1}, {90, 2}, {100, 3}};
        const auto verdict = judge(claim, source, {});
        const double observed = verdict->expectations[0].findings[0].observed.value();
        QVERIFY2(std::abs(observed - expected) < 1e-6,
                 qPrintable(QString::number(observed, 'g', 12)));
    }

    void theBestOfSeveralIsTheStrictestReference()
    {
        const std::string rule = R"(
[[expect]]
measure = { metric = "loss", contestant = "A" }
relation = "less"
to = { best_of = ["A", "B"], offset = 0.5 }
by = "every_seed"
)";
        // In every seed the smaller of both, plus a half.
        QCOMPARE(judged(rule, 4, [](int, int c) { return c == 0 ? 0.4 : 0.0; }).verdict,
                 Verdict::holds);
        QCOMPARE(judged(rule, 4, [](int, int c) { return c == 0 ? 0.6 : 0.0; }).verdict,
                 Verdict::contradicted);
    }

    void trendsAlongASweep()
    {
        const std::string sweep = R"(
[[expect]]
measure = { metric = "loss", contestant = "A" }
relation = "increasing"
by = "every_seed"

[[expect]]
measure = { metric = "loss", contestant = "A", "problem.noise" = 3 }
relation = "greater"
to = { "problem.noise" = 1, factor = 2 }
by = "every_seed"

[sweep]
"problem.noise" = [1, 2, 3]
)";
        const Claim claim = claimOf(sweep, "seeds = 2");
        WrittenRuns source = twoContestants(claim);
        source.list.clear();
        source.view.axes = {{"problem.noise", {1, 2, 3}}};
        source.view.problems.clear();
        source.view.cells.clear();
        for (int value = 0; value < 3; ++value) {
            source.view.problems.push_back(
                {"Task, noise = " + std::to_string(value + 1), "toy/task", {{"noise", value + 1}}});
            for (int contestant = 0; contestant < 2; ++contestant)
                source.view.cells.push_back({value, contestant, {value}, 100});
        }
        for (const std::uint64_t seed : claim.experiment.seeds)
            for (int cell = 0; cell < 6; ++cell) {
                source.metrics[{static_cast<int>(source.list.size()), 0}] = {{100, 1 + cell / 2}};
                source.list.push_back(finished(cell, seed));
            }
        auto verdict = judge(claim, source, {});
        QVERIFY2(verdict.hasValue(), verdict ? "" : verdict.error().text().c_str());
        QCOMPARE(verdict->expectations[0].findings.size(), std::size_t{1});
        QCOMPARE(verdict->expectations[0].verdict, Verdict::holds);
        QCOMPARE(verdict->expectations[0].findings[0].effect.value(), 1.0);
        QCOMPARE(verdict->expectations[1].verdict, Verdict::holds);
        QCOMPARE(verdict->verdict, Verdict::holds);
        // The middle value of the second seed falls below the first: two of three pairs still rise.
        source.metrics[{6 + 2, 0}] = {{100, 0.5}};
        verdict = judge(claim, source, {});
        QCOMPARE(verdict->expectations[0].verdict, Verdict::contradicted);
        QCOMPARE(verdict->expectations[0].findings[0].satisfied, 1);
        QVERIFY(std::abs(verdict->expectations[0].findings[0].effect.value() - 2.0 / 3) < 1e-12);
    }

    void anAmbiguousComparisonIsRefused()
    {
        const Claim claim = claimOf(R"(
[[expect]]
measure = { metric = "loss", contestant = "A" }
relation = "less"
to = { metric = "score", contestant = "toy/b" }
by = "mean"
)",
                                    "seeds = 2");
        WrittenRuns source = twoContestants(claim);
        source.view.contestants.push_back({"B, again", "toy/b", {{"x", 1}}, 2});
        source.view.cells.push_back({0, 2, {}, 100});
        const auto verdict = judge(claim, source, {});
        QVERIFY(!verdict);
        QVERIFY2(verdict.error().message.find(
                     "A would be compared with B as well as with B, again.") != std::string::npos,
                 verdict.error().message.c_str());
    }

    void theWeakestFidelityAndTheScopeStandBesideTheVerdict()
    {
        ClaimVerdict verdict;
        judged(
            aLessThanB + "by = \"every_seed\"", 3, [](int, int c) { return c; }, &verdict);
        QCOMPARE(verdict.fidelity, Fidelity::reconstructed); // nobody knows the family "toy"
        QCOMPARE(verdict.text(),
                 std::string("Our reading of P999 holds (reconstructed, scaled down)."));
        verdict.fidelity = Fidelity::authorsCode;
        QCOMPARE(verdict.text(), std::string("P999 holds (authors' code, scaled down)."));
        verdict.scope = ClaimScope::analogue;
        QVERIFY(verdict.isOurReading());

        Catalogue toy;
        toy.family = "toy";
        toy.title = "Toy";
        toy.channels = {metric("loss", Direction::minimize)};
        LoopDeclaration loop;
        loop.id = "toy/loop";
        loop.title = "Loop";
        loop.budgetUnit = "steps";
        loop.stepUnit = "step";
        loop.channels = {"loss"};
        toy.loops = {loop};
        const auto algorithm = [](const char *id, Fidelity fidelity) {
            AlgorithmEntry entry;
            entry.declaration.id = id;
            entry.declaration.title = id;
            entry.declaration.loops = {"toy/loop"};
            entry.declaration.fidelity = fidelity;
            return entry;
        };
        FamilySet families;
        families.add(std::make_shared<TableFamily>(
            toy, std::vector<ProblemEntry>{},
            std::vector<AlgorithmEntry>{algorithm("toy/a", Fidelity::authorsCode),
                                        algorithm("toy/b", Fidelity::derived)}));
        const Claim claim = claimOf(aLessThanB + "by = \"every_seed\"");
        QCOMPARE(judge(claim, twoContestants(claim), families)->fidelity, Fidelity::derived);
    }

    void verdictsSurviveJson()
    {
        ClaimVerdict verdict;
        judged(
            aLessThanB + "by = { test = \"wilcoxon\" }", 8,
            [](int seed, int c) { return c * (1 + 0.1 * seed); }, &verdict);
        verdict.build = "1.0";
        verdict.date = "2024-05-01";
        const Json json = verdictToJson(verdict);
        QCOMPARE(json.at("verdict").get<std::string>(), std::string("holds"));
        const auto back = verdictFromJson(Json::parse(json.dump()));
        QVERIFY2(back.hasValue(), back ? "" : back.error().text().c_str());
        QVERIFY(*back == verdict);
        QVERIFY(!verdictFromJson(Json{{"claim", "x"}}));
    }
};

QTEST_GUILESS_MAIN(ClaimsTest)
#include "claims_test.moc"
