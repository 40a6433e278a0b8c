#include "tests/core/experiment/walk_family.h"

#include <QTest>

using namespace agon;

namespace {

ChunkPointer chunkOf(int channel, std::int64_t first, std::int64_t count)
{
    auto chunk = std::make_shared<Chunk>();
    chunk->channel = channel;
    for (std::int64_t i = first; i < first + count; ++i) {
        chunk->steps.push_back(i);
        chunk->values.push_back(static_cast<double>(i) / 3);
    }
    return chunk;
}

} // namespace

class LiveLogTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsTheExperiment()
    {
        walk::Counters counters;
        const auto grid =
            walk::makeGrid(walk::makeFamily(counters), {{{"drift", 1}}, {{"drift", 2}}}, 2, 10);
        const LiveLog log(*grid);
        const ExperimentView view = log.experiment();
        QCOMPARE(view.family, std::string("walk"));
        QCOMPARE(view.problems.size(), std::size_t(1));
        QCOMPARE(view.contestants.size(), std::size_t(2));
        QCOMPARE(view.contestants[1].label, std::string("Walk 2"));
        QCOMPARE(view.contestants[1].colour, 1);
        QCOMPARE(view.cells[1].contestant, 1);
        QCOMPARE(view.mainChannels.front(), 0);
        QCOMPARE(view.stepUnit, std::string("step"));
        QCOMPARE(log.runs().size(), std::size_t(4));
        QCOMPARE(log.runs()[3].seed, std::uint64_t(2));
    }

    void revisionGrowsWithEveryChange()
    {
        walk::Counters counters;
        const auto grid = walk::makeGrid(walk::makeFamily(counters), {Json::object()}, 1, 10);
        LiveLog log(*grid);
        auto last = log.revision();
        const auto grew = [&] { return std::exchange(last, log.revision()) < last; };
        log.setStep(0, 3);
        QVERIFY(grew());
        log.setStep(0, 3);
        QVERIFY(!grew());
        log.append(0, {chunkOf(0, 0, 3)});
        QVERIFY(grew());
        log.setStatus(0, RunStatus::finished);
        QVERIFY(grew());
    }

    void chunksAreAnsweredFromANumberOn()
    {
        walk::Counters counters;
        const auto grid = walk::makeGrid(walk::makeFamily(counters), {Json::object()}, 1, 10);
        LiveLog log(*grid);
        for (std::int64_t i = 0; i < 5; ++i)
            log.append(0, {chunkOf(0, i * 10, 10)});
        QCOMPARE(log.chunks(0, 0).size(), std::size_t(5));
        QCOMPARE(log.chunks(0, 0, 3).front()->steps.front(), std::int64_t(30));
        QVERIFY(log.chunks(0, 0, 5).empty());
        QVERIFY(log.chunks(0, 1).empty());
    }

    void evictedChunksAreReadBack()
    {
        walk::Counters counters;
        const auto grid = walk::makeGrid(walk::makeFamily(counters), {Json::object()}, 1, 10);
        LiveLog log(*grid);
        std::vector<ChunkPointer> stored;
        for (std::int64_t i = 0; i < 6; ++i) {
            stored.push_back(chunkOf(0, i * 10, 10));
            log.append(0, {std::make_shared<Chunk>(*stored.back())});
        }
        const std::string digest = digestOf(log, 0);
        const std::size_t bytes = log.bytesInMemory();
        int asked = 0;
        log.evict(0, 0, 4, [&](int run, int channel, std::size_t from, std::size_t count) {
            ++asked;
            if (run != 0 || channel != 0)
                return std::vector<ChunkPointer>{};
            std::vector<ChunkPointer> read;
            for (std::size_t i = from; i < from + count; ++i)
                read.push_back(std::make_shared<Chunk>(*stored[i]));
            return read;
        });
        QVERIFY(log.bytesInMemory() < bytes / 2);
        QCOMPARE(log.chunks(0, 0, 4).size(), std::size_t(2));
        QCOMPARE(asked, 0);
        QCOMPARE(digestOf(log, 0), digest);
        QCOMPARE(asked, 1);
        const auto held = log.chunks(0, 0, 2);
        QCOMPARE(asked, 2);
        QCOMPARE(log.chunks(0, 0, 2).front().get(),
                 held.front().get()); // somebody holds them: no reading
        QCOMPARE(asked, 2);
    }

    void unreadableChunksKeepTheirNumbers()
    {
        walk::Counters counters;
        const auto grid = walk::makeGrid(walk::makeFamily(counters), {Json::object()}, 1, 10);
        LiveLog log(*grid);
        for (std::int64_t i = 0; i < 3; ++i)
            log.append(0, {chunkOf(0, i * 10, 10)});
        log.evict(0, 0, 2,
                  [](int, int, std::size_t, std::size_t) { return std::vector<ChunkPointer>{}; });
        const auto chunks = log.chunks(0, 0);
        QCOMPARE(chunks.size(), std::size_t(3));
        QVERIFY(chunks[0]->steps.empty());
        QCOMPARE(chunks[2]->steps.front(), std::int64_t(20));
    }

    void theDigestIgnoresHowValuesAreCut()
    {
        walk::Counters counters;
        const auto grid = walk::makeGrid(walk::makeFamily(counters), {Json::object()}, 3, 10);
        LiveLog log(*grid);
        log.append(0, {chunkOf(0, 0, 30), chunkOf(2, 0, 5)});
        log.append(1, {chunkOf(0, 0, 7), chunkOf(2, 0, 5), chunkOf(0, 7, 23),
                       chunkOf(walk::seconds, 0, 9)});
        log.append(2, {chunkOf(0, 0, 5), chunkOf(2, 0, 30)});
        QCOMPARE(digestOf(log, 0), digestOf(log, 1)); // the timed channel is left out
        QVERIFY(digestOf(log, 0) != digestOf(log, 2));
    }
};

QTEST_GUILESS_MAIN(LiveLogTest)
#include "live_log_test.moc"
