#include "core/statistics/paired_planning.h"
#include "core/statistics/paired_tests.h"

#include <QtTest/QtTest>

#include <cmath>
#include <vector>

using namespace agon::statistics;

class PairedPlanningTest : public QObject
{
    Q_OBJECT

    static std::vector<double> shifted(std::vector<double> values, double by)
    {
        for (double &value : values)
            value -= by;
        return values;
    }

private Q_SLOTS:
    void pairsForASignTest()
    {
        // Exact, alpha 0.05 two-sided, power 0.8.
        QCOMPARE(pairsForSignTest(0.9).value(), 12);
        QCOMPARE(pairsForSignTest(0.8).value(), 20);
        QCOMPARE(pairsForSignTest(0.7).value(), 49);
        QCOMPARE(pairsForSignTest(0.2), pairsForSignTest(0.8));
        // Six wins of six are the fewest that reach 0.05.
        QCOMPARE(pairsForSignTest(1).value(), 6);
        QVERIFY(!pairsForSignTest(0.5));
        QVERIFY(!pairsForSignTest(0.505));
    }

    void pairsForAMean()
    {
        // (1.959964 + 0.841621)² = 7.848879.
        QCOMPARE(pairsForMean(1, 1).value(), 8);
        QCOMPARE(pairsForMean(-0.5, 1).value(), 32);
        QCOMPARE(pairsForMean(1, 0).value(), 2);
        QVERIFY(!pairsForMean(0, 1));
        QVERIFY(!pairsForMean(1e-4, 1));
    }

    void trialsForARate()
    {
        const int trials = trialsForRate(0.8, 0.9).value();
        QVERIFY(wilsonInterval(0.8 * trials, trials).upper < 0.9);
        QVERIFY(wilsonInterval(0.8 * (trials - 1), trials - 1).upper >= 0.9);
        QVERIFY(!trialsForRate(0.9, 0.9));
    }

    void theIntervalInvertsWilcoxonsTest()
    {
        for (const std::size_t n : {6u, 10u, 13u}) {
            std::vector<double> values;
            for (std::size_t i = 1; i <= n; ++i)
                values.push_back(std::sin(static_cast<double>(7 * i)) +
                                 0.3 * std::sqrt(static_cast<double>(i)));
            const Interval interval = hodgesLehmannInterval(values);
            QVERIFY(interval.lower < hodgesLehmann(values) &&
                    hodgesLehmann(values) < interval.upper);
            constexpr double step = 1e-9;
            QVERIFY(wilcoxonSignedRank(shifted(values, interval.lower - step)).twoSided <= 0.05);
            QVERIFY(wilcoxonSignedRank(shifted(values, interval.lower + step)).twoSided > 0.05);
            QVERIFY(wilcoxonSignedRank(shifted(values, interval.upper + step)).twoSided <= 0.05);
            QVERIFY(wilcoxonSignedRank(shifted(values, interval.upper - step)).twoSided > 0.05);
        }
    }

    void tooFewDifferencesGiveTheirRange()
    {
        const std::vector<double> values{3, 1, 2};
        QCOMPARE(hodgesLehmannInterval(values).lower, 1.0);
        QCOMPARE(hodgesLehmannInterval(values).upper, 3.0);
        QVERIFY(std::isnan(hodgesLehmannInterval({}).lower));
    }

    void manyDifferencesGoOverToTheNormalDistribution()
    {
        // Around the border the two ways differ by little.
        const auto width = [](std::size_t n) {
            std::vector<double> values;
            for (std::size_t i = 0; i < n; ++i)
                values.push_back(static_cast<double>(i) / static_cast<double>(n - 1));
            const Interval interval = hodgesLehmannInterval(values);
            return (interval.upper - interval.lower) * std::sqrt(static_cast<double>(n));
        };
        QVERIFY(std::abs(width(51) / width(50) - 1) < 0.02);
    }
};

QTEST_GUILESS_MAIN(PairedPlanningTest)
#include "paired_planning_test.moc"
