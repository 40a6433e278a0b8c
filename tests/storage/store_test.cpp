#include "storage/store.h"

#include "store_fixture.h"

using namespace agon;
using namespace agon::storage;
using namespace agon::test;

class StoreTest : public StoreFixture
{
    Q_OBJECT

private Q_SLOTS:
    void everyKindOfObservationComesBackFromAReopenedFile()
    {
        const std::string path = newPath();
        const auto log = finishedLog();
        {
            const auto store = create(path);
            QVERIFY(add(*store, log) != 0);
        }
        const auto store = Store::open(path, OpenMode::readOnly);
        VERIFY_OK(store);
        const auto source = (*store)->source(1);
        VERIFY_OK(source);
        const ExperimentView view = (*source)->experiment();
        const ExperimentView expected = log->experiment();
        QCOMPARE(view.name, expected.name);
        QCOMPARE(view.toml, expected.toml);
        QCOMPARE(view.family, expected.family);
        QCOMPARE(view.mainChannels, expected.mainChannels);
        QCOMPARE(view.stepUnit, expected.stepUnit);
        QVERIFY(view.schedule == expected.schedule);
        QCOMPARE(view.channels.size(), expected.channels.size());
        for (std::size_t i = 0; i < view.channels.size(); ++i)
            QVERIFY(toJson(view.channels[i]) == toJson(expected.channels[i]));
        QCOMPARE(view.contestants.size(), std::size_t{2});
        QCOMPARE(view.contestants[1].label, std::string("Contestant 1"));
        QVERIFY(view.contestants[1].settings == expected.contestants[1].settings);
        QVERIFY(view.axes[0].values == expected.axes[0].values);
        QCOMPARE(view.cells[1].axisValues, expected.cells[1].axisValues);
        QCOMPARE(view.cells[1].budget, std::int64_t{1000});

        const std::vector<RunView> runs = (*source)->runs();
        QCOMPARE(runs.size(), std::size_t{6});
        for (int run = 0; run < 6; ++run) {
            const RunView &r = runs[static_cast<std::size_t>(run)];
            QVERIFY(r.status == RunStatus::finished);
            QCOMPARE(r.digest, "digest-" + std::to_string(run));
            QCOMPARE(r.identity, log->runs()[static_cast<std::size_t>(run)].identity);
            QCOMPARE(r.step, std::int64_t{1000});
            for (int channel = 0; channel < static_cast<int>(view.channels.size()); ++channel)
                QVERIFY2(sameContent(joined(**source, run, channel), joined(*log, run, channel)),
                         view.channels[static_cast<std::size_t>(channel)].key.c_str());
            QVERIFY(
                sameContent(joined(**source, run, eventChannel), joined(*log, run, eventChannel)));
            QCOMPARE(joined(**source, run, eventChannel).frames.size(), std::size_t{3});
            QCOMPARE((*source)->labels(run, votes),
                     (std::vector<std::string>{"alpha", "beta", "γ"}));
        }
        QVERIFY((*store)->damage().empty());
        const auto damage = (*store)->check();
        VERIFY_OK(damage);
        QVERIFY(damage->empty());
    }

    void listsComeFromSummaries()
    {
        const auto store = create(newPath());
        const auto log = finishedLog(2, 1);
        const std::int64_t id = add(*store, log);
        const auto runs = store->runs(id);
        VERIFY_OK(runs);
        QCOMPARE(runs->size(), std::size_t{2});
        const RunEntry &entry = runs->front();
        QCOMPARE(entry.machine.build, std::string("build 7"));
        QCOMPARE(entry.machine.host, std::string("ada"));
        QVERIFY(!entry.started.empty() && !entry.ended.empty());
        QCOMPARE(entry.summaries.size(), std::size_t{3});
        const Chunk curve = joined(*log, 0, regret);
        double tail = 0;
        int count = 0;
        for (std::size_t i = 0; i < curve.steps.size(); ++i)
            if (curve.steps[i] > 950) {
                tail += curve.values[i];
                ++count;
            }
        for (const ChannelSummary &summary : entry.summaries) {
            if (summary.channel == regret) {
                QCOMPARE(summary.count, std::int64_t{1001});
                QCOMPARE(summary.last, curve.values.back());
                QCOMPARE(summary.bestStep, std::int64_t{471});
                QCOMPARE(summary.best, curve.values[471]);
                QCOMPARE(summary.meanOfTail, tail / count);
            } else if (summary.channel == accuracy) {
                QCOMPARE(summary.missing, std::int64_t{1});
                QCOMPARE(summary.best, HUGE_VAL);
                QCOMPARE(summary.bestStep, std::int64_t{100});
            }
        }
        const auto experiments = store->experiments();
        VERIFY_OK(experiments);
        QCOMPARE(experiments->size(), std::size_t{1});
        QCOMPARE(experiments->front().runs.finished, 2);
        QCOMPARE(experiments->front().runs.total(), 2);
    }

