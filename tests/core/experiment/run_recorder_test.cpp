#include "core/experiment/run_recorder.h"

#include "tests/core/experiment/walk_family.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace agon;

namespace {

/** A log of one run and a recorder on it. */
struct Desk
{
    explicit Desk(std::int64_t budget)
    {
        RecordingSchedule every;
        every.spacing = RecordingSchedule::Spacing::every;
        grid = walk::makeGrid(walk::makeFamily(counters), {Json::object()}, 1, budget, every);
        log = std::make_unique<LiveLog>(*grid);
        restart();
    }
    void restart()
    {
        RunRecorder::Setup setup;
        setup.due = std::make_shared<DueSteps>(grid->cells[0].schedule, grid->cells[0].budget);
        setup.channels = grid->cells[0].family->catalogue().channels;
        setup.stepUnit = "step";
        setup.settings = "default settings";
        setup.lanes.push_back({0, true, "Walk"});
        recorder = std::make_unique<RunRecorder>(setup, *log);
    }
    walk::Counters counters;
    std::shared_ptr<Grid> grid;
    std::unique_ptr<LiveLog> log;
    std::unique_ptr<RunRecorder> recorder;
};

double valueAt(std::int64_t step)
{
    return std::sin(static_cast<double>(step) * 0.37) * static_cast<double>(step);
}

} // namespace

class RunRecorderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void dueStepsFollowTheSchedule_data()
    {
        QTest::addColumn<int>("spacing");
        QTest::newRow("every") << static_cast<int>(RecordingSchedule::Spacing::every);
        QTest::newRow("linear") << static_cast<int>(RecordingSchedule::Spacing::linear);
        QTest::newRow("logarithmic") << static_cast<int>(RecordingSchedule::Spacing::logarithmic);
    }
    void dueStepsFollowTheSchedule()
    {
        QFETCH(int, spacing);
        RecordingSchedule schedule;
        schedule.spacing = static_cast<RecordingSchedule::Spacing>(spacing);
        schedule.points = 37;
        const std::int64_t budget = 5000;
        const DueSteps due(schedule, budget);
        const auto expected = [&](std::int64_t step) {
            const auto steps = metricSteps(schedule, budget);
            const auto found = std::lower_bound(steps.begin(), steps.end(), step);
            return found == steps.end() ? budget + 1 : *found;
        };
        DueSteps::Cursor cursor;
        // Forwards, and back again as lanes do that are played one after the other.
        for (const std::int64_t step :
             {0, 1, 2, 3, 700, 699, 4999, 5000, 5001, 0, 10, 5, 1, 6000, 2500})
            QCOMPARE(due.nextMetric(step, cursor), expected(step));
        DueSteps::Cursor frames;
        QCOMPARE(due.nextFrame(0, frames), std::int64_t(0));
        QCOMPARE(due.nextFrame(5001, frames), std::int64_t(5001));
    }

    void aHundredThousandPointsAreKeptWhole()
    {
        Desk desk(wholePointsPerMetric);
        for (std::int64_t step = 1; step <= wholePointsPerMetric; ++step)
            desk.recorder->metric(walk::position, 0, step, valueAt(step));
        desk.recorder->closeBuckets(0);
        desk.recorder->publish(true);
        QCOMPARE(walk::valuesOf(*desk.log, 0, walk::position).size(),
                 std::size_t(wholePointsPerMetric));
        QVERIFY(!desk.log->runs()[0].thinned);
    }

    void laterPointsGoIntoBuckets()
    {
        const std::int64_t total = 1'000'003;
        Desk desk(total);
        for (std::int64_t step = 1; step <= total; ++step) {
            desk.recorder->metric(walk::position, 0, step, valueAt(step));
            if (step % 30'001 == 0)
                desk.recorder->publish(false);
        }
        desk.recorder->closeBuckets(0);
        desk.recorder->publish(true);
        QVERIFY(desk.log->runs()[0].thinned);

        std::int64_t next = 1; // the first step that the next point or bucket stands for
        std::size_t kept = 0;
        std::int64_t largest = 0;
        for (const ChunkPointer &chunk : desk.log->chunks(0, walk::position)) {
            kept += chunk->steps.size();
            if (!chunk->thinned()) {
                for (const std::int64_t step : chunk->steps)
                    QCOMPARE(step, next++);
                continue;
            }
            QVERIFY(next > wholePointsPerMetric);
            QCOMPARE(chunk->buckets.front().begin, 0);
            for (std::size_t b = 0; b < chunk->buckets.size(); ++b) {
                const Bucket &bucket = chunk->buckets[b];
                const auto begin = static_cast<std::size_t>(bucket.begin);
                const auto end = b + 1 < chunk->buckets.size()
                                     ? static_cast<std::size_t>(chunk->buckets[b + 1].begin)
                                     : chunk->steps.size();
                QVERIFY(end > begin && end - begin <= 4);
                double minimum = valueAt(next), maximum = minimum, sum = 0;
                for (std::int64_t step = next; step < next + bucket.count; ++step) {
                    minimum = std::min(minimum, valueAt(step));
                    maximum = std::max(maximum, valueAt(step));
                    sum += valueAt(step);
                }
                const auto from = chunk->values.begin() + bucket.begin;
                const auto to = chunk->values.begin() + static_cast<std::ptrdiff_t>(end);
                QCOMPARE(*from, valueAt(next));
                QCOMPARE(*(to - 1), valueAt(next + bucket.count - 1));
                QCOMPARE(*std::min_element(from, to), minimum);
                QCOMPARE(*std::max_element(from, to), maximum);
                QCOMPARE(bucket.mean, sum / static_cast<double>(bucket.count));
                QCOMPARE(chunk->steps[begin], next);
                QVERIFY(std::is_sorted(chunk->steps.begin(), chunk->steps.end()));
                largest = std::max(largest, bucket.count);
                next += bucket.count;
            }
        }
        QCOMPARE(next, total + 1); // every recorded point is stood for
        QVERIFY(kept < 300'000);
        QCOMPARE(largest, std::int64_t(64));
        QCOMPARE(digestOf(*desk.log, 0), desk.recorder->digest(0));
    }

    void theLastBucketIsShownThoughNothingElseIsNew()
    {
        Desk desk(wholePointsPerMetric + 1);
        for (std::int64_t step = 1; step <= wholePointsPerMetric + 1; ++step)
            desk.recorder->metric(walk::position, 0, step, valueAt(step));
        desk.recorder->publish(true);
        QCOMPARE(walk::stepsOf(*desk.log, 0, walk::position).back(), wholePointsPerMetric);
        desk.recorder->closeBuckets(0);
        desk.recorder->publish(true);
        QCOMPARE(walk::stepsOf(*desk.log, 0, walk::position).back(), wholePointsPerMetric + 1);
    }

    void bucketsAreRepeatedAsTheyWere()
    {
        const std::int64_t total = 150'000;
        Desk desk(total);
        const auto play = [&](std::int64_t until) {
            for (std::int64_t step = 1; step <= until; ++step) {
                desk.recorder->metric(walk::position, 0, step, valueAt(step));
                if (step % 7'777 == 0)
                    desk.recorder->publish(true);
            }
            desk.recorder->publish(true);
        };
        play(123'456);
        const std::size_t before = walk::valuesOf(*desk.log, 0, walk::position).size();
        desk.restart();
        play(total);
        desk.recorder->closeBuckets(0);
        desk.recorder->publish(true);
        desk.recorder->expectNoPrefixLeft(0);
        QVERIFY(!desk.recorder->failure(0));
        QVERIFY(walk::valuesOf(*desk.log, 0, walk::position).size() > before);
        QCOMPARE(digestOf(*desk.log, 0), desk.recorder->digest(0));

        Desk whole(total);
        for (std::int64_t step = 1; step <= total; ++step)
            whole.recorder->metric(walk::position, 0, step, valueAt(step));
        whole.recorder->closeBuckets(0);
        whole.recorder->publish(true);
        QCOMPARE(digestOf(*whole.log, 0), digestOf(*desk.log, 0));
    }

    void publishingWaitsForEnoughOrForTime()
    {
        Desk desk(100'000);
        desk.recorder->metric(walk::position, 0, 1, 0.5);
        desk.recorder->publish(false); // nothing was published for long: at once
        QCOMPARE(desk.log->chunks(0, walk::position).size(), std::size_t(1));
        desk.recorder->metric(walk::position, 0, 2, 0.5);
        desk.recorder->publish(false);
        QCOMPARE(desk.log->chunks(0, walk::position).size(), std::size_t(1));
        for (std::int64_t step = 3; step < 1030; ++step)
            desk.recorder->metric(walk::position, 0, step, 0.5);
        desk.recorder->publish(false);
        QCOMPARE(desk.log->chunks(0, walk::position).size(), std::size_t(2));
        desk.recorder->metric(walk::position, 0, 2000, 0.5);
        QTest::qSleep(60);
        desk.recorder->publish(false);
        QCOMPARE(desk.log->chunks(0, walk::position).size(), std::size_t(3));
    }

    void publishingStopsAtTheLimit()
    {
        Desk desk(1000);
        for (std::int64_t step = 1; step <= 100; ++step) {
            desk.recorder->metric(walk::position, 0, step, valueAt(step));
            desk.recorder->field(walk::loads, 0, step, {1, 1, {valueAt(step)}, {}, {}});
        }
        desk.recorder->publish(true, 40);
        QCOMPARE(walk::stepsOf(*desk.log, 0, walk::position).back(), std::int64_t(40));
        QCOMPARE(walk::stepsOf(*desk.log, 0, walk::loads).back(), std::int64_t(40));
        desk.recorder->publish(true);
        QCOMPARE(walk::stepsOf(*desk.log, 0, walk::position).size(), std::size_t(100));
        QCOMPARE(digestOf(*desk.log, 0), desk.recorder->digest(0));
    }

    void infinityFailsWithASentence()
    {
        Desk desk(10);
        desk.recorder->metric(walk::position, 0, 3, -INFINITY);
        QCOMPARE(
            *desk.recorder->failure(0),
            std::string("Walk: \"Position\" became minus infinite at step 3 (default settings)."));
    }
};

QTEST_GUILESS_MAIN(RunRecorderTest)
#include "run_recorder_test.moc"
