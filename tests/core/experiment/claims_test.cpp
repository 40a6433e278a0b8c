#include "core/experiment/claims.h"

#include <QtTest/QtTest>

#include <cmath>
#include <filesystem>
#include <functional>
#include <limits>
#include <map>

using namespace agon;

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

/** Runs whose series are written down by a test. */
class WrittenRuns final : public ObservationSource
{
public:
    using Series = std::vector<std::pair<std::int64_t, double>>;

    ExperimentView view;
    std::vector<RunView> list;
    std::map<std::pair<int, int>, Series> metrics; ///< by run and channel

    ExperimentView experiment() const override { return view; }
    std::vector<RunView> runs() const override { return list; }
    std::vector<ChunkPointer> chunks(int run, int channel, std::size_t) const override
    {
        const auto found = metrics.find({run, channel});
        if (found == metrics.end())
            return {};
        auto chunk = std::make_shared<Chunk>();
        chunk->channel = channel;
        for (const auto &[step, value] : found->second) {
            chunk->steps.push_back(step);
            chunk->values.push_back(value);
        }
        return {chunk};
    }
    std::vector<std::string> labels(int, int) const override { return {}; }
    std::uint64_t revision() const override { return 1; }

    int run(int cell, std::uint64_t seed) const
    {
        for (std::size_t i = 0; i < list.size(); ++i)
            if (list[i].cell == cell && list[i].seed == seed)
                return static_cast<int>(i);
        return -1;
    }
};

RunView finished(int cell, std::uint64_t seed)
{
    RunView run;
    run.cell = cell;
    run.seed = seed;
    run.status = RunStatus::finished;
    run.step = 100;
    return run;
}

ChannelDeclaration metric(const char *key, Direction direction)
{
    ChannelDeclaration channel;
    channel.key = key;
    channel.title = key;
    channel.direction = direction;
    return channel;
}

/** Two contestants, A and B, on one problem with a budget of 100 steps. Channels: loss (minimised),
 *  score (maximised), time (censored at the budget). */
WrittenRuns twoContestants(const Claim &claim)
{
    WrittenRuns source;
    source.view.channels = {metric("loss", Direction::minimize),
                            metric("score", Direction::maximize),
                            metric("time", Direction::minimize), metric("drift", Direction::none)};
    source.view.channels[2].censored = true;
    source.view.mainChannels = {0, 1, 2, 3};
    source.view.budgetUnit = "steps";
    source.view.stepUnit = "step";
    source.view.problems = {{"Task", "toy/task", {}}};
    source.view.contestants = {{"A", "toy/a", {}, 0}, {"B", "toy/b", {}, 1}};
    source.view.cells = {{0, 0, {}, 100}, {0, 1, {}, 100}};
    for (const std::uint64_t seed : claim.experiment.seeds)
        for (int cell = 0; cell < 2; ++cell)
            source.list.push_back(finished(cell, seed));
    return source;
}

const std::string head = R"(
paper = "P999"
statement = "A is better than B."
scope = "scaled-down"
budget = 100
[problem]
type = "toy/task"
[[contestant]]
type = "toy/a"
label = "A"
[[contestant]]
type = "toy/b"
label = "B"
)";

Claim claimOf(const std::string &expectation, const std::string &seeds = "seeds = 10")
{
    const auto claim = parseClaim(seeds + head + expectation, "claims/P999-toy.toml");
    if (!claim)
        qFatal("%s", claim.error().text().c_str());
    return *claim;
}

/** One expectation on end values given for every seed (counted from 0) and contestant. */
ClaimFinding judged(const std::string &expectation, int seeds,
                    const std::function<double(int seed, int contestant)> &loss,
                    ClaimVerdict *whole = nullptr)
{
    const Claim claim = claimOf(expectation, "seeds = " + std::to_string(seeds));
    WrittenRuns source = twoContestants(claim);
    for (int seed = 0; seed < seeds; ++seed)
        for (int contestant = 0; contestant < 2; ++contestant) {
            const int run =
                source.run(contestant, firstJudgingSeed + static_cast<std::uint64_t>(seed));
            const double value = loss(seed, contestant);
            if (std::isnan(value))
                source.list[static_cast<std::size_t>(run)].status = RunStatus::failed;
            for (int channel = 0; channel < 4; ++channel)
                source.metrics[{run, channel}] = {{0, 9}, {100, value}};
        }
    const auto verdict = judge(claim, source, {});
    if (!verdict)
        qFatal("%s", verdict.error().text().c_str());
    if (whole)
        *whole = *verdict;
    return verdict->expectations.at(0).findings.at(0);
}

const std::string aLessThanB = R"(
[[expect]]
measure = { metric = "loss", contestant = "A" }
relation = "less"
to = { contestant = "B" }
)";

QByteArray errorOf(const std::string &text)
{
    const auto claim = parseClaim(text, "claims/P999-toy.toml");
    return claim ? QByteArray() : QByteArray::fromStdString(claim.error().text());
}

} // namespace

class ClaimsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyShippedClaimIsWellFormed()
    {
        int count = 0;
        for (const auto &entry :
             std::filesystem::directory_iterator(AGON_SOURCE_DIR "/resources/claims")) {
            if (entry.path().extension() != ".toml")
                continue;
            const auto claim = readClaim(entry.path().string());
            QVERIFY2(claim.hasValue(), claim ? "" : claim.error().text().c_str());
            QVERIFY(entry.path().filename().string().starts_with(claim->paper + "-"));
            ++count;
        }
        QVERIFY(count > 0);
    }

    void countsOfSeedsBeginAt1001()
    {
        const Claim claim = claimOf(aLessThanB + "by = \"mean\"", "seeds = 3");
        QCOMPARE(claim.experiment.seeds, (std::vector<std::uint64_t>{1001, 1002, 1003}));
        QCOMPARE(claimOf(aLessThanB + "by = \"mean\"", "").experiment.seeds.size(),
                 std::size_t{20});
        QCOMPARE(
            claimOf(aLessThanB + "by = \"mean\"", "seeds = [2000, 1500]").experiment.seeds.front(),
            std::uint64_t{2000});
        QCOMPARE(claim.id, std::string("P999-toy"));
        QCOMPARE(claim.scope, ClaimScope::scaledDown);
    }

    void mistakesGetASentenceWithTheirPlace_data()
    {
        QTest::addColumn<QString>("expectation");
        QTest::addColumn<QString>("message");
        const auto row = [](const char *name, const char *expectation, const char *message) {
            QTest::newRow(name) << expectation << message;
        };
        row("unknown key", "[[expect]]\nmesure = 3\n",
            "claims/P999-toy.toml:16:1: There is no key \"mesure\". Did you mean \"measure\"?");
        row("no rule", "[[expect]]\nmeasure = { metric = \"loss\" }\nrelation = \"less\"\nto = 1\n",
            "claims/P999-toy.toml:15:1: This expectation has no \"by\". Write measure, relation, "
            "to and by.");
        row("unknown summary",
            "[[expect]]\nmeasure = { metric = \"loss\", summary = \"final\" }\nrelation = "
            "\"less\"\nto = 1\n"
            "by = \"mean\"\n",
            "claims/P999-toy.toml:16:40: \"summary\" must be \"end\", \"best\" or \"slope\". "
            "Others are written at = "
            "500, last = 0.1 or steps_to = 0.9.");
        row("two summaries",
            "[[expect]]\nmeasure = { metric = \"loss\", at = 5, last = 0.1 }\nrelation = "
            "\"less\"\nto = 1\n"
            "by = \"mean\"\n",
            "claims/P999-toy.toml:16:38: A measure has one summary. Keep one of summary, at, last "
            "and steps_to.");
        row("share out of range",
            "[[expect]]\nmeasure = { metric = \"loss\" }\nrelation = \"less\"\nto = 1\nby = { "
            "share = 90 }\n",
            "claims/P999-toy.toml:19:16: \"share\" must be between 0.01 and 1, but 90 was given.");
        row("unknown axis",
            "[[expect]]\nmeasure = { metric = \"loss\", \"problem.arms\" = 3 }\nrelation = "
            "\"less\"\nto = 1\n"
            "by = \"mean\"\n",
            "claims/P999-toy.toml:16:30: There is no key \"problem.arms\". Known are: metric, "
            "summary, at, last, "
            "steps_to, contestant, problem.");
        row("interval",
            "[[expect]]\nmeasure = { metric = \"loss\" }\nrelation = \"within\"\nto = 3\nby = "
            "\"mean\"\n",
            "claims/P999-toy.toml:18:6: \"within\" needs an interval. Write to = [0.9, 1.1].");
        row("unknown relation",
            "[[expect]]\nmeasure = { metric = \"loss\" }\nrelation = \"lower\"\nto = 3\nby = "
            "\"mean\"\n",
            "claims/P999-toy.toml:17:12: \"relation\" must be \"less\", \"greater\", \"within\", "
            "\"increasing\" or "
            "\"decreasing\".");
        row("unknown test",
            "[[expect]]\nmeasure = { metric = \"loss\" }\nrelation = \"less\"\nto = 3\nby = { test "
            "= \"t\" }\n",
            "claims/P999-toy.toml:19:6: \"test\" must be \"sign\", \"wilcoxon\" or \"sign-flip\". "
            "Write by = "
            "\"every_seed\", \"mean\", { share = 0.9 } or { test = \"wilcoxon\", alpha = 0.05, "
            "minimum_effect = 0 }.");
        row("no axis",
            "[[expect]]\nmeasure = { metric = \"loss\" }\nrelation = \"increasing\"\nby = "
            "\"mean\"\n",
            "claims/P999-toy.toml:15:1: The relation \"increasing\" needs a sweep axis. Write "
            "along = \"…\" with a "
            "key of [sweep].");
    }
    void mistakesGetASentenceWithTheirPlace()
    {
        QFETCH(QString, expectation);
        QFETCH(QString, message);
        QCOMPARE(QString::fromUtf8(errorOf("seeds = 3" + head + "\n" + expectation.toStdString())),
                 message);
    }

    void tuningSeedsNeverJudge()
    {
        QCOMPARE(errorOf("seeds = [7]" + head + aLessThanB + "by = \"mean\""),
                 QByteArray("claims/P999-toy.toml:1:9: The seed 7 cannot judge a claim. Seeds "
                            "below 1001 are for "
                            "tuning."));
    }

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
