#include "core/experiment/experiment.h"

#include <QTemporaryDir>
#include <QTest>

using namespace agon;

namespace {

const char *const participation = R"(name = "Unknown participation"
seeds = 20
budget = 500

[problem]
type = "federated/softmax-regression"
dataset = "optdigits"
clients = 100
partition = { type = "dirichlet", alpha = 0.1 }

[[contestant]]
type = "federated/fedavg"

[[contestant]]
type = "federated/fedau"
label = "FedAU, K = 50"
colour = 3
budget = 600
cutoff = 50

[sweep]
"problem.partition.alpha" = [0.05, 0.1, 1.0]
)";

Experiment parsed(const char *text)
{
    auto experiment = parseExperiment(text, "file.toml");
    if (!experiment)
        qFatal("%s", experiment.error().text().c_str());
    return *experiment;
}

} // namespace

class ExperimentFileTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theExampleOfTheDesignIsRead()
    {
        const Experiment experiment = parsed(participation);
        QCOMPARE(experiment.name, std::string("Unknown participation"));
        QCOMPARE(experiment.seeds.size(), 20U);
        QCOMPARE(experiment.seeds.front(), 1U);
        QCOMPARE(experiment.seeds.back(), 20U);
        QCOMPARE(experiment.budget.value(), 500);
        QCOMPARE(experiment.problems.size(), 1U);
        QCOMPARE(experiment.problems[0].type, std::string("federated/softmax-regression"));
        QVERIFY(experiment.problems[0].settings ==
                Json::parse(R"({"dataset": "optdigits", "clients": 100,
                                   "partition": {"type": "dirichlet", "alpha": 0.1}})"));
        QCOMPARE(experiment.contestants.size(), 2U);
        QVERIFY(experiment.contestants[0].label.empty());
        QCOMPARE(experiment.contestants[1].label, std::string("FedAU, K = 50"));
        QCOMPARE(experiment.contestants[1].colour.value(), 3);
        QCOMPARE(experiment.contestants[1].budget.value(), 600);
        QVERIFY(experiment.contestants[1].settings == Json({{"cutoff", 50}}));
        QCOMPARE(experiment.sweep.size(), 1U);
        QCOMPARE(experiment.sweep[0].key, std::string("problem.partition.alpha"));
        QCOMPARE(experiment.sweep[0].values.size(), 3U);
        QVERIFY(experiment.instance == InstanceMode::perSeed);
    }

    void keysAreRememberedWithTheirPlace()
    {
        const Experiment experiment = parsed(participation);
        const auto place = [&](const char *key) { return experiment.positions.at(key); };
        QVERIFY(place("seeds") == (SourcePosition{2, 1}));
        QVERIFY(place("problem.0.clients") == (SourcePosition{8, 1}));
        QVERIFY(place("problem.0.partition.alpha") == (SourcePosition{9, 35}));
        QVERIFY(place("contestant.1.cutoff") == (SourcePosition{19, 1}));
        QVERIFY(place("sweep.problem.partition.alpha") == (SourcePosition{22, 1}));
        QCOMPARE(experiment.fileName, std::string("file.toml"));
    }

    void seedsAreACountAListOrARange_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QList<int>>("seeds");
        QTest::newRow("count") << "seeds = 3" << QList<int>{1, 2, 3};
        QTest::newRow("list") << "seeds = [7, 3]" << QList<int>{7, 3};
        QTest::newRow("range") << "seeds = { from = 1001, count = 2 }" << QList<int>{1001, 1002};
    }
    void seedsAreACountAListOrARange()
    {
        QFETCH(QString, text);
        QFETCH(QList<int>, seeds);
        const Experiment experiment = parsed(text.toUtf8());
        QCOMPARE(QList<int>(experiment.seeds.begin(), experiment.seeds.end()), seeds);
    }

    void severalProblemsScheduleAndUnquotedAxes()
    {
        const Experiment experiment = parsed(R"(instance = "fixed"
budget = 1e6
[schedule]
spacing = "linear"
points = 50
[[problem]]
type = "a/b"
[[problem]]
type = "a/c"
[sweep]
problem.arms = [2, 10]
budget = [100, 1000]
"a/ucb1.exploration" = [1]
)");
        QCOMPARE(experiment.problems.size(), 2U);
        QVERIFY(experiment.instance == InstanceMode::fixed);
        QCOMPARE(experiment.budget.value(), 1'000'000);
        QVERIFY(experiment.schedule->spacing == RecordingSchedule::Spacing::linear);
        QCOMPARE(experiment.schedule->points, 50);
        QCOMPARE(experiment.sweep.size(), 3U);
        QCOMPARE(experiment.sweep[0].key, std::string("problem.arms"));
        QCOMPARE(experiment.sweep[1].key, std::string("budget"));
        QCOMPARE(experiment.sweep[2].key, std::string("a/ucb1.exploration"));
    }

    void aMissingNameIsTheFiles()
    {
        const auto experiment = parseExperiment("seeds = 1", "/somewhere/two-arms.toml");
        QVERIFY(experiment);
        QCOMPARE(experiment->name, std::string("two-arms"));
    }

    void keysOfOthersAreLeftToThem()
    {
        const std::vector<std::string> others{"paper", "expect"};
        QVERIFY(
            parseExperiment("paper = 'P016'\n[[expect]]\nmetric = 'x'\n", "claim.toml", others));
        QVERIFY(!parseExperiment("paper = 'P016'", "claim.toml"));
    }

    void textSurvives_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("design") << QString::fromUtf8(participation);
        QTest::newRow("awkward") << "name = \"quote \\\" back\\\\slash \\n line ένας\"\n"
                                    "description = \"\"\"two\nlines\"\"\"\n"
                                    R"(seeds = [1, 2, 4]
