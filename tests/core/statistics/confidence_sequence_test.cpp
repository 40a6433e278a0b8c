#include "core/random/distributions.h"
#include "core/statistics/confidence_sequence.h"

#include <QTest>

#include <cmath>
#include <functional>

using namespace agon;
using namespace agon::statistics;

namespace {

constexpr int contests = 2000;
constexpr int seeds = 40;

/** How many of 2,000 contests of a setting with itself, looked at after every seed, ever have an
 *  interval without 0. @p draw is the result of one seed. */
int falseLeaders(const std::function<double(random::Stream &)> &draw, double alpha)
{
    int named = 0;
    for (int contest = 0; contest < contests; ++contest) {
        std::vector<double> differences;
        for (int seed = 1; seed <= seeds; ++seed) {
            random::Stream first(static_cast<std::uint64_t>(seed), random::Purpose("first"),
                                 static_cast<std::uint64_t>(contest));
            random::Stream second(static_cast<std::uint64_t>(seed), random::Purpose("second"),
                                  static_cast<std::uint64_t>(contest));
            differences.push_back(draw(first) - draw(second));
            const SignEvidence evidence = signEvidence(differences);
            if (std::max(evidence.positive, evidence.negative) >= std::log(2 / alpha)) {
                ++named;
                break;
            }
        }
    }
    return named;
}

} // namespace

class ConfidenceSequenceTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aSettingAgainstItselfHasNoLeader_data()
    {
        QTest::addColumn<int>("kind");
        QTest::newRow("Gaussian") << 0;
        QTest::newRow("exponential") << 1;
        QTest::newRow("Cauchy") << 2;
        QTest::newRow("log-normal") << 3;
        QTest::newRow("one of two values") << 4;
        QTest::newRow("rare disasters") << 5;
        QTest::newRow("counts") << 6;
        QTest::newRow("regret of ten pulls") << 7;
    }
    void aSettingAgainstItselfHasNoLeader()
    {
        QFETCH(int, kind);
        const std::function<double(random::Stream &)> draw = [kind](random::Stream &stream) {
            switch (kind) {
            case 0:
                return random::normal(stream);
            case 1:
                return random::exponential(stream);
            case 2:
                return random::normal(stream) / random::normal(stream);
            case 3:
                return std::exp(2 * random::normal(stream));
            case 4:
                return stream.bernoulli(0.5) ? 1.0 : 0.0;
            case 5:
                return stream.bernoulli(0.05) ? 1000.0 : 1.0;
            case 6:
                return static_cast<double>(random::poisson(stream, 3));
            default: {
                double regret = 0;
                for (int pull = 0; pull < 10; ++pull)
                    regret += stream.bernoulli(0.3) ? 0.1 : 0.0;
                return regret;
            }
            }
        };
        QVERIFY(falseLeaders(draw, 0.05) <= contests / 20);
    }

    void theIntervalAgreesWithTheEvidence()
    {
        for (std::uint64_t trial = 0; trial < 200; ++trial) {
            random::Stream stream(5, random::Purpose("agreement"), trial);
            std::vector<double> differences;
            for (int i = 0; i < 20; ++i)
                differences.push_back(random::normal(stream) +
                                      0.1 * static_cast<double>(trial % 20));
            const Interval interval = confidenceSequence(differences);
            const SignEvidence evidence = signEvidence(differences);
            QCOMPARE(interval.lower > 0, evidence.positive >= std::log(40));
            QCOMPARE(interval.upper < 0, evidence.negative >= std::log(40));
            const double centre = mean(differences);
            QVERIFY(interval.lower <= centre && centre <= interval.upper);
        }
    }

    void theIntervalCoversAtAllTimes()
    {
        int missed = 0;
        for (std::uint64_t trial = 0; trial < 300; ++trial) {
            random::Stream stream(6, random::Purpose("coverage"), trial);
            std::vector<double> differences;
            bool covered = true;
            for (int i = 0; i < 40; ++i) {
                differences.push_back(random::normal(stream) + 3);
                const Interval interval = confidenceSequence(differences);
                covered = covered && interval.lower <= 3 && 3 <= interval.upper;
            }
            missed += covered ? 0 : 1;
        }
        QVERIFY(missed <= 15);
    }

    void unitsDoNotMatter()
    {
        std::vector<double> differences{3, -1, 4, 1, 5, 9, 2, 6, 5, 3, 5};
        const Interval plain = confidenceSequence(differences);
        QVERIFY(plain.lower > 0);
        for (const double unit : {1e-150, 1e-9, 1e150}) {
            std::vector<double> scaled;
            for (const double difference : differences)
                scaled.push_back(unit * difference);
            const Interval interval = confidenceSequence(scaled);
            QVERIFY(std::abs(interval.lower / unit - plain.lower) < 1e-6);
            QVERIFY(std::abs(interval.upper / unit - plain.upper) < 1e-6);
            const SignEvidence evidence = signEvidence(scaled);
            QVERIFY(std::abs(evidence.positive - signEvidence(differences).positive) < 1e-9);
        }
    }

    void tooFewDifferencesExcludeNothing()
    {
        QCOMPARE(leastCount(0.05), 7);
        const std::vector<double> six(6, 1.0);
        QVERIFY(std::isinf(confidenceSequence(six).lower));
        const std::vector<double> seven(7, 1.0);
        QVERIFY(confidenceSequence(seven).lower > 0);
        QVERIFY(std::isinf(confidenceSequence({}).upper));
        const std::vector<double> zeros(20, 0.0);
        QCOMPARE(confidenceSequence(zeros).lower, 0.0);
        QVERIFY(!projectedCount(zeros).has_value());
    }

    void aClearEffectIsFoundSoon()
    {
        std::vector<int> needed;
        for (std::uint64_t trial = 0; trial < 101; ++trial) {
            random::Stream stream(8, random::Purpose("power"), trial);
            std::vector<double> differences;
            while (differences.size() < 1000) {
                differences.push_back(random::normal(stream) + 1);
                if (signEvidence(differences).positive >= std::log(40))
                    break;
            }
            needed.push_back(static_cast<int>(differences.size()));
        }
        std::nth_element(needed.begin(), needed.begin() + 50, needed.end());
        QVERIFY(needed[50] <= 14);
    }
};

QTEST_GUILESS_MAIN(ConfidenceSequenceTest)
#include "confidence_sequence_test.moc"
