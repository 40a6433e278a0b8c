#include "core/experiment/experiment.h"
#include "core/experiment/runner.h"
#include "core/formats/data_directory.h"
#include "plugins/arena/arena.h"

#include <QTest>

using namespace agon;

/** The shipped example, shortened, from file to digest. */
class ExamplesTest : public QObject
{
    Q_OBJECT

private slots:
    void digestsDoNotDependOnThreads()
    {
        auto experiment = readExperiment(AGON_SOURCE_DIR "/resources/examples/k-sort-arena.toml");
        QVERIFY2(experiment, experiment ? "" : experiment.error().text().c_str());
        experiment->seeds = {1, 2};
        experiment->budget = 20;
        FamilySet families;
        families.add(arena::makeFamily());
        const DirectoryDataSource data(AGON_SOURCE_DIR "/resources/data");
        const auto grid = expand(*experiment, families, data);
        QVERIFY2(grid, grid ? "" : grid.error().text().c_str());
        QCOMPARE(grid->cells.size(), std::size_t{3});

        const auto digests = [&](int threads) {
            const auto shared = std::make_shared<const Grid>(*grid);
            const auto log = std::make_shared<LiveLog>(*shared);
            const auto executor = makeExecutor(threads);
            Runner runner(*executor, data, shared, log);
            runner.start();
            runner.wait();
            std::vector<std::string> all;
            for (const RunView &run : log->runs())
                all.push_back(run.status == RunStatus::finished ? run.digest : run.reason);
            return all;
        };
        const std::vector<std::string> one = digests(1);
        QCOMPARE(one.size(), std::size_t{2 * 3});
        for (const std::string &digest : one)
            QVERIFY2(digest.size() == 32, digest.c_str());
        QCOMPARE(digests(2), one);
    }
};

QTEST_GUILESS_MAIN(ExamplesTest)
#include "examples_test.moc"
