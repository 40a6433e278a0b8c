#include "core/experiment/claims.h"
#include "core/experiment/runner.h"
#include "core/formats/data_directory.h"
#include "plugins/nas/nas.h"

#include <QtTest/QtTest>

using namespace agon;

/** The family's claims, from the file that ships to the verdict. */
class NasClaimsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rartsReachesTheSolutionThatFirstOrderDartsMisses()
    {
        const auto claim = readClaim(AGON_SOURCE_DIR "/resources/claims/P204-rarts.toml");
        QVERIFY2(claim.hasValue(), claim ? "" : claim.error().text().c_str());
        FamilySet families;
        families.add(nas::makeFamily());
        const DirectoryDataSource data(AGON_SOURCE_DIR "/resources/data");
        const auto grid = expand(claim->experiment, families, data);
        QVERIFY2(grid.hasValue(), grid ? "" : grid.error().text().c_str());
        const auto shared = std::make_shared<const Grid>(*grid);
        const auto log = std::make_shared<LiveLog>(*shared);
        QCOMPARE(judge(*claim, *log, families)->verdict, Verdict::notRun);

        const auto executor = makeExecutor(2);
        Runner runner(*executor, data, shared, log);
        runner.start();
        runner.wait();
        const auto verdict = judge(*claim, *log, families);
        QVERIFY2(verdict.hasValue(), verdict ? "" : verdict.error().text().c_str());
        QCOMPARE(verdict->verdict, Verdict::holds);
        QCOMPARE(verdict->text(),
                 std::string("Our reading of P204 holds (reconstructed, paper's setting)."));
        // The closed form for λ = β = 10.
        QVERIFY(std::abs(verdict->expectations.at(0).findings.at(0).observed.value() - 2 / 1.85) <
                1e-9);
        QCOMPARE(
            verdict->expectations.at(0).statement,
            std::string("RARTS: Architecture α at the end lies within [0.9, 1.1], in every seed"));
        QVERIFY(*verdictFromJson(verdictToJson(*verdict)) == *verdict);
    }

    void everyExampleOfTheFamilyCanBePlayed()
    {
        FamilySet families;
        families.add(nas::makeFamily());
        const DirectoryDataSource data(AGON_SOURCE_DIR "/resources/data");
        for (const char *name : {"architecture-search", "hardware-front", "bilevel"}) {
            auto experiment = readExperiment(std::string(AGON_SOURCE_DIR "/resources/examples/") +
                                             name + ".toml");
            QVERIFY2(experiment.hasValue(), experiment ? "" : experiment.error().text().c_str());
            experiment->seeds = {1, 2};
            const auto grid = expand(*experiment, families, data);
            QVERIFY2(grid.hasValue(), grid ? "" : grid.error().text().c_str());
            const auto shared = std::make_shared<const Grid>(*grid);
            const auto log = std::make_shared<LiveLog>(*shared);
            const auto executor = makeExecutor(2);
            Runner runner(*executor, data, shared, log);
            runner.start();
            runner.wait();
            for (const RunView &run : log->runs())
                QVERIFY2(run.status == RunStatus::finished, run.reason.c_str());
        }
    }
};

QTEST_GUILESS_MAIN(NasClaimsTest)
#include "claims_test.moc"