    void smallPiecesAreJoinedAndReadersSeeThemGrow()
    {
        const std::string path = newPath();
        const auto store = create(path);
        const auto log = std::make_shared<SampleLog>(sampleExperiment(1), 1);
        const auto id = store->addExperiment(log->experiment(), log->runs());
        VERIFY_OK(id);
        const auto reader = Store::open(path, OpenMode::readOnly);
        VERIFY_OK(reader);
        const auto source = (*reader)->source(*id);
        VERIFY_OK(source);
        StoreWriter writer(*store);
        writer.attach(*id, log);
        log->setStatus(0, RunStatus::running);
        Chunk seen;
        std::size_t pieces = 0;
        std::uint64_t revision = (*source)->revision();
        for (int i = 0; i < 50; ++i) {
            appendCurve(*log, 0, regret, 100 * i, 100);
            VERIFY_OK(writer.flush());
            QVERIFY((*source)->revision() > revision);
            revision = (*source)->revision();
            for (const ChunkPointer &chunk : (*source)->chunks(0, regret, pieces)) {
                ++pieces;
                seen.steps.insert(seen.steps.end(), chunk->steps.begin(), chunk->steps.end());
                seen.values.insert(seen.values.end(), chunk->values.begin(), chunk->values.end());
            }
            QVERIFY(sameContent(seen, joined(*log, 0, regret)));
            QVERIFY((*source)->runs().front().status == RunStatus::running);
        }
        log->setStatus(0, RunStatus::finished, 5000, {}, "d");
        VERIFY_OK(writer.detach(*id));
        const auto fresh = (*reader)->source(*id);
        VERIFY_OK(fresh);
        const auto chunks = (*fresh)->chunks(0, regret);
        QVERIFY(chunks.size() <= 5);
        QVERIFY(chunks.front()->steps.size() >= 1024 && chunks.front()->steps.size() <= 4096);
    }

