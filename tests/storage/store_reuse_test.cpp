#include "storage/store.h"

#include "store_fixture.h"

using namespace agon;
using namespace agon::storage;
using namespace agon::test;

/** An identical run is never computed or kept twice; what was cut off starts again. */
class StoreReuseTest : public StoreFixture
{
    Q_OBJECT

    /** Leaves a store with one run half done, as after the end of its program. */
    std::int64_t interrupt(const std::string &path, std::int64_t points)
    {
        const auto store = create(path);
        const auto log = std::make_shared<SampleLog>(sampleExperiment(1), 1);
        log->setStatus(0, RunStatus::running);
        appendCurve(*log, 0, regret, 0, points);
        log->setStatus(0, RunStatus::running, points);
        return add(*store, log);
    }

private Q_SLOTS:
    void aFinishedRunIsFoundWithAllItSaid()
    {
        const auto store = create(newPath());
        const auto log = finishedLog(2, 2);
        QVERIFY(add(*store, log) != 0);
        // The asking program's family has one more channel, in front.
        std::vector<ChannelDeclaration> channels = log->experiment().channels;
        channels.insert(channels.begin(), ChannelDeclaration{.key = "new", .title = "New"});
        const auto found = store->findFinished(log->runs()[3].identity, channels);
        VERIFY_OK(found);
        QVERIFY(found->has_value());
        const FinishedRun &run = **found;
        QCOMPARE(run.digest, std::string("digest-3"));
        QCOMPARE(run.machine.build, std::string("build 7"));
        QCOMPARE(run.labels.at(votes + 1), (std::vector<std::string>{"alpha", "beta", "γ"}));
        std::map<int, std::size_t> points;
        for (const ChunkPointer &chunk : run.chunks)
            points[chunk->channel] += chunk->steps.size();
        QCOMPARE(points.at(regret + 1), std::size_t{1001});
        QCOMPARE(points.at(load + 1), std::size_t{3});
        QCOMPARE(points.at(eventChannel), std::size_t{3});

        QVERIFY(!store->findFinished("unknown", channels)->has_value());
        // A catalogue that lacks a channel cannot take the run over.
        channels.resize(3);
        QVERIFY(!store->findFinished(log->runs()[3].identity, channels)->has_value());
    }

    void anotherExperimentLinksToFinishedRuns()
    {
        const auto store = create(newPath());
        const auto log = finishedLog(2, 2);
        QVERIFY(add(*store, log) != 0);
        const auto larger = std::make_shared<SampleLog>(sampleExperiment(), 3);
        const auto id = store->addExperiment(larger->experiment(), larger->runs());
        VERIFY_OK(id);
        const auto runs = store->runs(*id);
        VERIFY_OK(runs);
        QVERIFY(runs->at(3).reused);
        QVERIFY(runs->at(3).view.status == RunStatus::finished);
        QCOMPARE(runs->at(3).machine.build, std::string("build 7"));
        QVERIFY(!runs->at(4).reused);
        QVERIFY(runs->at(4).view.status == RunStatus::queued);
        const auto source = store->source(*id);
        VERIFY_OK(source);
        QVERIFY(sameContent(joined(**source, 3, regret), joined(*log, 3, regret)));
        // Deleting the first leaves the second whole.
        VERIFY_OK(store->moveToTrash(1));
        VERIFY_OK(store->emptyTrash());
        const auto again = store->source(*id);
        VERIFY_OK(again);
        QCOMPARE(joined(**again, 3, regret).steps.size(), std::size_t{1001});
    }

    void aRunThatFinishedMeanwhileIsNotWrittenTwice()
    {
        const auto store = create(newPath());
        const auto first = finishedLog(1, 1);
        const auto second = finishedLog(1, 1);
        const auto a = store->addExperiment(first->experiment(), first->runs());
        const auto b = store->addExperiment(second->experiment(), second->runs());
        VERIFY_OK(a);
        VERIFY_OK(b);
        StoreWriter writer(*store);
        writer.attach(*a, first);
        VERIFY_OK(writer.detach(*a));
        writer.attach(*b, second);
        VERIFY_OK(writer.detach(*b));
        QVERIFY(store->runs(*b)->front().reused);
        QCOMPARE(store->runs(*b)->front().ended, store->runs(*a)->front().ended);
    }

