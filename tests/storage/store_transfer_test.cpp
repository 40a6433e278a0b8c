#include "storage/store.h"

#include "store_fixture.h"

using namespace agon;
using namespace agon::storage;
using namespace agon::test;

class StoreTransferTest : public StoreFixture
{
    Q_OBJECT

    /** What one of two computers did of a common experiment: every other run. */
    std::unique_ptr<Store> shard(int which)
    {
        const auto log = std::make_shared<SampleLog>(sampleExperiment(), 3);
        for (int run = which; run < 6; run += 2)
            fillRun(*log, run);
        auto store = create(newPath());
        return add(*store, log) == 0 ? nullptr : std::move(store);
    }

private Q_SLOTS:
    void keepCopiesAnExperimentWithEverything()
    {
        const auto session = create(newPath());
        const auto log = finishedLog();
        QVERIFY(add(*session, finishedLog(1, 1, "Other")) != 0);
        const std::int64_t id = add(*session, log);
        VERIFY_OK(session->setNotes(id, "Worth keeping"));
        VERIFY_OK(session->setTags(id, {"kept"}));
        SavedFigure figure;
        figure.experiment = id;
        figure.name = "F";
        VERIFY_OK(session->saveFigure(figure));
        const std::string path = newPath();
        {
            const auto lab = create(path);
            const auto report = session->copyExperiment(id, *lab);
            VERIFY_OK(report);
            QCOMPARE(report->experimentsAdded, 1);
            QCOMPARE(report->runsCopied, 6);
            const auto again = session->copyExperiment(id, *lab);
            VERIFY_OK(again);
            QCOMPARE(again->experimentsAdded, 0);
            QCOMPARE(again->runsCopied, 0);
            QCOMPARE(again->runsKnown, 6);
            QCOMPARE(again->experiments, report->experiments);
        }
        const auto lab = Store::open(path, OpenMode::readOnly);
        VERIFY_OK(lab);
        const auto experiments = (*lab)->experiments();
        VERIFY_OK(experiments);
        QCOMPARE(experiments->size(), std::size_t{1});
        QCOMPARE(experiments->front().notes, std::string("Worth keeping"));
        QCOMPARE(experiments->front().tags, std::vector<std::string>{"kept"});
        QCOMPARE(experiments->front().created, session->experiments()->front().created);
        QCOMPARE((*lab)->figures()->size(), std::size_t{1});
        const auto source = (*lab)->source(experiments->front().id);
        VERIFY_OK(source);
        for (int run = 0; run < 6; ++run)
            for (const int channel : {int(regret), int(accuracy), int(front), int(load), int(votes),
                                      int(cells), int(eventChannel)})
                QVERIFY(sameContent(joined(**source, run, channel), joined(*log, run, channel)));
        QCOMPARE((*source)->labels(2, votes).size(), std::size_t{3});
        const auto runs = (*lab)->runs();
        VERIFY_OK(runs);
        QCOMPARE(runs->front().machine.host, std::string("ada"));
        QCOMPARE(runs->front().summaries.size(), std::size_t{3});
        QVERIFY((*lab)->check()->empty());
    }

    void mergingShardsCompletesTheExperiment()
    {
        const auto first = shard(0);
        const auto second = shard(1);
        QVERIFY(first && second);
        QCOMPARE(first->experiments()->front().runs.finished, 3);
        const auto report = first->merge(*second);
        VERIFY_OK(report);
        QCOMPARE(report->experimentsAdded, 0);
        QCOMPARE(report->runsCopied, 3);
        QVERIFY(report->warnings.empty());
        QCOMPARE(first->experiments()->size(), std::size_t{1});
        QCOMPARE(first->experiments()->front().runs.finished, 6);
        QVERIFY(first->unfinished()->empty());
        const auto source = first->source(1);
        VERIFY_OK(source);
        const auto whole = finishedLog();
        for (int run = 0; run < 6; ++run)
            QVERIFY(sameContent(joined(**source, run, regret), joined(*whole, run, regret)));
        QVERIFY(first->check()->empty());
    }

    void differentNumbersOfOneRunAreTold()
    {
        const auto a = create(newPath());
        const auto b = create(newPath());
        const auto log = finishedLog(1, 1);
        QVERIFY(add(*a, log) != 0);
        log->setStatus(0, RunStatus::finished, 1000, {}, "another digest");
        QVERIFY(add(*b, log) != 0);
        const auto report = a->merge(*b);
        VERIFY_OK(report);
        QCOMPARE(report->warnings,
                 std::vector<std::string>{
                     "Run 0 with seed 1 has different numbers in the two stores; the "
                     "numbers that were here are kept."});
        QCOMPARE(a->runs()->front().view.digest, std::string("digest-0"));
    }

    void aReadOnlyTargetSaysSo()
    {
        const std::string path = newPath();
        const auto source = create(newPath());
        const std::int64_t id = add(*source, finishedLog(1, 1));
        create(path).reset();
        const auto target = Store::open(path, OpenMode::readOnly);
        VERIFY_OK(target);
        const auto report = source->copyExperiment(id, **target);
        QVERIFY(!report);
        QCOMPARE(report.error().text(), path +
                                            ": This store was opened for reading only. Open it for "
                                            "writing to change it.");
    }
};

QTEST_GUILESS_MAIN(StoreTransferTest)
#include "store_transfer_test.moc"
