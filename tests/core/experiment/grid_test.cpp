#include "core/experiment/experiment.h"
#include "tests/support/test_family.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <set>

using namespace agon;

namespace {

const test::MemoryDataSource data{{{"walk.csv", "1,2"}}};

Expected<Grid> expanded(const std::string &text)
{
    static const FamilySet families = test::testFamilies();
    const auto experiment = parseExperiment(text, "f.toml");
    if (!experiment)
        return experiment.error();
    return expand(*experiment, families, data);
}

Grid grid(const std::string &text)
{
    auto result = expanded(text);
    if (!result)
        qFatal("%s", result.error().text().c_str());
    return *result;
}

QString q(const std::string &text) { return QString::fromStdString(text); }

QStringList contestantLabels(const Grid &grid)
{
    QStringList labels;
    for (const Cell &cell : grid.cells)
        labels << q(cell.contestantLabel);
    return labels;
}

const std::string head = "seeds = 2\n[problem]\ntype = \"test/walk\"\n";
const std::string steady = "[[contestant]]\ntype = \"test/steady\"\n";
const std::string noisy = "[[contestant]]\ntype = \"test/noisy\"\n";

} // namespace

class GridTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void defaultsAreFilledIn()
    {
        const Grid g = grid(head + steady + noisy + "spread = 2\n");
        QCOMPARE(g.cells.size(), 2U);
        QCOMPARE(g.runs.size(), 4U);
        QVERIFY(g.cells[1].algorithmSettings ==
                Json::parse(R"({"rate": 0.05, "spread": 2.0, "mode": "plain"})"));
        QVERIFY(g.cells[0].problemSettings["partition"] == Json({{"type", "iid"}}));
        QCOMPARE(g.cells[0].budget, 100);
        QCOMPARE(g.cells[0].problemLabel, std::string("Walk"));
        QCOMPARE(g.cells[0].contestantLabel, std::string("Steady"));
        QCOMPARE(g.cells[0].problemId, std::string("test/walk"));
        QCOMPARE(g.cells[1].algorithmId, std::string("test/noisy"));
        QVERIFY(g.cells[0].family == g.families.front().get());
        QVERIFY(g.cells[0].schedule == RecordingSchedule{});
    }

    void runsComeInWavesOfSeeds()
    {
        const Grid g = grid(head + steady + noisy);
        const auto is = [&](int run, int cell, std::uint64_t seed) {
            const RunPlan &plan = g.runs[static_cast<std::size_t>(run)];
            return plan.cell == cell && plan.seed == seed && plan.instanceSeed == seed &&
                   plan.frames == (seed == 1);
        };
        QVERIFY(is(0, 0, 1) && is(1, 1, 1) && is(2, 0, 2) && is(3, 1, 2));
    }

    void aFixedInstanceIsTheSameForAllSeeds()
    {
        const Grid g = grid("instance = \"fixed\"\n" + head + steady);
        QCOMPARE(g.runs[1].seed, 2U);
        QCOMPARE(g.runs[0].instanceSeed, g.runs[1].instanceSeed);
        QVERIFY(g.runs[0].identity != g.runs[1].identity);
    }

    void everyCombinationIsACell()
    {
        const Grid g = grid("seeds = 3\n[[problem]]\ntype = \"test/walk\"\n[[problem]]\ntype = "
                            "\"test/wide-walk\"\n" +
                            steady + noisy +
                            "[sweep]\n\"problem.start\" = [1, 2]\n\"contestant.spread\" = [0, 1, "
                            "2]\nbudget = [10, 20]\n");
        // 2 problems × 2 starts × (1 steady + 3 noisy) × 2 budgets
        QCOMPARE(g.cells.size(), 32U);
        QCOMPARE(g.runs.size(), 96U);
        std::set<std::vector<int>> coordinates;
        std::set<std::string> identities;
        for (const Cell &cell : g.cells) {
            QCOMPARE(cell.axisValues.size(), 3U);
            QVERIFY((cell.axisValues[1] == -1) == (cell.algorithmId == "test/steady"));
            QCOMPARE(cell.budget, cell.axisValues[2] == 0 ? 10 : 20);
            QVERIFY(cell.problemSettings["start"] == (cell.axisValues[0] == 0 ? 1.0 : 2.0));
            coordinates.insert({cell.problem, cell.contestant, cell.axisValues[0],
                                cell.axisValues[1], cell.axisValues[2]});
        }
        for (const RunPlan &run : g.runs)
            identities.insert(run.identity);
        QCOMPARE(coordinates.size(), 32U);
        QCOMPARE(identities.size(), 96U);
    }

    void nestedAxesTouchOnlyTheOptionThatHasThem()
    {
        const Grid g = grid(head + steady +
                            "[sweep]\n\"problem.partition.alpha\" = [0.1, "
                            "1]\n\"problem.partition\" = [\"iid\", \"dirichlet\"]\n");
        QCOMPARE(g.cells.size(), 3U);
        QCOMPARE(g.cells[0].axisValues, (std::vector<int>{-1, 0}));
        QCOMPARE(g.cells[2].axisValues, (std::vector<int>{1, 1}));
        QVERIFY(g.cells[2].problemSettings["partition"] ==
                Json::parse(R"({"type": "dirichlet", "alpha": 1.0})"));
        QCOMPARE(g.cells[0].problemLabel, std::string("Walk, partition = iid"));
        QCOMPARE(g.cells[1].problemLabel, std::string("Walk, alpha = 0.1, partition = dirichlet"));
    }

    void axesAddressTypesAndPositions()
    {
        const Grid g =
            grid(head + steady + steady + noisy +
                 "[sweep]\n\"test/noisy.rate\" = [0.1, 0.2]\n\"contestant.1.rate\" = [0.3, 0.4]\n");
        QCOMPARE(contestantLabels(g), (QStringList{QStringLiteral("Steady, rate = 0.05"),
                                                   QStringLiteral("Steady, rate = 0.3"),
                                                   QStringLiteral("Steady, rate = 0.4"),
                                                   QStringLiteral("Noisy, rate = 0.1"),
                                                   QStringLiteral("Noisy, rate = 0.2")}));
    }

    void anOwnBudgetWins()
    {
        const Grid g = grid("budget = 50\n" + head + steady + "budget = 70\n" + noisy +
                            "[sweep]\nbudget = [10, 20]\n");
        QCOMPARE(g.cells.size(), 3U);
        QCOMPARE(g.cells[0].budget, 70);
        QCOMPARE(g.cells[0].axisValues, std::vector<int>{-1});
        QCOMPARE(g.cells[2].budget, 20);
    }

    void equalLabelsAreToldApart_data()
    {
        QTest::addColumn<QString>("contestants");
        QTest::addColumn<QStringList>("labels");
        const std::string &s = steady;
        const std::string &n = noisy;
        QTest::newRow("by settings") << q(s + "rate = 0.2\n" + s)
                                     << QStringList{QStringLiteral("Steady, rate = 0.2"),
                                                    QStringLiteral("Steady, rate = 0.05")};
        QTest::newRow("only what differs") << q(n + "rate = 0.2\nspread = 1\n" + n + "spread = 1\n")
                                           << QStringList{QStringLiteral("Noisy, rate = 0.2"),
                                                          QStringLiteral("Noisy, rate = 0.05")};
        QTest::newRow("numbered") << q(s + s + n)
                                  << QStringList{QStringLiteral("Steady"),
                                                 QStringLiteral("Steady (2)"),
                                                 QStringLiteral("Noisy")};
        QTest::newRow("by budget")
            << q(s + "budget = 10\n" + s)
            << QStringList{QStringLiteral("Steady, budget = 10"), QStringLiteral("Steady")};
        QTest::newRow("by algorithm")
            << q(s + "label = \"X\"\n" + n + "label = \"X\"\n")
            << QStringList{QStringLiteral("X (Steady)"), QStringLiteral("X (Noisy)")};
        QTest::newRow("own labels stay") << q(s + "label = \"A\"\n" + s + "label = \"B\"\n")
                                         << QStringList{QStringLiteral("A"), QStringLiteral("B")};
        QTest::newRow("number in use")
            << q(s + s + s + "label = \"Steady (2)\"\n")
            << QStringList{QStringLiteral("Steady"), QStringLiteral("Steady (3)"),
                           QStringLiteral("Steady (2)")};
    }
    void equalLabelsAreToldApart()
    {
        QFETCH(QString, contestants);
        QFETCH(QStringList, labels);
        QCOMPARE(contestantLabels(grid(head + contestants.toStdString())), labels);
    }

    void badExperimentsGetASentence_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("message");
        const std::string &h = head;
        const std::string &s = steady;
        QTest::newRow("unknown parameter")
            << q(h + "strat = 3\n" + s)
            << "f.toml:4:1: test/walk: there is no parameter \"strat\". Did you mean \"start\"?";
        QTest::newRow("of a contestant")
            << q(h + s + "  rite = 3\n")
            << "f.toml:6:3: test/steady: there is no parameter \"rite\". Did you mean \"rate\"?";
        QTest::newRow("wrong type")
            << q(h + s + "rate = \"fast\"\n")
            << "f.toml:6:1: test/steady: \"rate\" must be a number, but \"fast\" was given.";
        QTest::newRow("range")
            << q(h + "start = 1\nwidth = 0\n" + s)
            << "f.toml:5:1: test/walk: \"width\" must be between 1 and 100, but 0 was given.";
        QTest::newRow("not finite") << q(h + "start = nan\n" + s)
                                    << "f.toml:4:1: test/walk: \"start\" must be a finite number.";
        QTest::newRow("nested") << q(h + "partition = { type = \"dirichlet\", alpha = 0 }\n" + s)
                                << "f.toml:4:35: test/walk, partition = \"dirichlet\": \"alpha\" "
                                   "must be between 0.001 and "
                                   "1000, but 0.0 was given.";
        QTest::newRow("nested option") << q(h + "partition = \"even\"\n" + s)
                                       << "f.toml:4:1: test/walk: \"partition\" must be \"iid\" or "
                                          "\"dirichlet\", but \"even\" "
                                          "was given.";
        QTest::newRow("misplaced") << q(h + "budget = 100\n" + s)
                                   << "f.toml:4:1: test/walk: there is no parameter \"budget\". "
                                      "\"budget\" belongs at the top "
                                      "of the file, before the first table.";
        QTest::newRow("unknown problem")
            << q("seeds = 1\n[problem]\ntype = \"test/wlk\"\n" + s)
            << "f.toml:3:1: There is no problem \"test/wlk\". Did you mean \"test/walk\"?";
        QTest::newRow("plain name")
            << q(h + "[[contestant]]\ntype = \"steady\"\n")
            << "f.toml:5:1: There is no algorithm \"steady\". Did you mean \"test/steady\"?";
        QTest::newRow("problem as algorithm")
            << q(h + "[[contestant]]\ntype = \"test/walk\"\n")
            << "f.toml:5:1: \"test/walk\" is a problem, not an algorithm.";
        QTest::newRow("unknown family")
            << q(h + "[[contestant]]\ntype = \"optimizers/adam\"\n")
            << "f.toml:5:1: There is no algorithm \"optimizers/adam\": there is no family "
               "\"optimizers\". Families are: test.";
        QTest::newRow("no seeds")
            << q("[problem]\ntype = \"test/walk\"\n" + s)
            << "f.toml: The experiment has no seeds. Write for instance seeds = 20.";
        QTest::newRow("empty seeds")
            << q("seeds = []\n[problem]\ntype = \"test/walk\"\n" + s)
            << "f.toml:1:1: The experiment has no seeds. Write for instance seeds = 20.";
        QTest::newRow("seed twice") << q("seeds = [4, 5, 4]\n[problem]\ntype = \"test/walk\"\n" + s)
                                    << "f.toml:1:1: The seed 4 is given twice.";
        QTest::newRow("no problem")
            << q("seeds = 1\n" + s)
            << "f.toml: The experiment has no problem. Write [problem] and below it type = "
               "\"family/name\".";
        QTest::newRow("no contestant")
            << q("seeds = 1\n[problem]\ntype = \"test/race\"\n")
            << "f.toml: The experiment has no contestant. Add [[contestant]] and type = \"…\". "
               "These fit: Racer (test/racer).";
        QTest::newRow("loop")
            << q(h + "[[contestant]]\ntype = \"test/racer\"\n")
            << "f.toml:5:1: Racer (test/racer) cannot play Walk (test/walk): it does not speak the "
               "problem's loop \"test/walks\". These fit: Steady (test/steady), Noisy "
               "(test/noisy), Throws "
               "(test/throws), Not a number (test/not-a-number), Slow (test/slow), Refuses "
               "(test/refuses).";
        QTest::newRow("feature") << q(h + s + "[[contestant]]\ntype = \"test/picky\"\n")
                                 << "f.toml:7:1: Picky (test/picky) cannot play Walk (test/walk): "
                                    "it needs \"wide\", which the "
                                    "problem does not provide. These fit: Steady (test/steady), "
                                    "Noisy (test/noisy), Throws "
                                    "(test/throws), Not a number (test/not-a-number), Slow "
                                    "(test/slow), Refuses (test/refuses).";
        QTest::newRow("two loops")
            << q("seeds = 1\n[[problem]]\ntype = \"test/walk\"\n[[problem]]\ntype = "
                 "\"test/race\"\n" +
                 s)
            << "f.toml:5:1: \"test/race\" speaks the loop \"test/races\", but the problems before "
               "it speak "
               "\"test/walks\". The problems of one experiment speak one loop; make two "
               "experiments.";
        QTest::newRow("budget") << q("budget = 2000000\n" + h + s)
                                << "f.toml:1:1: \"budget\" must be between 1 and 1000000 steps for "
                                   "test/walk, but 2000000 was "
                                   "given.";
        QTest::newRow("own budget") << q(h + s + "budget = 2000000\n")
                                    << "f.toml:6:1: \"budget\" must be between 1 and 1000000 steps "
                                       "for test/walk, but 2000000 "
                                       "was given.";
        QTest::newRow("swept budget") << q(h + s + "[sweep]\nbudget = [10, 0]\n")
                                      << "f.toml:7:1: \"budget\" must be between 1 and 1000000 "
                                         "steps for test/walk, but 0 was "
                                         "given.";
        QTest::newRow("swept budget text")
            << q(h + s + "[sweep]\nbudget = [\"x\"]\n")
            << "f.toml:7:1: A budget must be a whole number, but \"x\" was given.";
        QTest::newRow("too many runs")
            << q("seeds = 1000000\n[problem]\ntype = \"test/walk\"\n" + s + s)
            << "f.toml:1:1: The experiment has more than 1000000 runs. Take fewer seeds or a "
               "smaller "
               "sweep.";
        QTest::newRow("axis unknown") << q(h + s + "[sweep]\n\"contestant.rte\" = [1]\n")
                                      << "f.toml:7:1: The axis \"contestant.rte\" touches nothing: "
                                         "there is no parameter \"rte\". "
                                         "Did you mean \"rate\"?";
        QTest::newRow("axis of nobody")
            << q(h + s + "[sweep]\n\"test/noisy.rate\" = [1]\n")
            << "f.toml:7:1: The axis \"test/noisy.rate\" names nothing that takes part in the "
               "experiment.";
        QTest::newRow("axis of other option")
            << q(h + s + "[sweep]\n\"problem.partition.alpha\" = [1]\n")
            << "f.toml:7:1: The axis \"problem.partition.alpha\" touches nothing: \"alpha\" "
               "belongs to partition = \"dirichlet\", which is not chosen.";
        QTest::newRow("axis value")
            << q(h + s + "[sweep]\n\"contestant.rate\" = [0.5, 7]\n")
            << "f.toml:7:1: test/steady: \"rate\" must be between 0 and 1, but 7.0 was given.";
        QTest::newRow("axis value twice")
            << q(h + s + "[sweep]\n\"contestant.rate\" = [0.5, 0.5]\n")
            << "f.toml:7:1: The axis \"contestant.rate\" has the value 0.5 twice.";
        QTest::newRow("two axes")
            << q(h + s + "[sweep]\n\"contestant.rate\" = [0.5]\n\"test/steady.rate\" = [0.6]\n")
            << "f.toml:8:1: The axes \"contestant.rate\" and \"test/steady.rate\" sweep the same "
               "key of "
               "\"test/steady\".";
        QTest::newRow("budget of nobody") << q(h + s + "budget = 3\n[sweep]\nbudget = [10]\n")
                                          << "f.toml:8:1: The axis \"budget\" touches nothing: "
                                             "every contestant has a budget of its "
                                             "own.";
        QTest::newRow("missing file")
            << q("seeds = 1\n[problem]\ntype = \"test/data-walk\"\nfile = \"/nowhere/steps\"\n" + s)
            << "f.toml:4:1: test/data-walk: \"file\" names the file \"/nowhere/steps\". The file "
               "cannot "
               "be read: No such file or directory.";
    }
    void badExperimentsGetASentence()
    {
        QFETCH(QString, text);
        QFETCH(QString, message);
        const auto result = expanded(text.toStdString());
        QVERIFY(!result);
        QCOMPARE(QString::fromStdString(result.error().text()), message);
    }

    void aHugeSweepIsRefusedAtOnce()
    {
        std::string text = head + steady + "[sweep]\n";
        for (const char *key : {"problem.start", "problem.width", "contestant.rate", "budget"}) {
            text += "\"" + std::string(key) + "\" = [";
            for (int i = 1; i <= 100; ++i)
                text +=
                    std::to_string(i) + (std::string(key) == "contestant.rate" ? "e-3, " : ", ");
            text += "]\n";
        }
        const auto result = expanded(text);
        QVERIFY(!result);
        QCOMPARE(result.error().message, std::string("The experiment has more than 1000000 runs."));
    }

    void aMissingDataResourceIsNamed()
    {
        const auto experiment =
            parseExperiment("seeds = 1\n[problem]\ntype = \"test/data-walk\"\n" + steady, "f.toml");
        const auto result = expand(*experiment, test::testFamilies(), test::MemoryDataSource());
        QVERIFY(!result);
        QCOMPARE(
            result.error().text(),
            std::string(
                "f.toml:3:1: test/data-walk: its data file \"walk.csv\" is missing. It belongs to "
                "the program: install it again."));
    }

    void parametersCannotTakeTheKeysOfAnEntry()
    {
        Catalogue catalogue = test::makeTestFamily()->catalogue();
        QVERIFY(problemsOf(catalogue).empty());
        catalogue.algorithms[0].parameters[0].key = "budget";
        QCOMPARE(problemsOf(catalogue),
                 std::vector<std::string>{
                     "\"test/steady\" has a parameter with the reserved key \"budget\""});
    }

    void errorsAfterAnOverrideDoNotPointIntoTheFile()
    {
        auto experiment = parseExperiment(head + steady + "rate = 0.1\n", "f.toml");
        QVERIFY(applyOverride(*experiment, "contestant.0.rate=7"));
        const auto result = expand(*experiment, test::testFamilies(), data);
        QVERIFY(!result);
        QCOMPARE(result.error().text(),
                 std::string("test/steady: \"rate\" must be between 0 and 1, but 7.0 was given."));
    }
};

QTEST_GUILESS_MAIN(GridTest)
#include "grid_test.moc"