    void aCutOffRunIsOfferedAndStartsAgain()
    {
        const std::string path = newPath();
        const std::int64_t id = interrupt(path, 700);
        const auto store = create(path);
        const auto offered = store->unfinished();
        VERIFY_OK(offered);
        QCOMPARE(offered->size(), std::size_t{1});
        QCOMPARE(offered->front().id, id);
        QVERIFY(offered->front().toml.starts_with("name = \"Sample\""));
        const auto before = store->source(id);
        VERIFY_OK(before);
        QVERIFY((*before)->runs().front().status == RunStatus::cancelled);
        QCOMPARE((*before)->runs().front().reason,
                 std::string("Its program ended before the run did."));

        const auto log = std::make_shared<SampleLog>(sampleExperiment(1), 1);
        StoreWriter writer(*store);
        writer.attach(id, log);
        log->setStatus(0, RunStatus::running);
        appendCurve(*log, 0, regret, 0, 300);
        VERIFY_OK(writer.flush());
        appendCurve(*log, 0, regret, 300, 701);
        VERIFY_OK(store->prefixMatches(id, 0, *log));
        log->setStatus(0, RunStatus::finished, 1000, {}, "d");
        VERIFY_OK(writer.detach(id));
        QVERIFY(store->unfinished()->empty());
        const auto after = store->source(id);
        VERIFY_OK(after);
        QVERIFY((*after)->runs().front().status == RunStatus::finished);
        QVERIFY(sameContent(joined(**after, 0, regret), joined(*log, 0, regret)));
        QVERIFY(store->check()->empty());
    }

    void aRunThatDoesNotRepeatItselfIsToldAndBothAreKept()
    {
        const std::string path = newPath();
        const std::int64_t id = interrupt(path, 700);
        const auto store = create(path);
        const auto log = std::make_shared<SampleLog>(sampleExperiment(1), 1);
        log->setStatus(0, RunStatus::running);
        appendCurve(*log, 0, regret, 0, 512);
        appendCurve(*log, 0, regret, 513, 488);
        const auto differs = store->prefixMatches(id, 0, *log);
        QVERIFY(!differs);
        QCOMPARE(differs.error().message, std::string("channel regret differs at step 512."));
        std::vector<std::string> warnings;
        StoreWriterOptions options;
        options.warning = [&](const std::string &sentence) { warnings.push_back(sentence); };
        {
            StoreWriter writer(*store, options);
            writer.attach(id, log);
            log->setStatus(0, RunStatus::finished, 1000, {}, "d");
            VERIFY_OK(writer.detach(id));
        }
        QCOMPARE(warnings.size(), std::size_t{1});
        QCOMPARE(
            warnings.front(),
            std::string("Run 0 of \"Sample\" was cut off before and did not repeat itself when it "
                        "started again: channel regret differs at step 512. Both are kept."));
        QVERIFY(store->runs(id)->front().view.status == RunStatus::finished);
    }

    void stoppingAResumedRunAtOnceKeepsWhatWasThere()
    {
        const std::string path = newPath();
        const std::int64_t id = interrupt(path, 700);
        const auto store = create(path);
        const auto log = std::make_shared<SampleLog>(sampleExperiment(1), 1);
        StoreWriter writer(*store);
        writer.attach(id, log);
        log->setStatus(0, RunStatus::cancelled);
        VERIFY_OK(writer.detach(id));
        const auto source = store->source(id);
        VERIFY_OK(source);
        QCOMPARE(joined(**source, 0, regret).steps.size(), std::size_t{700});
    }

    void aNewRevisionOutdatesOldRuns()
    {
        const auto store = create(newPath());
        const auto old = finishedLog(1, 1);
        const std::vector<CellOrigin> firstRevision{{1, 1}};
        const std::vector<CellOrigin> secondRevision{{1, 2}};
        const auto a = store->addExperiment(old->experiment(), old->runs(), firstRevision);
        const auto revised = finishedLog(1, 1);
        revised->setIdentity(0, "another identity");
        const auto b = store->addExperiment(revised->experiment(), revised->runs(), secondRevision);
        VERIFY_OK(a);
        VERIFY_OK(b);
        StoreWriter writer(*store);
        writer.attach(*a, old);
        VERIFY_OK(writer.detach(*a));
        QVERIFY(store->runs(*a)->front().stale.empty());
        writer.attach(*b, revised);
        VERIFY_OK(writer.detach(*b));
        QCOMPARE(store->runs(*a)->front().stale,
                 std::string("A newer revision of its rule was run."));
        QVERIFY(store->runs(*b)->front().stale.empty());
        const auto channels = old->experiment().channels;
        QVERIFY(!store->findFinished(old->runs()[0].identity, channels)->has_value());
        // Its numbers stay readable.
        const auto source = store->source(*a);
        VERIFY_OK(source);
        QCOMPARE(joined(**source, 0, regret).steps.size(), std::size_t{1001});
    }
};

QTEST_GUILESS_MAIN(StoreReuseTest)
#include "store_reuse_test.moc"
