#include "core/experiment/experiment.h"

#include <QTest>

using namespace agon;

namespace {

Experiment example()
{
    return *parseExperiment(R"(seeds = 2
[[problem]]
type = "test/walk"
partition = "dirichlet"
[[contestant]]
type = "test/steady"
rate = 0.1
[[contestant]]
type = "test/noisy"
)",
                            "example.toml");
}

} // namespace

class ExperimentOverrideTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keysOfTheExperiment()
    {
        Experiment experiment = example();
        QVERIFY(applyOverride(experiment, "seeds=8"));
        QCOMPARE(experiment.seeds.size(), 8U);
        QVERIFY(applyOverride(experiment, "seeds=[5, 6]"));
        QCOMPARE(experiment.seeds, (std::vector<std::uint64_t>{5, 6}));
        QVERIFY(applyOverride(experiment, "budget = 100"));
        QCOMPARE(experiment.budget.value(), 100);
        QVERIFY(applyOverride(experiment, "instance=fixed"));
        QVERIFY(experiment.instance == InstanceMode::fixed);
        QVERIFY(applyOverride(experiment, "schedule.points=7"));
        QVERIFY(applyOverride(experiment, "schedule.spacing=linear"));
        QCOMPARE(experiment.schedule->points, 7);
        QVERIFY(experiment.schedule->spacing == RecordingSchedule::Spacing::linear);
        QVERIFY(applyOverride(experiment, "name=\"My walk\""));
        QCOMPARE(experiment.name, std::string("My walk"));
        QVERIFY(applyOverride(experiment, "sweep.problem.start=[1, 2]"));
        QCOMPARE(experiment.sweep.size(), 1U);
        QCOMPARE(experiment.sweep[0].key, std::string("problem.start"));
        QVERIFY(applyOverride(experiment, "sweep.problem.start=[3]"));
        QCOMPARE(experiment.sweep.size(), 1U);
        QVERIFY(experiment.sweep[0].values == std::vector<Json>{3});
    }

    void keysOfProblemsAndContestants()
    {
        Experiment experiment = example();
        QVERIFY(applyOverride(experiment, "problem.start=50"));
        QVERIFY(experiment.problems[0].settings["start"] == 50);
        QVERIFY(applyOverride(experiment, "problem.partition.alpha=0.3"));
        QVERIFY(experiment.problems[0].settings["partition"] ==
                Json::parse(R"({"type": "dirichlet", "alpha": 0.3})"));
        QVERIFY(applyOverride(experiment, "problem.partition=iid"));
        QVERIFY(experiment.problems[0].settings["partition"] == "iid");
        QVERIFY(applyOverride(experiment, "contestant.1.rate=0.2"));
        QVERIFY(experiment.contestants[0].settings["rate"] == 0.1);
        QVERIFY(experiment.contestants[1].settings["rate"] == 0.2);
        QVERIFY(applyOverride(experiment, "contestant.rate=0.3"));
        QVERIFY(experiment.contestants[0].settings["rate"] == 0.3);
        QVERIFY(experiment.contestants[1].settings["rate"] == 0.3);
        QVERIFY(applyOverride(experiment, "test/noisy.spread=1"));
        QVERIFY(experiment.contestants[1].settings["spread"] == 1);
        QVERIFY(!experiment.contestants[0].settings.contains("spread"));
        QVERIFY(applyOverride(experiment, "contestant.0.label=Calm"));
        QCOMPARE(experiment.contestants[0].label, std::string("Calm"));
    }

    void badOverridesGetASentenceAndChangeNothing_data()
    {
        QTest::addColumn<QString>("assignment");
        QTest::addColumn<QString>("message");
        QTest::newRow("nothing")
            << "seeds"
            << "\"seeds\" assigns nothing. Write KEY=VALUE, for instance problem.clients=50.";
        QTest::newRow("no value")
            << "seeds="
            << "\"seeds=\" assigns no valid value. Values are written as in TOML: 50, 0.1, true, "
               "\"text\", [1, 2].";
        QTest::newRow("two lines")
            << "seeds=3\nname='x'"
            << "\"seeds=3\nname='x'\" assigns no valid value. Values are written as in TOML: 50, "
               "0.1, true, \"text\", [1, 2].";
        QTest::newRow("unknown") << "sedes=3"
                                 << "There is no key \"sedes\". Did you mean \"seeds\"?";
        QTest::newRow("part") << "seeds.count=3"
                              << "\"seeds\" has no part \"count\".";
        QTest::newRow("wrong value")
            << "budget=none"
            << "\"budget\" must be a whole number, at least 1, but \"none\" was given.";
        QTest::newRow("schedule")
            << "schedule.point=3"
            << "[schedule]: there is no parameter \"point\". Did you mean \"points\"?";
        QTest::newRow("index") << "contestant.2.rate=1"
                               << "There is no contestant 2: the experiment has 2, counted from 0.";
        QTest::newRow("type")
            << "test/stedy.rate=1"
            << "The experiment has no \"test/stedy\". Did you mean \"test/steady\"?";
        QTest::newRow("no parameter")
            << "problem=3"
            << "\"problem\" names no parameter. Write for instance \"problem.clients\", "
               "\"contestant.0.epsilon\" or \"bandits/ucb1.exploration\".";
        QTest::newRow("below a number") << "contestant.rate.alpha=1"
                                        << "\"rate.alpha\" cannot be set, since \"rate\" is 0.1.";
        QTest::newRow("empty part")
            << "problem..x=1"
            << "\"problem..x\" names no parameter. Write for instance \"problem.clients\", "
               "\"contestant.0.epsilon\" or \"bandits/ucb1.exploration\".";
    }
    void badOverridesGetASentenceAndChangeNothing()
    {
        QFETCH(QString, assignment);
        QFETCH(QString, message);
        Experiment experiment = example();
        const auto result = applyOverride(experiment, assignment.toStdString());
        QVERIFY(!result);
        QCOMPARE(QString::fromStdString(result.error().text()), message);
        QVERIFY(experiment == example());
    }
};

QTEST_GUILESS_MAIN(ExperimentOverrideTest)
#include "experiment_override_test.moc"
