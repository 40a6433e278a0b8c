#include "core/experiment/experiment.h"
#include "core/experiment/runner.h"
#include "core/formats/data_directory.h"
#include "plugins/federated/federated.h"

#include <QTest>

using namespace agon;

/** The shipped examples, shortened, from file to digest. */
class ExamplesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void digestsDoNotDependOnThreads_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("cells");
        QTest::newRow("federated-digits") << "federated-digits" << 3;
        QTest::newRow("unknown-participation") << "unknown-participation" << 6;
    }

    void digestsDoNotDependOnThreads()
    {
        QFETCH(QString, name);
        QFETCH(int, cells);
        auto experiment = readExperiment(std::string(AGON_SOURCE_DIR "/resources/examples/") +
                                         name.toStdString() + ".toml");
        QVERIFY2(experiment, experiment ? "" : experiment.error().text().c_str());
        experiment->seeds = {1, 2};
        experiment->budget = 4;
        FamilySet families;
        families.add(federated::makeFamily());
        const DirectoryDataSource data(AGON_SOURCE_DIR "/resources/data");
        const auto grid = expand(*experiment, families, data);
        QVERIFY2(grid, grid ? "" : grid.error().text().c_str());
        QCOMPARE(static_cast<int>(grid->cells.size()), cells);

        const auto digests = [&](int threads) {
            const auto shared = std::make_shared<const Grid>(*grid);
            const auto log = std::make_shared<LiveLog>(*shared);
            const auto executor = makeExecutor(threads);
            Runner runner(*executor, data, shared, log);
            runner.start();
            runner.wait();
            std::vector<std::string> all;
            for (const RunView &run : log->runs()) {
                if (run.status != RunStatus::finished)
                    all.push_back(run.reason);
                else
                    all.push_back(run.digest);
            }
            return all;
        };
        const auto one = digests(1);
        QCOMPARE(static_cast<int>(one.size()), 2 * cells);
        for (const std::string &digest : one)
            QVERIFY2(digest.size() == 32, digest.c_str());
        QCOMPARE(digests(2), one);
    }
};

QTEST_GUILESS_MAIN(ExamplesTest)
#include "examples_test.moc"
