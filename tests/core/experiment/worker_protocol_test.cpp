#include "core/experiment/worker_protocol.h"

#include "core/random/stream.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace agon;
using namespace agon::worker;

namespace {

Batch batchOf(ObservationKind kind, std::vector<Frame> frames)
{
    Batch batch;
    batch.lane = 2;
    batch.chunk.channel = kind == ObservationKind::event ? eventChannel : 5;
    batch.chunk.kind = kind;
    for (std::size_t i = 0; i < frames.size(); ++i)
        batch.chunk.steps.push_back(static_cast<std::int64_t>(i) * 1'000'000'000'000);
    batch.chunk.frames = std::move(frames);
    return batch;
}

std::string frameOf(const Json &head, const std::string &data = {}) { return encode({head, data}); }

std::string little(std::uint32_t value)
{
    std::string bytes;
    for (int i = 0; i < 4; ++i)
        bytes.push_back(static_cast<char>((value >> (8 * i)) & 0xFF));
    return bytes;
}

} // namespace

class WorkerProtocolTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void messagesSurviveAnyCutting()
    {
        const std::string stream = frameOf({{"type", "hello"}, {"text", "α"}}) +
                                   frameOf({{"type", "batch"}}, std::string("\0\1\2", 3)) +
                                   frameOf({{"type", "cancel"}});
        for (std::size_t piece = 1; piece <= stream.size(); ++piece) {
            MessageReader reader;
            std::vector<Message> messages;
            for (std::size_t i = 0; i < stream.size(); i += piece) {
                reader.feed(std::string_view(stream).substr(i, piece));
                for (;;) {
                    auto message = reader.next();
                    QVERIFY(message);
                    if (!*message)
                        break;
                    messages.push_back(std::move(**message));
                }
            }
            QCOMPARE(messages.size(), std::size_t(3));
            QCOMPARE(messages[0].head["text"].get<std::string>(), std::string("α"));
            QCOMPARE(messages[1].data, std::string("\0\1\2", 3));
            QCOMPARE(messages[2].type(), std::string("cancel"));
            QVERIFY(!reader.insideFrame());
        }
    }

    void garbageIsASentence_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("sentence");
        const auto bytes = [](const std::string &text) {
            return QByteArray(text.data(), static_cast<qsizetype>(text.size()));
        };
        QTest::newRow("text")
            << QByteArray("Hello, world")
            << "A frame of 1819043144 bytes was announced; 268435456 are allowed.";
        QTest::newRow("too short")
            << bytes(little(3) + "abc")
            << "A frame of 3 bytes was announced; it has to hold the length of its head.";
        QTest::newRow("head too long") << bytes(little(6) + little(3) + "{}")
                                       << "A frame of 6 bytes says that its head has 3.";
        QTest::newRow("no JSON") << bytes(little(6) + little(2) + "{]")
                                 << "The head of a frame is no JSON.";
        QTest::newRow("no object") << bytes(little(6) + little(2) + "[]")
                                   << "The head of a frame is no JSON object with a \"type\".";
        QTest::newRow("no type") << bytes(little(6) + little(2) + "{}")
                                 << "The head of a frame is no JSON object with a \"type\".";
    }
    void garbageIsASentence()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, sentence);
        MessageReader reader;
        reader.feed({bytes.data(), static_cast<std::size_t>(bytes.size())});
        const auto message = reader.next();
        QVERIFY(!message);
        QCOMPARE(QString::fromStdString(message.error().message), sentence);
        reader.feed(frameOf({{"type", "hello"}})); // nothing after it can be trusted
        QVERIFY(!reader.next());
    }

    void aTruncatedFrameIsNoticed()
    {
        const std::string frame = frameOf({{"type", "hello"}});
        MessageReader reader;
        reader.feed(std::string_view(frame).substr(0, frame.size() - 1));
        const auto message = reader.next();
        QVERIFY(message && !*message);
        QVERIFY(reader.insideFrame());
    }

    void observationsSurvive()
    {
        Batch metric;
        metric.chunk.channel = 1;
        metric.chunk.steps = {0, 5, std::numeric_limits<std::int64_t>::max()};
        metric.chunk.values = {0.1, -0.0, std::numeric_limits<double>::denorm_min()};
        const auto back = batchFrom(toMessage(metric));
        QVERIFY(back);
        QCOMPARE(back->chunk.steps, metric.chunk.steps);
        QCOMPARE(back->chunk.values, metric.chunk.values);
        QVERIFY(std::signbit(back->chunk.values[1]));

        const PointsFrame points{{1, 2, 3, 4}, {7, -8}, {"a", "b"}, {3, -1}};
        const FieldFrame field{2, 3, {1, 2, 3, 4, 5, 6}, {"x", "y"}, {}};
        const MatchOutcome match{{2, 0, 1}, {0, 0, 1}};
        const GraphFrame graph{{{"in", 1.5, 0.25, {}}, {"out", -2, {}, {}}}, {{0, 1, 0.1, "skip"}}};
        const std::vector<Batch> batches{batchOf(ObservationKind::points, {points, PointsFrame{}}),
                                         batchOf(ObservationKind::field, {field}),
                                         batchOf(ObservationKind::match, {match, match}),
                                         batchOf(ObservationKind::graph, {graph, GraphFrame{}}),
                                         batchOf(ObservationKind::event, {EventText{"it rains"}})};
        for (const Batch &batch : batches) {
            MessageReader reader;
            reader.feed(encode(toMessage(batch)));
            const auto message = reader.next();
            QVERIFY(message && *message);
            const auto read = batchFrom(**message);
            QVERIFY2(read.hasValue(), read ? "" : read.error().message.c_str());
            QCOMPARE(read->lane, 2);
            QCOMPARE(read->chunk.channel, batch.chunk.channel);
            QCOMPARE(read->chunk.kind, batch.chunk.kind);
            QCOMPARE(read->chunk.steps, batch.chunk.steps);
            QVERIFY(read->chunk.frames == batch.chunk.frames);
        }
    }

    void malformedBatchesAreSentences()
    {
        Batch metric;
        metric.chunk.steps = {1, 2};
        metric.chunk.values = {0.5, 1};
        const Message good = toMessage(metric);
        const auto refused = [&](auto change) {
            Message bad = good;
            change(bad);
            const auto batch = batchFrom(bad);
            return batch ? std::string() : batch.error().message;
        };
        const std::string start = "A batch of observations is malformed: ";
        QCOMPARE(refused([](Message &m) { m.data.pop_back(); }),
                 start + "its arrays are shorter than it says.");
        QCOMPARE(refused([](Message &m) { m.data += "x"; }),
                 start + "its arrays are longer than it says.");
        QCOMPARE(refused([](Message &m) { m.head["count"] = -1; }), start + "\"count\" is -1.");
        QCOMPARE(refused([](Message &m) { m.head["kind"] = 9; }), start + "its kind is unknown.");
        QCOMPARE(refused([](Message &m) { std::swap(m.data[0], m.data[8]); }),
                 start + "its steps decrease.");
        QVERIFY(!refused([](Message &m) { m.head.erase("lane"); }).empty());
        QVERIFY(!refused([](Message &m) { m.head["count"] = std::uint64_t(1) << 40; }).empty());
        QVERIFY(!refused([](Message &m) {
                     m.head["kind"] = 3;
                     m.head["frames"] = {1, 2};
                 }).empty());
    }

    void noiseNeverDoesHarm()
    {
        random::Stream stream(7, random::Purpose("noise"));
        std::string good;
        for (const Frame &frame :
             {Frame(GraphFrame{{{"a", 1, {}, {}}, {"b", 1, {}, {}}}, {{0, 1, 1, ""}}}),
              Frame(PointsFrame{{1, 2}, {1}, {"p"}, {}})})
            good += encode(toMessage(
                batchOf(static_cast<ObservationKind>(frame.index() == 0 ? 1 : 4), {frame})));
        for (int round = 0; round < 20'000; ++round) {
            std::string bytes = good;
            for (int i = 0; i < 3; ++i)
                bytes[stream.below(bytes.size())] = static_cast<char>(stream.below(256));
            MessageReader reader;
            reader.feed(bytes);
            for (auto message = reader.next(); message && *message; message = reader.next())
                static_cast<void>(batchFrom(**message).hasValue());
        }
    }
};

QTEST_GUILESS_MAIN(WorkerProtocolTest)
#include "worker_protocol_test.moc"
