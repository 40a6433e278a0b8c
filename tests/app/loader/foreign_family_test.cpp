#include "app/loader/plugin_loader.h"
#include "app/worker/foreign_family.h"
#include "core/experiment/experiment.h"
#include "core/experiment/runner.h"
#include "tests/support/test_family.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>

using namespace agon;
using namespace agon::app;
namespace fs = std::filesystem;

namespace {

const fs::path fixtures = fs::path(AGON_BUILD_DIR) / "tests/fixtures/plugins";
const fs::path host = fs::path(AGON_BUILD_DIR) / "tests/agon_worker_test_host";

std::shared_ptr<const Family> foreign(const std::string &name)
{
    const auto family = childFamily(fixtures / (name + ".so"), host, std::chrono::seconds(10));
    if (!family)
        qFatal("%s", family.error().text().c_str());
    return *family;
}

std::shared_ptr<const Grid>
gridOf(const std::string &toml, const std::shared_ptr<const Family> &family, const DataSource &data)
{
    FamilySet families;
    families.add(family);
    const auto experiment = parseExperiment(toml, "test.toml");
    if (!experiment)
        qFatal("%s", experiment.error().text().c_str());
    auto grid = expand(*experiment, families, data);
    if (!grid)
        qFatal("%s", grid.error().text().c_str());
    return std::make_shared<const Grid>(std::move(*grid));
}

std::shared_ptr<LiveLog> play(const std::shared_ptr<const Grid> &grid, const DataSource &data)
{
    const auto log = std::make_shared<LiveLog>(*grid);
    const auto executor = makeExecutor(2);
    Runner runner(*executor, data, grid, log);
    runner.start();
    runner.wait();
    return log;
}

const std::string contest = R"(
name = "everything"
seeds = 3
budget = 300
[schedule]
spacing = "linear"
points = 60
[problem]
type = "test/walk"
partition = { type = "dirichlet", alpha = 0.2 }
[[contestant]]
type = "test/steady"
[[contestant]]
type = "test/noisy"
spread = 0.5
[[contestant]]
type = "test/throws"
at = 100
[[contestant]]
type = "test/not-a-number"
at = 50
[[contestant]]
type = "test/refuses"
)";

/** Alive, and no zombie that nobody has buried. */
bool lives(qint64 pid)
{
    std::ifstream stat("/proc/" + std::to_string(pid) + "/stat");
    std::string text;
    return std::getline(stat, text) && text.substr(text.rfind(')') + 2, 1) != "Z";
}

std::string unrulyToml(const std::string &algorithm, const std::string &file)
{
    return "name = \"unruly\"\nseeds = 2\nbudget = 200\n[problem]\ntype = "
           "\"unruly/nothing\"\n[[contestant]]\ntype = \"unruly/" +
           algorithm + "\"\nfile = \"" + file + "\"\n";
}

} // namespace

class ForeignFamilyTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aWholeContestGivesTheSameBitsInAChild()
    {
        const test::MemoryDataSource data;
        const auto family = foreign("good");
        QVERIFY(toJson(family->catalogue()) == toJson(test::makeTestFamily()->catalogue()));
        QCOMPARE(family->preferredLanes("test/noisy"), 4);
        const auto here = play(gridOf(contest, test::makeTestFamily(), data), data);
        const auto there = play(gridOf(contest, family, data), data);
        const auto expected = here->runs();
        const auto got = there->runs();
        QCOMPARE(got.size(), expected.size());
        for (std::size_t i = 0; i < got.size(); ++i) {
            QCOMPARE(std::string(key(got[i].status)), std::string(key(expected[i].status)));
            QCOMPARE(got[i].reason, expected[i].reason);
            QCOMPARE(got[i].digest, expected[i].digest);
            QCOMPARE(digestOf(*there, static_cast<int>(i)), digestOf(*here, static_cast<int>(i)));
            for (int channel = 0; channel < static_cast<int>(family->catalogue().channels.size());
                 ++channel)
                QCOMPARE(there->labels(static_cast<int>(i), channel),
                         here->labels(static_cast<int>(i), channel));
        }
    }

    void everyStepIsDueInAChildToo()
    {
        const test::MemoryDataSource data;
        std::string toml = contest;
        toml.replace(toml.find("\"linear\""), 8, "\"every\"");
        toml.replace(toml.find("budget = 300"), 12, "budget = 150000");
        toml.resize(toml.find("[[contestant]]\ntype = \"test/throws\""));
        const auto here = play(gridOf(toml, test::makeTestFamily(), data), data);
        const auto there = play(gridOf(toml, foreign("good"), data), data);
        for (std::size_t i = 0; i < here->runs().size(); ++i)
            QCOMPARE(there->runs()[i].digest, here->runs()[i].digest);
    }

    void dataComeFromTheParent()
    {
        const std::string toml = "name = \"data\"\nseeds = 1\nbudget = 20\n[problem]\ntype = "
                                 "\"test/data-walk\"\n[[contestant]]\ntype = \"test/steady\"\n";
        const test::MemoryDataSource full(
            std::map<std::string, std::string, std::less<>>{{"walk.csv", "1,2,3"}});
        const auto family = foreign("good");
        QCOMPARE(play(gridOf(toml, family, full), full)->runs()[0].status, RunStatus::finished);
        const test::MemoryDataSource empty;
        // The grid was made where the data are; the run finds none.
        const auto failed = play(gridOf(toml, family, full), empty)->runs()[0];
        QCOMPARE(failed.status, RunStatus::failed);
        QCOMPARE(failed.reason, empty.read("walk.csv").error().text());
    }

    void aCrashIsAFailedRun()
    {
        const test::MemoryDataSource data;
        const auto log = play(gridOf(unrulyToml("crashes", ""), foreign("unruly"), data), data);
        for (const RunView &run : log->runs()) {
            QCOMPARE(run.status, RunStatus::failed);
            QVERIFY2(run.reason.find(
                         "The worker process of unruly.so was killed by signal 6 (Aborted)") !=
                         std::string::npos,
                     run.reason.c_str());
        }
    }

    void aHangIsStoppedAndTheOthersGoOn()
    {
        const QTemporaryDir directory;
        const std::string file = directory.filePath(QStringLiteral("hang")).toStdString();
        std::ofstream(file) << "x";
        const test::MemoryDataSource data;
        const auto grid = gridOf(unrulyToml("hangs", file), foreign("unruly"), data);
        const auto log = std::make_shared<LiveLog>(*grid);
        const auto executor = makeExecutor(1);
        RunnerOptions options;
        options.stuckAfter = std::chrono::milliseconds(200);
        Runner runner(*executor, data, grid, log, options);
        runner.start();
        QTRY_COMPARE(runner.progress().stuckRuns, std::vector<int>{0});
        QVERIFY(runner.stop(0));
        QTRY_COMPARE_WITH_TIMEOUT(log->runs()[0].status, RunStatus::failed, 8000);
        QVERIFY2(log->runs()[0].reason.find("was stopped") != std::string::npos,
                 log->runs()[0].reason.c_str());
        fs::remove(file);
        runner.wait();
        QCOMPARE(log->runs()[1].status, RunStatus::finished);
    }

    void aUnitThatHangsHereIsPlayedAgainInAChild()
    {
        const QTemporaryDir directory;
        const std::string file = directory.filePath(QStringLiteral("hang")).toStdString();
        std::ofstream(file) << "x";
        const test::MemoryDataSource data;
        const auto own = loadFamily(fixtures / "unruly.so", "unruly");
        QVERIFY(own);
        const auto grid = gridOf(unrulyToml("hangs", file), *own, data);
        const auto log = std::make_shared<LiveLog>(*grid);
        const auto executor = makeExecutor(1);
        RunnerOptions options;
        options.stuckAfter = std::chrono::milliseconds(200);
        Runner runner(*executor, data, grid, log, options);
        runner.start();
        QTRY_COMPARE(runner.progress().stuckRuns, std::vector<int>{0});
        QVERIFY(runner.rerunElsewhere(0, foreign("unruly")));
        // It hangs in the child as well, where it can be killed.
        QTRY_VERIFY(log->runs()[1].status == RunStatus::running);
        QTRY_COMPARE(runner.progress().stuckRuns, (std::vector<int>{1, 0}));
        QVERIFY(runner.stop(0));
        QTRY_COMPARE_WITH_TIMEOUT(log->runs()[0].status, RunStatus::failed, 8000);
        QVERIFY2(log->runs()[0].reason.find("was stopped") != std::string::npos,
                 log->runs()[0].reason.c_str());
        // The other one is let go and finishes there.
        QVERIFY(runner.rerunElsewhere(1, foreign("unruly")));
        fs::remove(file);
        runner.wait();
        QCOMPARE(log->runs()[1].status, RunStatus::finished);
        QCOMPARE(log->runs()[1].digest, digestOf(*log, 1));
        QTest::qWait(100); // the units that were given up return
    }

    void theChildDiesWithItsParent()
    {
        const QTemporaryDir directory;
        const QString file = directory.filePath(QStringLiteral("hang"));
        std::ofstream(file.toStdString()) << "x";
        QProcess parent;
        parent.start(QString::fromStdString(host.string()),
                     {QStringLiteral("parent"),
                      QString::fromStdString((fixtures / "unruly.so").string()), file});
        QVERIFY(parent.waitForReadyRead(20'000));
        const qint64 child = parent.readLine().trimmed().toLongLong();
        QVERIFY(child > 0);
        QTest::qWait(200); // it hangs in its unit by now
        QVERIFY(lives(child));
        ::kill(static_cast<pid_t>(parent.processId()), SIGKILL);
        parent.waitForFinished();
        QTRY_VERIFY(!lives(child));
    }
};

QTEST_GUILESS_MAIN(ForeignFamilyTest)
#include "foreign_family_test.moc"
