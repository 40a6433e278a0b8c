#include "core/random/distributions.h"
#include "core/statistics/bootstrap.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace agon;
using namespace agon::statistics;

class BootstrapTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bandEqualsResamplingByHand_data()
    {
        QTest::addColumn<int>("statistic");
        QTest::newRow("mean") << static_cast<int>(Statistic::mean);
        QTest::newRow("median") << static_cast<int>(Statistic::median);
        QTest::newRow("interquartile mean") << static_cast<int>(Statistic::interquartileMean);
    }
    void bandEqualsResamplingByHand()
    {
        QFETCH(int, statistic);
        const auto kind = static_cast<Statistic>(statistic);
        for (const int n : {1, 2, 5, 8, 13}) {
            const int columns = 37;
            const int resamples = 499;
            random::Stream stream(1, random::Purpose("test data"), static_cast<std::uint64_t>(n));
            std::vector<double> values;
            for (int i = 0; i < n * columns; ++i)
                values.push_back(std::exp(2 * random::normal(stream)));
            const BootstrapWeights weights(n, resamples, 3);
            std::vector<double> lower(columns);
            std::vector<double> upper(columns);
            bootstrapBand(weights, kind, values, columns, 0.95, lower, upper);
            for (int c = 0; c < columns; ++c) {
                std::vector<double> replicates;
                for (int b = 0; b < resamples; ++b) {
                    std::vector<double> drawn;
                    for (int i = 0; i < n; ++i)
                        drawn.insert(
                            drawn.end(),
                            static_cast<std::size_t>(
                                weights.counts()[static_cast<std::size_t>(i * resamples + b)]),
                            values[static_cast<std::size_t>(i * columns + c)]);
                    QCOMPARE(drawn.size(), static_cast<std::size_t>(n));
                    replicates.push_back(evaluate(kind, drawn));
                }
                const auto column = static_cast<std::size_t>(c);
                QVERIFY(std::abs(lower[column] - quantile(replicates, 0.025)) <
                        1e-9 * upper[column]);
                QVERIFY(std::abs(upper[column] - quantile(replicates, 0.975)) <
                        1e-9 * upper[column]);
            }
        }
    }

    void intervalsOfMedianAndRate()
    {
        // n = 5: the range, n = 30: the 10th and 21st value.
        std::vector<double> values;
        for (int i = 1; i <= 5; ++i)
            values.push_back(i);
        QCOMPARE(medianInterval(values).lower, 1.0);
        QCOMPARE(medianInterval(values).upper, 5.0);
        for (int i = 6; i <= 30; ++i)
            values.push_back(i);
        QCOMPARE(medianInterval(values).lower, 10.0);
        QCOMPARE(medianInterval(values).upper, 21.0);
        // A rate's interval stays inside [0, 1]; 0 of 10: upper limit z²/(n + z²).
        const Interval none = wilsonInterval(0, 10);
        QCOMPARE(none.lower, 0.0);
        QVERIFY(std::abs(none.upper - 3.841458820694124 / 13.841458820694124) < 1e-12);
        QCOMPARE(wilsonInterval(10, 10).upper, 1.0);
        // The mean of zeros and ones is a rate, where it is meant as one.
        const std::vector<double> hits(10, 0.0);
        QCOMPARE(meanInterval(hits, true).upper, none.upper);
        QCOMPARE(meanInterval(hits, false).upper, 0.0);
        const std::vector<double> numbers{0, 1, 0.5};
        QCOMPARE(meanInterval(numbers, true).upper, studentInterval(numbers).upper);
        QVERIFY(std::isnan(meanInterval({}, true).upper));
    }
};

QTEST_GUILESS_MAIN(BootstrapTest)
#include "bootstrap_test.moc"
