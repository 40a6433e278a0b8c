#include "core/random/distributions.h"
#include "core/random/stream.h"

#include <QTest>

#include <boost/math/distributions/chi_squared.hpp>

#include <cmath>
#include <set>
#include <vector>

using namespace agon::random;

namespace {

using Block = std::array<std::uint32_t, 4>;
using Key = std::array<std::uint32_t, 2>;

/** Probability of a chi-square statistic at least as large as that of @p counts against equal ones.
 */
double uniformityOf(const std::vector<std::int64_t> &counts)
{
    double total = 0;
    for (const std::int64_t count : counts)
        total += static_cast<double>(count);
    const double expected = total / static_cast<double>(counts.size());
    double statistic = 0;
    for (const std::int64_t count : counts)
        statistic += (static_cast<double>(count) - expected) *
                     (static_cast<double>(count) - expected) / expected;
    const boost::math::chi_squared distribution(static_cast<double>(counts.size() - 1));
    return boost::math::cdf(boost::math::complement(distribution, statistic));
}

/** The tests below make about forty independent judgements; each may fail by chance once in 10^5.
 */
constexpr double tooUnlikely = 1e-5;

} // namespace

class StreamTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Random123 1.14.0, tests/kat_vectors, philox4x32 with 10 rounds.
    void philoxGivesThePublishedAnswers()
    {
        QCOMPARE(philoxBlock(Block{0, 0, 0, 0}, Key{0, 0}),
                 (Block{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
        constexpr std::uint32_t ones = 0xffffffff;
        QCOMPARE(philoxBlock(Block{ones, ones, ones, ones}, Key{ones, ones}),
                 (Block{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
        QCOMPARE(philoxBlock(Block{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
                             Key{0xa4093822, 0x299f31d0}),
                 (Block{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
    }

    void sameKeySameStream()
    {
        Stream first(7, Purpose("rewards"), 3, 5);
        Stream second(7, Purpose("rewards"), 3, 5);
        for (int i = 0; i < 1000; ++i)
            QCOMPARE(first.next(), second.next());
    }

    void peekingAnswersWhatComesAndSkippingGoesThere()
    {
        for (std::size_t before = 0; before < 4; ++before)
            for (std::size_t size = 0; size < 40; ++size) {
                Stream drawn(7, Purpose("rewards"), 3, 5);
                for (std::size_t i = 0; i < before; ++i)
                    drawn.next();
                Stream skipped = drawn;
                QCOMPARE(drawn.drawn(), before);
                std::vector<std::uint64_t> ahead(size);
                drawn.peek(ahead);
                QCOMPARE(drawn.drawn(), before);
                skipped.skip(size);
                for (const std::uint64_t word : ahead)
                    QCOMPARE(drawn.next(), word);
                QCOMPARE(skipped.drawn(), before + size);
                QCOMPARE(skipped.next(), drawn.next());
            }
    }

    void aDrawInOneStreamDisturbsNoOther()
    {
        Stream alone(7, Purpose("rewards"));
        Stream beside(7, Purpose("rewards"));
        Stream other(7, Purpose("policy"));
        for (int i = 0; i < 1000; ++i) {
            for (int extra = 0; extra < i % 7; ++extra)
                normal(other);
            QCOMPARE(beside.next(), alone.next());
        }
    }

    void everyPartOfTheKeyMatters()
    {
        std::set<std::uint64_t> firsts;
        std::size_t streams = 0;
        for (std::uint64_t seed = 0; seed < 20; ++seed)
            for (std::uint64_t entity = 0; entity < 20; ++entity)
                for (std::uint64_t step = 0; step < 20; ++step) {
                    firsts.insert(Stream(seed, Purpose("a"), entity, step).next());
                    firsts.insert(Stream(seed, Purpose("b"), entity, step).next());
                    streams += 2;
                }
        for (const std::uint64_t far : {1ULL << 31, (1ULL << 32) - 1}) {
            firsts.insert(Stream(1, Purpose("a"), far, 0).next());
            firsts.insert(Stream(1, Purpose("a"), 0, far).next());
            streams += 2;
        }
        for (const std::uint64_t seed : {1ULL << 32, 1ULL << 63, ~0ULL}) {
            firsts.insert(Stream(seed, Purpose("a")).next());
            streams += 1;
        }
        QCOMPARE(firsts.size(), streams);
    }

    void firstDrawsOfNeighbouringStreamsAreUniform_data()
    {
        QTest::addColumn<int>("which");
        QTest::newRow("seeds") << 0;
        QTest::newRow("entities") << 1;
        QTest::newRow("steps") << 2;
        QTest::newRow("draws") << 3;
    }
    void firstDrawsOfNeighbouringStreamsAreUniform()
    {
        QFETCH(int, which);
        Stream one(11, Purpose("uniformity"));
        // Pairs of neighbours on a 32 × 32 board: also finds a dependence between neighbours.
        std::vector<std::int64_t> board(32 * 32);
        double before = 0;
        for (std::uint64_t i = 0; i < 400'000; ++i) {
            const double u = which == 0   ? Stream(i, Purpose("uniformity")).uniform()
                             : which == 1 ? Stream(11, Purpose("uniformity"), i).uniform()
                             : which == 2 ? Stream(11, Purpose("uniformity"), 0, i).uniform()
                                          : one.uniform();
            if (i % 2 == 1)
                ++board[static_cast<std::size_t>(before * 32) * 32 +
                        static_cast<std::size_t>(u * 32)];
            before = u;
        }
        const double p = uniformityOf(board);
        QVERIFY2(p > tooUnlikely, std::to_string(p).c_str());
    }

    void everyBitIsFair()
    {
        Stream stream(12, Purpose("bits"));
        constexpr int draws = 100'000;
        std::array<int, 64> ones{};
        for (int i = 0; i < draws; ++i) {
            const std::uint64_t bits = stream.next();
            for (std::size_t bit = 0; bit < 64; ++bit)
                ones[bit] += static_cast<int>((bits >> bit) & 1);
        }
        for (const int count : ones)
            QVERIFY(std::abs(count - draws / 2) < 5 * std::sqrt(draws) / 2);
    }

    void uniformStaysInItsInterval()
    {
        Stream stream(13, Purpose("interval"));
        double sum = 0;
        double squares = 0;
        constexpr int draws = 1'000'000;
        for (int i = 0; i < draws; ++i) {
            const double u = stream.uniform();
            const double open = stream.uniformOpen();
            QVERIFY(u >= 0 && u < 1);
            QVERIFY(open > 0 && open < 1);
            sum += u + open;
            squares += u * u + open * open;
        }
        // Within five standard errors.
        QVERIFY(std::abs(sum / (2 * draws) - 0.5) < 5 * std::sqrt(1.0 / 12 / (2 * draws)));
        QVERIFY(std::abs(squares / (2 * draws) - 1.0 / 3) < 5 * std::sqrt(4.0 / 45 / (2 * draws)));
    }

    void belowIsUniform_data()
    {
        QTest::addColumn<int>("n");
        for (const int n : {2, 3, 6, 7, 10, 100, 1000})
            QTest::newRow(std::to_string(n).c_str()) << n;
    }
    void belowIsUniform()
    {
        QFETCH(int, n);
        Stream stream(14, Purpose("below"));
        std::vector<std::int64_t> counts(static_cast<std::size_t>(n));
        for (int i = 0; i < 200'000; ++i)
            ++counts[static_cast<std::size_t>(stream.below(static_cast<std::uint64_t>(n)))];
        const double p = uniformityOf(counts);
        QVERIFY2(p > tooUnlikely, std::to_string(p).c_str());
    }

    void belowHasNoBiasForHugeRanges()
    {
        // With n = 3·2^62 a modulo or a plain multiplication hits the lower third twice as often.
        constexpr std::uint64_t n = 3ULL << 62;
        Stream stream(15, Purpose("below"));
        std::vector<std::int64_t> thirds(3);
        for (int i = 0; i < 100'000; ++i) {
            const std::uint64_t value = stream.below(n);
            QVERIFY(value < n);
            ++thirds[static_cast<std::size_t>(value / (1ULL << 62))];
        }
        QVERIFY(uniformityOf(thirds) > tooUnlikely);
        for (int i = 0; i < 100; ++i)
            QCOMPARE(stream.below(1), 0U);
    }
};

QTEST_GUILESS_MAIN(StreamTest)
#include "stream_test.moc"
