#include "storage/store.h"

#include "store_fixture.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>

#include <ctime>
#include <sstream>

using namespace agon;
using namespace agon::storage;
using namespace agon::test;

namespace {

/** Processor time of this process: what a machine without other work would take. */
double processorSeconds()
{
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

/** Of the sample's metrics. */
int channelOf(const std::string &key)
{
    const ExperimentView view = sampleExperiment();
    for (const int channel : {int(regret), int(accuracy), int(seconds)})
        if (view.channels[static_cast<std::size_t>(channel)].key == key)
            return channel;
    return -1;
}

} // namespace

class StoreReadingTest : public StoreFixture
{
    Q_OBJECT

private Q_SLOTS:
    /** The lines of storage/README.md read a store with nothing of ours. */
    void pythonReadsAStoreWithoutAgon()
    {
        const QString python = QStandardPaths::findExecutable(QStringLiteral("python3"));
        if (python.isEmpty())
            QSKIP("There is no python3 on this machine.");
        QFile readme(QStringLiteral(AGON_SOURCE_DIR "/storage/README.md"));
        QVERIFY(readme.open(QIODevice::ReadOnly));
        const QRegularExpression block(QStringLiteral("```python\n(.*?)```"),
                                       QRegularExpression::DotMatchesEverythingOption);
        const QString program = block.match(QString::fromUtf8(readme.readAll())).captured(1);
        QVERIFY(!program.isEmpty());

        const std::string path = newPath();
        const auto log = finishedLog();
        {
            const auto store = create(path);
            QVERIFY(add(*store, log) != 0);
        }
        for (const int channel : {int(regret), int(seconds)}) {
            QProcess process;
            process.start(python,
                          {QStringLiteral("-c"), program, QString::fromStdString(path),
                           QString::fromStdString(
                               log->experiment().channels[static_cast<std::size_t>(channel)].key)});
            QVERIFY(process.waitForFinished());
            QCOMPARE(process.readAllStandardError(), QByteArray());
            std::istringstream lines(process.readAllStandardOutput().toStdString());
            std::string line;
            int run = 0;
            for (; std::getline(lines, line); ++run) {
                const QStringList parts = QString::fromStdString(line).split(QLatin1Char('\t'));
                const RunView view = log->runs()[static_cast<std::size_t>(run)];
                const Chunk expected = joined(*log, run, channel);
                QCOMPARE(parts[0], QStringLiteral("Contestant %1").arg(view.cell));
                QCOMPARE(parts[1].toULongLong(), view.seed);
                QCOMPARE(parts[2].toULongLong(), expected.steps.size());
                QCOMPARE(parts[3].toLongLong(), expected.steps.back());
                double sum = 0;
                for (const double value : expected.values)
                    sum += value;
                QCOMPARE(parts[4].toDouble(), sum);
            }
            QCOMPARE(run, 6);
        }
    }

    /** So do its queries, in any SQLite library. */
    void everyQueryOfTheReadmeAnswers()
    {
        const std::string path = newPath();
        const auto log = finishedLog();
        {
            const auto store = create(path);
            QVERIFY(add(*store, log) != 0);
        }
        const SQLite::Database database(path, SQLite::OPEN_READONLY);
        QFile readme(QStringLiteral(AGON_SOURCE_DIR "/storage/README.md"));
        QVERIFY(readme.open(QIODevice::ReadOnly));
        const QRegularExpression block(QStringLiteral("```sql\n(.*?)```"),
                                       QRegularExpression::DotMatchesEverythingOption);
        auto blocks = block.globalMatch(QString::fromUtf8(readme.readAll()));
        int queries = 0;
        for (; blocks.hasNext(); ++queries) {
            SQLite::Statement query(database, blocks.next().captured(1).toStdString());
            int rows = 0;
            while (query.executeStep()) {
                const bool all = query.getColumnCount() > 5; // every metric, by name
                const int channel =
                    !all ? int(regret) : channelOf(query.getColumn("metric").getString());
                const int run = all ? rows / 3 : rows;
                const RunView view = log->runs()[static_cast<std::size_t>(run)];
                const Chunk expected = joined(*log, run, channel);
                QCOMPARE(query.getColumn(all ? "contestant" : "label").getString(),
                         "Contestant " + std::to_string(view.cell));
                QCOMPARE(query.getColumn("seed").getInt64(), static_cast<std::int64_t>(view.seed));
                QCOMPARE(query.getColumn("last").getDouble(), expected.values.back());
                if (all)
                    QCOMPARE(query.getColumn("last_step").getInt64(), expected.steps.back());
                ++rows;
            }
            QCOMPARE(rows, query.getColumnCount() > 5 ? 3 * 6 : 6);
        }
        QCOMPARE(queries, 2);
    }

    void tenThousandRunsAreListedInABlink()
    {
        const std::string path = newPath();
        {
            const auto store = create(path);
            for (int experiment = 0; experiment < 10; ++experiment) {
                ExperimentView view = sampleExperiment(10);
                view.name = "Experiment " + std::to_string(experiment);
                const auto log = std::make_shared<SampleLog>(view, 100);
                for (int run = 0; run < 1000; ++run) {
                    log->setStatus(run, RunStatus::running);
                    for (const int channel : {int(regret), int(accuracy), int(seconds)})
                        appendCurve(*log, run, channel, 0, 20, 50);
                    log->setStatus(run, RunStatus::finished, 1000, {}, "d");
                }
                QVERIFY(add(*store, log) != 0);
            }
        }
        const double begun = processorSeconds();
        const auto store = Store::open(path, OpenMode::readOnly);
        VERIFY_OK(store);
        const auto experiments = (*store)->experiments();
        VERIFY_OK(experiments);
        const auto runs = (*store)->runs();
        VERIFY_OK(runs);
        const double taken = processorSeconds() - begun;
        QCOMPARE(experiments->size(), std::size_t{10});
        QCOMPARE(runs->size(), std::size_t{10'000});
        QCOMPARE(runs->back().summaries.size(), std::size_t{3});
        qInfo("10,000 runs with 30,000 summaries: %.0f ms", 1000 * taken);
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
        constexpr double allowed = 3.0;
#else
        constexpr double allowed = 0.3;
#endif
        QVERIFY(taken < allowed);
    }
};

QTEST_GUILESS_MAIN(StoreReadingTest)
#include "store_reading_test.moc"
