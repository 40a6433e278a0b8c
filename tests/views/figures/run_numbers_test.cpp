#include "views/figures/run_numbers.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace agon;
using namespace agon::views;

namespace {

constexpr std::int64_t atTheEnd = std::numeric_limits<std::int64_t>::max();

MetricSeries series(std::vector<std::int64_t> steps, std::vector<double> values)
{
    MetricSeries result;
    result.steps = std::move(steps);
    result.values = std::move(values);
    return result;
}

} // namespace

/** One run's series as one number. */
class RunNumbersTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theMeanOfTheLastRecords()
    {
        const MetricSeries steps = series({0, 10, 40, 100}, {1, 3, 2, 7});
        QCOMPARE(meanOfLast(steps, 4, 2), 4.5);
        QCOMPARE(meanOfLast(steps, 3, 2), 2.5); // as of an earlier step
        QCOMPARE(meanOfLast(steps, 4, 100), 13 / 4.0);
        QVERIFY(std::isnan(meanOfLast(steps, 0, 2)));
        // What was thinned counts with its mean: of ten records of mean 5, the last four.
        MetricSeries thinned = steps;
        thinned.buckets = {{2, 10, 5.0}};
        QCOMPARE(meanOfLast(thinned, 4, 4), 5.0);
        QCOMPARE(meanOfLast(thinned, 4, 12), (10 * 5.0 + 3 + 1) / 12);
    }

    void theAreaIsTheMeanOverTheSteps()
    {
        // 1 held for 10 steps, 3 for 30, 2 for 60: (10 + 90 + 120) / 100.
        const MetricSeries steps = series({0, 10, 40, 100}, {1, 3, 2, 7});
        QCOMPARE(areaUnderCurve(steps, 4, 100), 2.2);
        // A run that goes on after its last record holds it.
        QCOMPARE(areaUnderCurve(steps, 4, 200), (220 + 700) / 200.0);
        // A constant has its own value, whatever is recorded when.
        QCOMPARE(areaUnderCurve(series({1, 2, 50}, {4, 4, 4}), 3, 1000), 4.0);
        QCOMPARE(areaUnderCurve(series({5}, {9}), 1, 5), 9.0);
        QVERIFY(std::isnan(areaUnderCurve(series({}, {}), 0, 10)));
    }

    void whatIsMissingIsLeftOut()
    {
        const double nan = std::nan("");
        // Nothing is known from 10 to 40.
        QCOMPARE(areaUnderCurve(series({0, 10, 40, 100}, {1, nan, 2, 2}), 4, 100), 130 / 70.0);
        QVERIFY(std::isnan(areaUnderCurve(series({0, 10}, {nan, nan}), 2, 10)));
        // Two records of one step: the later one holds.
        QCOMPARE(areaUnderCurve(series({0, 0, 10}, {100, 1, 1}), 3, 10), 1.0);
    }

    void thinnedRecordsCountWithTheirMean()
    {
        // Whole until step 2; then two buckets of 100 steps whose extremes were kept.
        MetricSeries thinned = series({0, 1, 2, 50, 101, 102, 201}, {5, 5, 0, 9, 0, 2, 2});
        thinned.buckets = {{2, 100, 1.0}, {5, 100, 2.0}};
        QCOMPARE(areaUnderCurve(thinned, 7, 202), (5 * 2 + 100 * 1.0 + 100 * 2.0) / 202);
    }

    void asOfAStepIsAsIfStoppedThere()
    {
        const MetricSeries whole = series({0, 10, 40, 100}, {9, 3, 4, 1});
        const MetricSeries stopped = series({0, 10, 40}, {9, 3, 4});
        for (const Direction direction :
             {Direction::none, Direction::minimize, Direction::maximize}) {
            const RunNumbers a = numbersOf(whole, direction, 70, 100, 3.5);
            const RunNumbers b = numbersOf(stopped, direction, atTheEnd, 70, 3.5);
            QCOMPARE(a.last, 4.0);
            QCOMPARE(a.last, b.last);
            QVERIFY(a.best == b.best || (std::isnan(a.best) && direction == Direction::none));
            QCOMPARE(a.tail, b.tail);
            QCOMPARE(a.area, b.area);
            QCOMPARE(a.toTarget.has_value(), direction != Direction::none);
            if (a.toTarget)
                QCOMPARE(a.toTarget->length, b.toTarget->length);
        }
        QCOMPARE(numbersOf(whole, Direction::minimize, 70, 100).best, 3.0);
        QCOMPARE(numbersOf(whole, Direction::maximize, 70, 100).best, 9.0);
    }

    void stepsToATarget()
    {
        const MetricSeries loss = series({0, 10, 40, 100}, {9, 3, 4, 1});
        const auto toTarget = [&loss](double target, Direction direction) {
            return *numbersOf(loss, direction, atTheEnd, 120, target).toTarget;
        };
        QVERIFY(toTarget(3, Direction::minimize).successful);
        QCOMPARE(toTarget(3, Direction::minimize).length, 10.0);
        QCOMPARE(toTarget(1, Direction::minimize).length, 100.0);
        QCOMPARE(toTarget(9, Direction::maximize).length, 1.0); // from the start
        // Not reached within the 120 steps of the run.
        QVERIFY(!toTarget(0.5, Direction::minimize).successful);
        QCOMPARE(toTarget(0.5, Direction::minimize).length, 120.0);
        QVERIFY(!numbersOf(loss, Direction::minimize, atTheEnd, 120).toTarget);
    }

    void theTailIsTheLastTwentiethOfTheSteps()
    {
        MetricSeries all;
        for (int step = 1; step <= 100; ++step) {
            all.steps.push_back(step);
            all.values.push_back(step);
        }
        // Steps 96 to 100; as the store sums it up.
        QCOMPARE(numbersOf(all, Direction::none, atTheEnd, 100).tail, 98.0);
        QCOMPARE(numbersOf(all, Direction::none, 20, 100).tail, 20.0);
    }
};

QTEST_GUILESS_MAIN(RunNumbersTest)
#include "run_numbers_test.moc"
