#include "storage/chunk_codec.h"

#include "core/random/stream.h"
#include "sample_log.h"

#include <QTest>

using namespace agon;
using namespace agon::storage;
using namespace agon::test;

namespace {

EncodedChunkView viewOf(const EncodedChunk &chunk)
{
    return {chunk.codec, chunk.firstStep, chunk.lastStep, chunk.stride,
            chunk.count, chunk.checksum,  chunk.data};
}

/** The chunk read back, or an empty one. */
Chunk readBack(const Chunk &chunk)
{
    const EncodedChunk encoded = encode(chunk);
    Expected<Chunk> decoded = decode(chunk.kind, viewOf(encoded));
    return decoded ? *std::move(decoded) : Chunk();
}

Chunk metric(std::vector<std::int64_t> steps, std::vector<double> values)
{
    Chunk chunk;
    chunk.steps = std::move(steps);
    chunk.values = std::move(values);
    return chunk;
}

/** Each kind of frame, several times, out of a filled sample run. */
std::vector<Chunk> everyKind()
{
    SampleLog log(sampleExperiment(1), 1);
    fillRun(log, 0);
    std::vector<Chunk> chunks;
    for (const int channel : {int(regret), int(accuracy), int(front), int(load), int(votes),
                              int(cells), int(eventChannel)})
        chunks.push_back(joined(log, 0, channel));
    Chunk thinned = metric({0, 2, 3, 8, 10, 11}, {1, 0.5, 2, 1.5, 1, 3});
    thinned.buckets = {{0, 8, 1.25}, {4, 16, 2.5}};
    chunks.push_back(thinned);
    return chunks;
}

} // namespace

class ChunkCodecTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyKindComesBack()
    {
        for (const Chunk &chunk : everyKind())
            QVERIFY(sameContent(readBack(chunk), chunk));
    }

    void regularStepsTakeNoRoom()
    {
        const EncodedChunk regular = encode(metric({5, 8, 11}, {1, 2, 3}));
        QVERIFY(regular.codec == ChunkCodec::regularMetric);
        QCOMPARE(regular.data.size(), std::size_t{24});
        QCOMPARE(regular.stride, std::int64_t{3});
        const EncodedChunk stepped = encode(metric({5, 8, 12}, {1, 2, 3}));
        QVERIFY(stepped.codec == ChunkCodec::steppedMetric);
        QCOMPARE(stepped.data.size(), std::size_t{48});
        for (const Chunk &chunk :
             {metric({7}, {1}), metric({7, 7, 7}, {1, 2, 3}), metric({-4, 0}, {0, -0.0})})
            QVERIFY(sameContent(readBack(chunk), chunk));
    }

    void compressionIsUsedWhereItPays()
    {
        Chunk flat;
        flat.kind = ObservationKind::field;
        flat.steps = {1};
        flat.frames = {FieldFrame{64, 64, std::vector<double>(4096, 0.25), {}, {}}};
        const EncodedChunk packed = encode(flat);
        QVERIFY(packed.codec == ChunkCodec::compressedFrames);
        QVERIFY(packed.data.size() < 1000);
        QVERIFY(sameContent(readBack(flat), flat));

        random::Stream stream(1, random::Purpose("noise"));
        std::vector<double> noise(4096);
        for (double &value : noise)
            value = stream.uniform();
        flat.frames = {FieldFrame{64, 64, noise, {}, {}}};
        QVERIFY(encode(flat).codec == ChunkCodec::frames);
        QVERIFY(sameContent(readBack(flat), flat));
    }

    /** Whatever the bytes, decode answers with a chunk of the announced size or a sentence. */
    void damagedBytesNeverCrash()
    {
        random::Stream stream(2, random::Purpose("damage"));
        int rejected = 0;
        int accepted = 0;
        const auto tryIt = [&](ObservationKind kind, const EncodedChunk &bad) {
            const Expected<Chunk> decoded = decode(kind, viewOf(bad));
            if (!decoded) {
                ++rejected;
                QVERIFY(decoded.error().message.starts_with("The stored chunk is damaged: "));
                return;
            }
            ++accepted;
            QCOMPARE(static_cast<std::int64_t>(decoded->steps.size()), bad.count);
            QCOMPARE(decoded->values.size() + decoded->frames.size(), decoded->steps.size());
        };
        for (const Chunk &chunk : everyKind()) {
            for (const bool packed : {false, true}) {
                EncodedChunk encoded = encode(chunk);
                if (packed != (encoded.codec == ChunkCodec::compressedFrames) &&
                    chunk.kind != ObservationKind::metric)
                    encoded.codec = packed ? ChunkCodec::compressedFrames : ChunkCodec::frames;
                for (int round = 0; round < 3000; ++round) {
                    EncodedChunk bad = encoded;
                    const std::uint64_t changes = 1 + stream.below(4);
                    for (std::uint64_t i = 0; i < changes && !bad.data.empty(); ++i) {
                        switch (stream.below(4)) {
                        case 0:
                            bad.data.resize(stream.below(bad.data.size()));
                            break;
                        case 1:
                            bad.data.append(stream.below(40), static_cast<char>(stream.next()));
                            break;
                        case 2: // A large number where a count may stand.
                            bad.data[stream.below(bad.data.size())] = '\xff';
                            break;
                        default:
                            bad.data[stream.below(bad.data.size())] =
                                static_cast<char>(stream.next());
                        }
                    }
                    if (stream.bernoulli(0.2))
                        bad.count = static_cast<std::int64_t>(stream.next());
                    if (stream.bernoulli(0.1))
                        bad.stride = static_cast<std::int64_t>(stream.next());
                    if (stream.bernoulli(0.1))
                        bad.firstStep = static_cast<std::int64_t>(stream.next());
                    if (stream.bernoulli(0.1))
                        bad.codec = static_cast<ChunkCodec>(stream.below(7));
                    // As a forger would: the checksum fits.
                    bad.checksum = checksumOf(bad.data);
                    tryIt(chunk.kind, bad);
                }
            }
        }
        QVERIFY(rejected > 10'000);
        QVERIFY(accepted > 0);
    }

    void aChangedByteIsFoundByTheChecksum()
    {
        EncodedChunk encoded = encode(metric({1, 2, 3}, {1, 2, 3}));
        encoded.data[7] = static_cast<char>(encoded.data[7] ^ 1);
        const Expected<Chunk> decoded = decode(ObservationKind::metric, viewOf(encoded));
        QVERIFY(!decoded);
        QCOMPARE(decoded.error().message,
                 std::string("The stored chunk is damaged: its checksum does not fit its bytes."));
    }

    void nothingHugeIsAllocatedOnAStrangersWord()
    {
        EncodedChunk bomb = encode(everyKind()[2]);
        // A zstd frame that announces 2^40 bytes.
        bomb.codec = ChunkCodec::compressedFrames;
        bomb.data = std::string("\x28\xb5\x2f\xfd\xe0\x00\x00\x00\x00\x00\x01\x00\x00", 13);
        bomb.checksum = checksumOf(bomb.data);
        const Expected<Chunk> decoded = decode(ObservationKind::points, viewOf(bomb));
        QVERIFY(!decoded);
        QVERIFY(decoded.error().message.find("more than the 268435456 allowed") !=
                std::string::npos);
    }
};

QTEST_GUILESS_MAIN(ChunkCodecTest)
#include "chunk_codec_test.moc"