instance = "fixed"
[schedule]
spacing = "every"
frames-of-every-seed = true
[[problem]]
type = "a/b"
label = "tab	"
list = [1, 2.5, -1e300, 0.1, 1e-7]
nested = { type = "x", inner = { type = "y", flag = true } }
"odd key" = "v"
[[problem]]
type = "a/c"
[sweep]
"problem.partition" = ["iid", { type = "dirichlet", alpha = 0.1 }]
"contestant.0.means" = [[1, 2], [3]]
)";
        QTest::newRow("range") << "seeds = { from = 1001, count = 200 }";
        QTest::newRow("empty") << "";
    }
    void textSurvives()
    {
        QFETCH(QString, text);
        const auto first = parseExperiment(text.toStdString(), "x.toml");
        if (!first)
            qFatal("%s", first.error().text().c_str());
        const std::string written = toToml(*first);
        const auto second = parseExperiment(written, "y.toml");
        if (!second)
            qFatal("%s\n%s", second.error().text().c_str(), written.c_str());
        Experiment renamed = *second;
        renamed.name = first->name;
        QVERIFY2(renamed == *first, written.c_str());
        QCOMPARE(toToml(*second), written);
    }

    void theTextIsFitForPeople()
    {
        Experiment experiment = parsed(participation);
        experiment.problems[0].settings["rate"] = 1.0;
        experiment.problems[0].settings["tiny"] = 1e-7;
        experiment.contestants[0].label = "a \"b\"\n\x01\\";
        QCOMPARE(toToml(experiment), std::string(R"(name = "Unknown participation"
seeds = 20
budget = 500

[problem]
type = "federated/softmax-regression"
clients = 100
dataset = "optdigits"
partition = { type = "dirichlet", alpha = 0.1 }
rate = 1.0
tiny = 1e-07

[[contestant]]
type = "federated/fedavg"
)") + "label = \"a \\\"b\\\"\\n\\u0001\\\\\"\n" +
                                         R"(
[[contestant]]
type = "federated/fedau"
label = "FedAU, K = 50"
colour = 3
budget = 600
cutoff = 50

[sweep]
"problem.partition.alpha" = [0.05, 0.1, 1.0]
)");
        QVERIFY(*parseExperiment(toToml(experiment), "again.toml") == experiment);
    }

    void numbersOfPapers()
    {
        const auto experiment = parseExperiment(R"(name = "x"
[[reference]]
label = "FedAU in the paper"
metric = "test_accuracy"
value = 0.83
spread = 0.01
n = 5
source = "Wang and Ji 2024, table 2"
page = 8
[[reference]]
value = 1
source = "theory"
)",
                                                "f.toml");
        QVERIFY2(experiment, experiment ? "" : experiment.error().text().c_str());
        QCOMPARE(experiment->published.size(), std::size_t{2});
        QCOMPARE(experiment->published[0],
                 (PublishedValue{"FedAU in the paper", "test_accuracy", "", 0.83, 0.01, 5,
                                 "Wang and Ji 2024, table 2", "8"}));
        QVERIFY(*parseExperiment(toToml(*experiment), "again.toml") == *experiment);
    }

    void badFilesGetASentence_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("message");
        QTest::newRow("unknown key")
            << "name = \"x\"\nsedes = 20\n"
            << "f.toml:2:1: There is no key \"sedes\". Did you mean \"seeds\"?";
        QTest::newRow("far from any key")
            << "wavelength = 20\n"
            << "f.toml:1:1: There is no key \"wavelength\". Known "
               "are: name, description, seeds, budget, "
               "instance, problem, contestant, reference, schedule, sweep.";
        QTest::newRow("a number without its paper")
            << "[[reference]]\nvalue = 0.83\n"
            << "f.toml:1:1: This reference has no source. A reference is a number with the paper "
               "that reports it: value = 0.83 and source = \"Wang and Ji 2024, table 2\".";
        QTest::newRow("a spread below zero")
            << "[[reference]]\nvalue = 1\nspread = -1\n"
            << "f.toml:3:1: \"spread\" must be at least 0, but -1 was given.";
        QTest::newRow("seeds text")
            << "seeds = \"many\"\n"
            << "f.toml:1:1: \"seeds\" must be a whole number or a list of whole numbers, but "
               "\"many\" was given.";
        QTest::newRow("no seeds") << "\n  seeds = 0\n"
                                  << "f.toml:2:3: \"seeds\" must be a whole number between 1 and "
                                     "1000000, but 0 was given.";
        QTest::newRow("too many seeds") << "seeds = 1000001\n"
                                        << "f.toml:1:1: \"seeds\" must be a whole number between 1 "
                                           "and 1000000, but 1000001 was given.";
        QTest::newRow("negative seed")
            << "seeds = [1, -2]\n"
            << "f.toml:1:1: \"seeds\" must be a list of whole numbers, none below 0, but -2 "
               "was given.";
        QTest::newRow("seed range")
            << "seeds = { form = 3 }\n"
            << "f.toml:1:1: seeds: there is no key \"form\". Did you mean \"from\"?";
        QTest::newRow("budget")
            << "budget = 0\n"
            << "f.toml:1:1: \"budget\" must be a whole number, at least 1, but 0 was given.";
        QTest::newRow("fraction")
            << "budget = 0.5\n"
            << "f.toml:1:1: \"budget\" must be a whole number, at least 1, but 0.5 was given.";
        QTest::newRow("infinite budget")
            << "budget = inf\n"
            << "f.toml:1:1: \"budget\" must be a whole number, at least 1, but inf was given.";
        QTest::newRow("name") << "name = 3\n"
                              << "f.toml:1:1: \"name\" must be a text in quotes, but 3 was given.";
        QTest::newRow("instance")
            << "instance = \"new\"\n"
            << "f.toml:1:1: \"instance\" must be \"per-seed\" or \"fixed\", but \"new\" was given.";
        QTest::newRow("problem") << "problem = \"bandits/bernoulli\"\n"
                                 << "f.toml:1:11: \"problem\" must be a table. Write [[problem]] "
                                    "and below it type = \"…\".";
        QTest::newRow("no type")
            << "[problem]\narms = 3\n"
            << "f.toml:1:1: This problem has no type. Write type = \"family/name\".";
        QTest::newRow("type") << "[[contestant]]\ntype = 3\n"
                              << "f.toml:2:1: \"type\" must be a text in quotes, but 3 was given.";
        QTest::newRow("colour")
            << "[[contestant]]\ntype = \"a/b\"\ncolour = -1\n"
            << "f.toml:3:1: \"colour\" must be a position in the palette, a whole number from 0, "
               "but -1 was given.";
        QTest::newRow("schedule key")
            << "[schedule]\npoints = 5\nspacin = \"linear\"\n"
            << "f.toml:3:1: [schedule]: there is no parameter \"spacin\". Did you mean "
               "\"spacing\"?";
        QTest::newRow("schedule value")
            << "[schedule]\npoints = 0\n"
            << "f.toml:2:1: [schedule]: \"points\" must be between 1 and 1e+09, but 0 was "
               "given.";
        QTest::newRow("schedule")
            << "schedule = 3\n"
            << "f.toml:1:1: [schedule]: settings must be a table of keys and values.";
        QTest::newRow("axis no list")
            << "[sweep]\n\"problem.arms\" = 3\n"
            << "f.toml:2:1: The axis \"problem.arms\" must be a list of values, but 3 was "
               "given. Write \"problem.arms\" = [10, 100].";
        QTest::newRow("axis empty")
            << "[sweep]\n\"problem.arms\" = []\n"
            << "f.toml:2:1: The axis \"problem.arms\" has no values. Write \"problem.arms\" = "
               "[10, 100].";
        QTest::newRow("axis seeds")
            << "[sweep]\nseeds = [1, 2]\n"
            << "f.toml:2:1: \"seeds\" cannot be swept. Axes are \"budget\", "
               "\"problem.<parameter>\", \"contestant.<parameter>\" or \"<id>.<parameter>\".";
        QTest::newRow("axis type")
            << "[sweep]\n\"problem.type\" = [\"a/b\"]\n"
            << "f.toml:2:1: \"problem.type\" cannot be swept. List several [[problem]] or "
               "[[contestant]] tables.";
        QTest::newRow("sweep")
            << "sweep = 3\n"
            << "f.toml:1:1: \"sweep\" must be a table of lists. Write [sweep] and below it "
               "\"problem.clients\" = [10, 100].";
        QTest::newRow("date") << "[problem]\ntype = \"a/b\"\nwhen = 2024-01-02\n"
                              << "f.toml:3:8: A date or time is not a value here. Put it in quotes "
                                 "if a text is meant.";
    }
    void badFilesGetASentence()
    {
        QFETCH(QString, text);
        QFETCH(QString, message);
        const auto result = parseExperiment(text.toStdString(), "f.toml");
        QVERIFY(!result);
        QCOMPARE(QString::fromStdString(result.error().text()), message);
    }

    void malformedTomlNamesThePlace_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("line");
        QTest::addColumn<int>("column");
        QTest::newRow("open quote") << "name = \"x\nseeds = 3\n" << 1 << 10;
        QTest::newRow("no value") << "seeds = 3\nbudget =\n" << 2 << 9;
        QTest::newRow("twice") << "seeds = 3\nseeds = 4\n" << 2 << 9;
        QTest::newRow("open table") << "[problem\n" << 1 << 9;
    }
    void malformedTomlNamesThePlace()
    {
        QFETCH(QString, text);
        QFETCH(int, line);
        QFETCH(int, column);
        const auto result = parseExperiment(text.toStdString(), "f.toml");
        QVERIFY(!result);
        QCOMPARE(result.error().file, std::string("f.toml"));
        QCOMPARE(result.error().line, line);
        QCOMPARE(result.error().column, column);
        QVERIFY(result.error().message.starts_with("This is not valid TOML: "));
    }

    void nestingWithoutEndIsRefused()
    {
        for (const char *open : {"[", "{ a = "}) {
            std::string text = "seeds = ";
            for (int i = 0; i < 100'000; ++i)
                text += open;
            const auto result = parseExperiment(text, "f.toml");
            QVERIFY(!result);
            QCOMPARE(result.error().line, 1);
        }
        const std::string dotted(100'000, '.');
        QVERIFY(!parseExperiment("a" + dotted + " = 1", "f.toml"));
    }

    void aMissingFileIsNamed()
    {
        QTemporaryDir folder;
        const std::string path = folder.filePath(QStringLiteral("none.toml")).toStdString();
        const auto result = readExperiment(path);
        QVERIFY(!result);
        QCOMPARE(result.error().text(),
                 path + ": The file cannot be read: No such file or directory.");
        const auto directory = readExperiment(folder.path().toStdString());
        QVERIFY(!directory);
        QCOMPARE(directory.error().text(),
                 folder.path().toStdString() + ": The file cannot be read: it is a directory.");
    }
};

QTEST_GUILESS_MAIN(ExperimentFileTest)
#include "experiment_file_test.moc"
