#include "storage/store.h"

#include "sample_log.h"
#include "storage/store_writer.h"

#include <QTemporaryDir>
#include <QTest>

using namespace agon;
using namespace agon::storage;
using namespace agon::test;

namespace {

#define VERIFY_OK(expected)                                                                        \
    QVERIFY2((expected).hasValue(), (expected).hasValue() ? "" : (expected).error().text().c_str())

Machine machine() { return {"build 7", "ada", "x86-64-v3"}; }

} // namespace

class StoreTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_files = 0;
    std::string newPath()
    {
        return m_folder.filePath(QStringLiteral("%1.agon").arg(++m_files)).toStdString();
    }
    std::unique_ptr<Store> create(const std::string &path)
    {
        auto store = Store::open(path, OpenMode::create, machine());
        if (!store) {
            QTest::qFail(store.error().text().c_str(), __FILE__, __LINE__);
            return nullptr;
        }
        return *std::move(store);
    }
    /** A store with one experiment of two contestants and three seeds, all finished. */
    std::int64_t fill(Store &store, const std::shared_ptr<SampleLog> &log)
    {
        const auto id = store.addExperiment(log->experiment(), log->runs());
        if (!id)
            return 0;
        StoreWriter writer(store);
        writer.attach(*id, log);
        for (int run = 0; run < static_cast<int>(log->runs().size()); ++run)
            fillRun(*log, run);
        return writer.detach(*id) ? *id : 0;
    }

private Q_SLOTS:
    void everyKindOfObservationComesBackFromAReopenedFile()
    {
        const std::string path = newPath();
        const auto log = std::make_shared<SampleLog>(sampleExperiment(), 3);
        {
            const auto store = create(path);
            QVERIFY(fill(*store, log) != 0);
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
        const auto log = std::make_shared<SampleLog>(sampleExperiment(), 1);
        const std::int64_t id = fill(*store, log);
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
};

QTEST_GUILESS_MAIN(StoreTest)
#include "store_test.moc"
