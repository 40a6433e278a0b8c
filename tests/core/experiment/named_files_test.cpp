#include "core/experiment/named_files.h"

#include "core/experiment/experiment.h"
#include "core/experiment/runner.h"
#include "tests/support/test_family.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace agon;

namespace {

const test::MemoryDataSource walkData{{{"walk.csv", "1,2"}}};

void write(const std::string &path, const char *content) { std::ofstream(path) << content; }

} // namespace

/** Users' own files: where they are looked for, what is said when they are gone or have changed. */
class NamedFilesTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    std::string in(const char *name) const { return m_folder.filePath(name).toStdString(); }

    /** The grid of an experiment file in the folder, of which @p rest is the problem's. */
    Expected<Grid> expanded(const std::string &rest) const
    {
        static const FamilySet families = test::testFamilies();
        const auto experiment = parseExperiment("seeds = 1\nbudget = 20\n[[contestant]]\n"
                                                "type = \"test/steady\"\n[[problem]]\n"
                                                "type = \"test/data-walk\"\n" +
                                                    rest,
                                                in("mine.toml"));
        return experiment ? expand(*experiment, families, walkData)
                          : Expected<Grid>(experiment.error());
    }

private Q_SLOTS:
    void init()
    {
        write(in("steps.csv"), "1");
        write(in("more.csv"), "2");
    }

    void filesAreLookedForBesideTheExperiment()
    {
        const auto grid = expanded("file = \"steps.csv\"\n");
        QVERIFY(grid);
        QVERIFY(grid->cells[0].problemSettings.at("file") == in("steps.csv"));
        // What is stored can be read again from anywhere.
        QVERIFY(toToml(grid->experiment).find(in("steps.csv")) != std::string::npos);
    }

    void orElseInTheCurrentFolder()
    {
        const QString before = QDir::currentPath();
        QTemporaryDir elsewhere;
        QVERIFY(QDir::setCurrent(elsewhere.path()));
        write("here.csv", "1");
        const auto grid = expanded("file = \"here.csv\"\n");
        QVERIFY(QDir::setCurrent(before));
        QVERIFY(grid);
        QVERIFY(grid->cells[0].problemSettings.at("file") ==
                elsewhere.filePath("here.csv").toStdString());
    }

    void sweptFilesToo()
    {
        const auto grid = expanded("[sweep]\n\"problem.file\" = [\"steps.csv\", \"more.csv\"]\n");
        QVERIFY(grid);
        QVERIFY(grid->cells[1].problemSettings.at("file") == in("more.csv"));
        QVERIFY(grid->runs[0].identity != grid->runs[1].identity);
        // Labels are published: they hold no folders.
        QCOMPARE(grid->cells[0].problemLabel, std::string("Walk with data, file = steps.csv"));
        QCOMPARE(grid->cells[1].problemLabel, std::string("Walk with data, file = more.csv"));
    }

    void labelsOfSeveralHoldNoFolders()
    {
        const auto grid = expanded("file = \"steps.csv\"\n[[problem]]\ntype = \"test/data-walk\"\n"
                                   "file = \"" +
                                   in("more.csv") + "\"\n");
        QVERIFY(grid);
        QCOMPARE(grid->cells[0].problemLabel, std::string("Walk with data, file = steps.csv"));
        QCOMPARE(grid->cells[1].problemLabel, std::string("Walk with data, file = more.csv"));
    }

    void aMissingFileIsNamed()
    {
        const auto grid = expanded("file = \"gone.csv\"\n");
        QVERIFY(!grid);
        QCOMPARE(QString::fromStdString(grid.error().text()),
                 QString::fromStdString(in("mine.toml")) +
                     ":7:1: test/data-walk: \"file\" names the file \"gone.csv\". The file cannot "
                     "be read: No such file or directory. A path without a leading / counts from "
                     "the folder of the experiment file, or else from the current one.");
    }

    void devicesAreNotRead()
    {
        const auto grid = expanded("file = \"/dev/zero\"\n");
        QVERIFY(!grid);
        QVERIFY(grid.error().text().find("names the file \"/dev/zero\". The file cannot be read: "
                                         "it is a device or a pipe. Give a file on a disk.") !=
                std::string::npos);
    }

    void aFileThatChangesMeanwhileFailsTheRun_data()
    {
        QTest::addColumn<bool>("removed");
        QTest::addColumn<QString>("reason");
        QTest::newRow("changed") << false << "has changed";
        QTest::newRow("gone") << true << "is gone";
    }
    void aFileThatChangesMeanwhileFailsTheRun()
    {
        QFETCH(bool, removed);
        QFETCH(QString, reason);
        auto grid = expanded("file = \"steps.csv\"\n");
        QVERIFY(grid);
        if (removed)
            QVERIFY(QFile::remove(m_folder.filePath("steps.csv")));
        else
            write(in("steps.csv"), "3");
        const auto shared = std::make_shared<const Grid>(std::move(*grid));
        const auto log = std::make_shared<LiveLog>(*shared);
        const auto executor = makeExecutor(1);
        Runner runner(*executor, walkData, shared, log);
        runner.start();
        runner.wait();
        QVERIFY(log->runs()[0].status == RunStatus::failed);
        QCOMPARE(QString::fromStdString(log->runs()[0].reason),
                 "Walk with data: the file \"steps.csv\" " + reason +
                     " since the experiment was worked out. Put it back as it was, or run the "
                     "experiment again.");
    }
};

QTEST_GUILESS_MAIN(NamedFilesTest)
#include "named_files_test.moc"
