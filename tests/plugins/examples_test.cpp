#include "core/experiment/experiment.h"
#include "core/experiment/runner.h"
#include "core/formats/data_directory.h"
#include "plugins/arena/arena.h"
#include "plugins/bandits/bandits.h"
#include "plugins/experts/experts.h"
#include "plugins/federated/federated.h"
#include "plugins/nas/nas.h"

#include <QDir>
#include <QTest>

using namespace agon;

namespace {

std::vector<std::string> digests(const Grid &grid, const DataSource &data, int threads)
{
    const auto shared = std::make_shared<const Grid>(grid);
    const auto log = std::make_shared<LiveLog>(*shared);
    const auto executor = makeExecutor(threads);
    Runner runner(*executor, data, shared, log);
    runner.start();
    runner.wait();
    std::vector<std::string> all;
    for (const RunView &run : log->runs())
        all.push_back(run.status == RunStatus::finished ? run.digest : run.reason);
    return all;
}

} // namespace

/** Every shipped example, shortened, from file to digest. */
class ExamplesTest : public QObject
{
    Q_OBJECT

private slots:
    void digestsDoNotDependOnThreads_data()
    {
        QTest::addColumn<QString>("file");
        const QDir examples(AGON_SOURCE_DIR "/resources/examples");
        for (const QFileInfo &file : examples.entryInfoList({"*.toml"}))
            QTest::newRow(qPrintable(file.baseName())) << file.filePath();
    }

    void digestsDoNotDependOnThreads()
    {
        QFETCH(QString, file);
        auto experiment = readExperiment(file.toStdString());
        QVERIFY2(experiment, experiment ? "" : experiment.error().text().c_str());
        experiment->seeds = {1, 2};
        experiment->budget = 20;
        FamilySet families;
        families.add(arena::makeFamily());
        families.add(bandits::makeFamily());
        families.add(experts::makeFamily());
        families.add(federated::makeFamily());
        families.add(nas::makeFamily());
        const DirectoryDataSource data(AGON_SOURCE_DIR "/resources/data");
        const auto grid = expand(*experiment, families, data);
        QVERIFY2(grid, grid ? "" : grid.error().text().c_str());

        const std::vector<std::string> one = digests(*grid, data, 1);
        QCOMPARE(one.size(), 2 * grid->cells.size());
        for (const std::string &digest : one)
            QVERIFY2(digest.size() == 32, digest.c_str());
        QCOMPARE(digests(*grid, data, 2), one);
    }
};

QTEST_GUILESS_MAIN(ExamplesTest)
#include "examples_test.moc"