    void thinnedMetricsKeepTheirBuckets()
    {
        const auto store = create(newPath());
        const auto log = std::make_shared<SampleLog>(sampleExperiment(1), 1);
        const auto id = store->addExperiment(log->experiment(), log->runs());
        VERIFY_OK(id);
        StoreWriter writer(*store);
        writer.attach(*id, log);
        log->setStatus(0, RunStatus::running);
        appendCurve(*log, 0, regret, 0, 500);
        VERIFY_OK(writer.flush());
        for (int piece = 0; piece < 12; ++piece) {
            Chunk chunk;
            chunk.channel = regret;
            for (int i = 0; i < 300; ++i) {
                const std::int64_t first = 500 + (piece * 300 + i) * 8;
                chunk.buckets.push_back(
                    {static_cast<std::int32_t>(chunk.steps.size()), 8, 0.5 * i});
                for (std::int64_t step : {first, first + 3, first + 7}) {
                    chunk.steps.push_back(step);
                    chunk.values.push_back(static_cast<double>(step % 17));
                }
            }
            log->append(0, std::move(chunk));
            if (piece % 3 == 0)
                VERIFY_OK(writer.flush());
        }
        log->setStatus(0, RunStatus::finished, 29'300, {}, "d");
        VERIFY_OK(writer.detach(*id));
        const auto source = store->source(*id);
        VERIFY_OK(source);
        QVERIFY((*source)->runs().front().thinned);
        for (const ChunkPointer &chunk : (*source)->chunks(0, regret))
            if (chunk->thinned())
                QCOMPARE(chunk->buckets.front().begin, 0);
        const Chunk stored = joined(**source, 0, regret);
        QVERIFY(sameContent(stored, joined(*log, 0, regret)));
        QCOMPARE(stored.buckets.size(), std::size_t{3600});
        const auto runs = store->runs(*id);
        VERIFY_OK(runs);
        QCOMPARE(runs->front().summaries.front().count, std::int64_t{500 + 3600 * 8});
    }

    void notesTagsNamesAndFiguresStay()
    {
        const std::string path = newPath();
        {
            const auto store = create(path);
            const std::int64_t id = add(*store, finishedLog());
            VERIFY_OK(store->rename(id, "Another name"));
            VERIFY_OK(store->setNotes(id, "Line one\nΔ line two"));
            VERIFY_OK(store->setTags(id, {"paper", "draft", "paper"}));
            SavedFigure figure;
            figure.experiment = id;
            figure.name = "Figure 1";
            figure.model = Json{{"view", "convergence"}, {"width", 234}};
            const auto saved = store->saveFigure(figure);
            VERIFY_OK(saved);
            figure.id = *saved;
            figure.model["width"] = 495;
            VERIFY_OK(store->saveFigure(figure));
            QCOMPARE(store->setNotes(99, "").error().message,
                     std::string(
                         "This store's content cannot be used: there is no experiment number 99."));
        }
        const auto store = Store::open(path, OpenMode::readOnly);
        VERIFY_OK(store);
        const auto experiments = (*store)->experiments();
        VERIFY_OK(experiments);
        QCOMPARE(experiments->front().name, std::string("Another name"));
        QCOMPARE(experiments->front().notes, std::string("Line one\nΔ line two"));
        QCOMPARE(experiments->front().tags, (std::vector<std::string>{"draft", "paper"}));
        const auto figures = (*store)->figures();
        VERIFY_OK(figures);
        QCOMPARE(figures->size(), std::size_t{1});
        QCOMPARE(figures->front().model["width"].get<int>(), 495);
        QCOMPARE(figures->front().experiment.value_or(0), experiments->front().id);
    }

    void deletedExperimentsWaitInTheTrash()
    {
        const auto store = create(newPath());
        const std::int64_t first = add(*store, finishedLog(2, 1, "First"));
        const std::int64_t second = add(*store, finishedLog(2, 1, "Second"));
        VERIFY_OK(store->moveToTrash(first));
        QCOMPARE(store->experiments()->size(), std::size_t{1});
        QCOMPARE(store->trash()->front().name, std::string("First"));
        QCOMPARE(store->runs()->size(), std::size_t{2});
        VERIFY_OK(store->restore(first));
        QCOMPARE(store->experiments()->size(), std::size_t{2});
        VERIFY_OK(store->moveToTrash(first));
        VERIFY_OK(store->emptyTrash());
        QVERIFY(store->trash()->empty());
        QVERIFY(!store->source(first));
        const auto left = store->source(second);
        VERIFY_OK(left);
        QCOMPARE(joined(**left, 0, regret).steps.size(), std::size_t{1001});
        VERIFY_OK(store->compact());
        QVERIFY(store->check()->empty());
    }

    void theSessionKeepsTheNewestExperiments()
    {
        const auto store = create(newPath());
        for (int i = 0; i < 205; ++i)
            QVERIFY(store->addExperiment(sampleExperiment(1), {}).hasValue());
        const auto gone = store->prune(200);
        VERIFY_OK(gone);
        QCOMPARE(*gone, 5);
        const auto left = store->experiments();
        VERIFY_OK(left);
        QCOMPARE(left->size(), std::size_t{200});
        QCOMPARE(left->back().id, std::int64_t{6});
    }

    void moreSeedsExtendAnExperiment()
    {
        const auto store = create(newPath());
        const auto log = finishedLog(2, 2);
        const auto id = store->addExperiment(log->experiment(), log->runs());
        VERIFY_OK(id);
        StoreWriter writer(*store);
        writer.attach(*id, log);
        VERIFY_OK(writer.flush());
        log->addSeeds(3, 2);
        for (int run = 4; run < 8; ++run)
            fillRun(*log, run);
        VERIFY_OK(writer.detach(*id));
        const auto source = store->source(*id);
        VERIFY_OK(source);
        QCOMPARE((*source)->runs().size(), std::size_t{8});
        QVERIFY((*source)->runs().back().status == RunStatus::finished);
        QCOMPARE((*source)->runs().back().seed, std::uint64_t{4});
        QVERIFY(sameContent(joined(**source, 7, front), joined(*log, 7, front)));
    }

    void logsThatNobodyHoldsAreLetGoOnceWritten()
    {
        const auto store = create(newPath());
        StoreWriter writer(*store);
        auto log = finishedLog(1, 2);
        const auto id = store->addExperiment(log->experiment(), log->runs());
        VERIFY_OK(id);
        writer.attach(*id, log);
        const std::weak_ptr<SampleLog> remembered = log;
        log.reset();
        QTRY_VERIFY(remembered.expired());
        QCOMPARE(store->experiments()->front().runs.finished, 2);
    }

    void anExperimentDeletedMeanwhileStopsItsWriter()
    {
        const auto store = create(newPath());
        StoreWriter writer(*store);
        const auto log = finishedLog(1, 1);
        const auto id = store->addExperiment(log->experiment(), log->runs());
        VERIFY_OK(id);
        VERIFY_OK(store->moveToTrash(*id));
        VERIFY_OK(store->emptyTrash());
        writer.attach(*id, log);
        VERIFY_OK(writer.flush());
        QVERIFY(store->experiments()->empty());
        QVERIFY(store->check()->empty());
    }

    void failedRunsSayWhy()
    {
        const auto store = create(newPath());
        const auto log = std::make_shared<SampleLog>(sampleExperiment(1), 2);
        log->setStatus(0, RunStatus::running);
        appendCurve(*log, 0, regret, 0, 10);
        log->setStatus(0, RunStatus::failed, 9, "The step size is not a number at step 9.");
        log->setStatus(1, RunStatus::cancelled);
        const std::int64_t id = add(*store, log);
        const auto source = store->source(id);
        VERIFY_OK(source);
        const std::vector<RunView> runs = (*source)->runs();
        QVERIFY(runs[0].status == RunStatus::failed);
        QCOMPARE(runs[0].reason, std::string("The step size is not a number at step 9."));
        QCOMPARE(runs[0].step, std::int64_t{9});
        QCOMPARE(joined(**source, 0, regret).steps.size(), std::size_t{10});
        QVERIFY(runs[1].status == RunStatus::cancelled);
        QVERIFY(store->unfinished()->empty());
        QCOMPARE(store->experiments()->front().runs.failed, 1);
    }
};

QTEST_GUILESS_MAIN(StoreTest)
#include "store_test.moc"
