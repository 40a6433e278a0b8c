#include "tests/support/memory_source.h"
#include "views/figures/convergence.h"
#include "views/figures/views.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace agon;
using namespace agon::views;
using agon::test::MemorySource;
using agon::test::metricChannel;

namespace {

const LineLayer &line(const Figure &figure, std::size_t layer, std::size_t panel = 0)
{
    return std::get<LineLayer>(figure.panels.at(panel).layers.at(layer));
}

/** One contestant with the given series, one a seed, on a budget of the longest. */
std::shared_ptr<MemorySource> contest(const std::vector<std::vector<double>> &seeds,
                                      const std::vector<std::int64_t> &steps)
{
    auto source = std::make_shared<MemorySource>();
    source->view().schedule.spacing = RecordingSchedule::Spacing::linear;
    source->view().stepUnit = "round";
    source->view().budgetUnit = "rounds";
    const int channel = source->addChannel(metricChannel("regret", "Regret"));
    const int cell = source->addContestant("UCB1", steps.back());
    for (std::size_t i = 0; i < seeds.size(); ++i)
        source->addMetric(source->addRun(cell, i + 1), channel, steps, seeds[i]);
    return source;
}

} // namespace

class ConvergenceTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void meanWithStudentInterval()
    {
        // The t interval of 0.42, 0.55, 0.39, 0.61, 0.47 (statistics.json, mean_se_t_ci).
        SeriesCache cache(contest({{0.42}, {0.55}, {0.39}, {0.61}, {0.47}}, {10}));
        const auto figure = convergence(cache, {});
        QVERIFY(figure);
        QCOMPARE(figure->n, std::string("n = 5 seeds"));
        QCOMPARE(figure->interval, std::string("95 % t interval"));
        QVERIFY(std::abs(line(*figure, 0).y[0] - 0.488) < 1e-12);
        QVERIFY(std::abs(line(*figure, 0).lower[0] - 0.374742817841) < 1e-11);
        QVERIFY(std::abs(line(*figure, 0).upper[0] - 0.601257182159) < 1e-11);
    }

    /** Ten seeds without an error do not show that there is none: at most 28 % is what they say. */
    void zerosAndOnesHaveTheIntervalOfARate()
    {
        auto source = contest(std::vector<std::vector<double>>(10, {0}), {10});
        source->view().channels.front().binary = true;
        SeriesCache cache(source);
        const auto figure = convergence(cache, {});
        QVERIFY(figure);
        QCOMPARE(figure->interval, std::string("95 % Wilson interval"));
        QCOMPARE(line(*figure, 0).y[0], 0.0);
        QCOMPARE(line(*figure, 0).lower[0], 0.0);
        QVERIFY(std::abs(line(*figure, 0).upper[0] - 3.841458820694124 / 13.841458820694124) <
                1e-12);
        ViewOptions asked;
        asked.interval = IntervalKind::studentT;
        QCOMPARE(convergence(cache, asked)->interval, std::string("95 % t interval"));
    }

    void fewSeedsAreShownOneByOne()
    {
        const auto seedsOf = [](std::size_t seeds, std::optional<bool> asked) {
            SeriesCache cache(contest(std::vector<std::vector<double>>(seeds, {1, 2}), {5, 10}));
            ViewOptions options;
            options.seeds = asked;
            return line(*convergence(cache, options), 0).seeds.size();
        };
        QCOMPARE(seedsOf(9, {}), std::size_t(9));
        QCOMPARE(seedsOf(10, {}), std::size_t(0));
        QCOMPARE(seedsOf(9, false), std::size_t(0));
        QCOMPARE(seedsOf(10, true), std::size_t(10));
        QCOMPARE(seedsOf(1, {}), std::size_t(0)); // the line itself
    }

    void aHeavyTailedMetricIsSummarisedByQuantilesUnlessAskedOtherwise()
    {
        auto source = contest({{1}, {2}, {3}, {4}, {1000}}, {10});
        source->view().channels.front().heavyTailed = true;
        SeriesCache cache(source);
        const auto figure = convergence(cache, {});
        QVERIFY(figure);
        QCOMPARE(figure->centre, std::string("median"));
        QCOMPARE(figure->interval, std::string("10 % to 90 % of the seeds"));
        QCOMPARE(line(*figure, 0).y[0], 3.0);
        // Type 7 quantiles, by hand: 1 + 0.4 (2 - 1) and 4 + 0.6 (1000 - 4).
        QCOMPARE(line(*figure, 0).lower[0], 1.4);
        QCOMPARE(line(*figure, 0).upper[0], 601.6);
        // The distribution of the same metric speaks of the same numbers.
        const auto strips = makeFigure("distribution", cache, ViewOptions{});
        QVERIFY(strips);
        QCOMPARE(strips->centre, figure->centre);
        QCOMPARE(strips->interval, figure->interval);

        const auto mean = makeFigure("convergence", cache, Json{{"centre", "mean"}});
        QVERIFY(mean);
        QCOMPARE(line(*mean, 0).y[0], 202.0);
        QCOMPARE(mean->interval, std::string("95 % t interval"));
        const auto student = makeFigure("convergence", cache, Json{{"interval", "t"}});
        QVERIFY(student);
        QCOMPARE(student->centre, std::string("mean"));
        const auto quartiles = makeFigure("convergence", cache, Json{{"interval", "iqr"}});
        QVERIFY(quartiles);
        QCOMPARE(quartiles->centre, std::string("median"));
        QCOMPARE(quartiles->interval, std::string("interquartile range"));
    }

    void valuesHoldUntilTheNextRecord()
    {
        auto source = std::make_shared<MemorySource>();
        const int channel = source->addChannel(metricChannel("best", "Best"));
        const int cell = source->addContestant("A", 10);
        source->addMetric(source->addRun(cell, 1), channel, {0, 4}, {8, 2});
        source->addMetric(source->addRun(cell, 2), channel, {0, 6, 10}, {6, 4, 0});
        SeriesCache cache(source);
        const auto figure = convergence(cache, {});
        QVERIFY(figure);
        QCOMPARE(line(*figure, 0).x, (std::vector<double>{0, 4, 6, 10}));
        QCOMPARE(line(*figure, 0).y, (std::vector<double>{7, 4, 3, 1}));
    }

    void identicalSeedsHaveNoWidth_data()
    {
        QTest::addColumn<int>("kind");
        for (const auto kind :
             {IntervalKind::studentT, IntervalKind::bootstrap, IntervalKind::range,
              IntervalKind::interquartile, IntervalKind::deciles, IntervalKind::standardDeviation})
            QTest::addRow("%d", static_cast<int>(kind)) << static_cast<int>(kind);
    }
    void identicalSeedsHaveNoWidth()
    {
        QFETCH(int, kind);
        const std::vector<double> values{0.1, 1.0 / 3, 7e100, -5e-300};
        SeriesCache cache(contest(std::vector<std::vector<double>>(7, values), {1, 2, 3, 4}));
        for (const Centre centre : {Centre::mean, Centre::median, Centre::interquartileMean}) {
            ViewOptions options;
            options.centre = centre;
            options.interval = static_cast<IntervalKind>(kind);
            const auto figure = convergence(cache, options);
            QVERIFY(figure);
            QCOMPARE(figure->n, std::string("n = 7 seeds"));
            for (std::size_t i = 0; i < values.size(); ++i) {
                QVERIFY(line(*figure, 0).y[i] == values[i]);
                QVERIFY(line(*figure, 0).lower[i] == values[i]);
                QVERIFY(line(*figure, 0).upper[i] == values[i]);
            }
        }
    }

    void unfinishedRunsCountAsFarAsTheyHaveCome()
    {
        auto source = std::make_shared<MemorySource>();
        const int channel = source->addChannel(metricChannel("loss", "Loss"));
        const int cell = source->addContestant("A", 4);
        source->addMetric(source->addRun(cell, 1), channel, {1, 2, 3, 4}, {1, 1, 1, 1});
        source->addMetric(source->addRun(cell, 2), channel, {1, 2, 3, 4}, {3, 3, 3, 3});
        source->addMetric(source->addRun(cell, 3, RunStatus::running, 2), channel, {1, 2}, {5, 5});
        source->addRun(cell, 4, RunStatus::queued, 0);
        SeriesCache cache(source);
        const auto figure = convergence(cache, {});
        QVERIFY(figure);
        QCOMPARE(line(*figure, 0).y, (std::vector<double>{3, 3, 2, 2}));
        QCOMPARE(line(*figure, 0).count, (std::vector<std::int32_t>{3, 3, 2, 2}));
        QCOMPARE(figure->n, std::string("n = 2 to 3 seeds"));
    }

    void theLineEndsWhereFewerThanHalfRemain()
    {
        auto source = std::make_shared<MemorySource>();
        const int channel = source->addChannel(metricChannel("loss", "Loss"));
        const int cell = source->addContestant("A", 4);
        source->addMetric(source->addRun(cell, 1), channel, {1, 2, 3, 4}, {1, 1, 1, 1});
        for (std::uint64_t seed = 2; seed <= 3; ++seed)
            source->addMetric(source->addRun(cell, seed, RunStatus::failed, 2), channel, {1, 2},
                              {9, 9});
        SeriesCache cache(source);
        const auto figure = convergence(cache, {});
        QVERIFY(figure);
        QCOMPARE(line(*figure, 0).x, (std::vector<double>{1, 2}));
        QCOMPARE(figure->notes.front(),
                 std::string("2 of 3 runs failed (A: 2) and count up to where they failed."));
    }

    void theTimeSliderEqualsARunStoppedThere()
    {
        const std::vector<std::int64_t> steps{0, 1, 2, 3, 4, 5};
        SeriesCache whole(contest({{5, 4, 3, 2, 1, 0}, {6, 6, 5, 5, 4, 4}}, steps));
        SeriesCache stopped(contest({{5, 4, 3, 2}, {6, 6, 5, 5}}, {0, 1, 2, 3}));
        ViewOptions at;
        at.step = 3;
        const auto early = convergence(whole, at);
        const auto reference = convergence(stopped, {});
        QVERIFY(early && reference);
        QCOMPARE(line(*early, 0).x, line(*reference, 0).x);
        QCOMPARE(line(*early, 0).y, line(*reference, 0).y);
        QCOMPARE(line(*early, 0).upper, line(*reference, 0).upper);
        QVERIFY(std::holds_alternative<MarkLayer>(early->panels[0].layers.back()));
        QCOMPARE(early->panels[0].x.maximum, 5.0);
    }

    void oddValuesHideOnlyThemselves_data()
    {
        QTest::addColumn<double>("odd");
        QTest::newRow("zero") << 0.0;
        QTest::newRow("negative") << -1.0;
        QTest::newRow("not a number") << std::numeric_limits<double>::quiet_NaN();
        QTest::newRow("infinity") << std::numeric_limits<double>::infinity();
    }
    void oddValuesHideOnlyThemselves()
    {
        QFETCH(double, odd);
        for (std::size_t place = 0; place < 5; ++place) {
            std::vector<double> values{1, 2, 3, 4, 5};
            values[place] = odd;
            SeriesCache cache(contest({values}, {1, 2, 3, 4, 5}));
            ViewOptions options;
            options.yScale = Scale::logarithmic;
            const auto figure = convergence(cache, options);
            QVERIFY(figure);
            const LineLayer &drawn = line(*figure, 0);
            QCOMPARE(drawn.x.size(), std::size_t{5}); // kept in the data
            for (std::size_t i = 0; i < 5; ++i)
                if (i != place)
                    QCOMPARE(drawn.y[i], values[i]);
            QCOMPARE(drawn.hidden, std::isfinite(odd) ? 1 : 0);
            QVERIFY(figure->panels[0].y.minimum > 0);
            QVERIFY(figure->panels[0].y.maximum >= 4);
        }
    }

    void decimationKeepsExtremes()
    {
        std::vector<std::int64_t> steps;
        std::vector<double> values;
        for (int i = 0; i < 100'000; ++i) {
            steps.push_back(i + 1);
            values.push_back(std::sin(i * 0.37) + (i == 43'210 ? 50 : 0) - (i == 87'654 ? 70 : 0));
        }
        SeriesCache cache(contest({values, values}, steps));
        ViewOptions options;
        options.maximumPoints = 1000;
        const auto figure = convergence(cache, options);
        QVERIFY(figure);
        const LineLayer &drawn = line(*figure, 0);
        QVERIFY(drawn.x.size() <= 1000);
        QCOMPARE(*std::max_element(drawn.y.begin(), drawn.y.end()), values[43'210]);
        QCOMPARE(*std::min_element(drawn.y.begin(), drawn.y.end()), values[87'654]);
        QCOMPARE(drawn.x.front(), 1.0);
        QCOMPARE(drawn.x.back(), 100'000.0);
        QCOMPARE(figure->notes.size(), std::size_t{2});
        QVERIFY(figure->notes[0].find("extremes are kept") != std::string::npos);
        QCOMPARE(figure->notes[1], std::string("Fewer than 5 seeds: intervals are uncalibrated."));
    }

    void smoothingDoesNotDependOnDecimation()
    {
        std::vector<std::int64_t> steps;
        std::vector<double> values;
        for (int i = 0; i < 5000; ++i) {
            steps.push_back(i);
            values.push_back((i * 7919) % 101);
        }
        SeriesCache cache(contest({values}, steps));
        ViewOptions options;
        options.smoothing = 50;
        options.maximumPoints = 100'000;
        const auto whole = convergence(cache, options);
        options.maximumPoints = 200;
        const auto thin = convergence(cache, options);
        QVERIFY(whole && thin);
        const LineLayer &all = line(*whole, 0);
        const LineLayer &some = line(*thin, 0);
        QVERIFY(some.x.size() <= 200);
        for (std::size_t i = 0; i < some.x.size(); ++i)
            QVERIFY(some.y[i] == all.y[static_cast<std::size_t>(some.x[i])]);
        QVERIFY(std::abs(all.y[99] - [&] {
                    double sum = 0;
                    for (std::size_t k = 50; k < 100; ++k)
                        sum += values[k];
                    return sum / 50;
                }()) < 1e-9);
    }

    void costIsAnXAxis()
    {
        auto source = std::make_shared<MemorySource>();
        const int loss = source->addChannel(metricChannel("loss", "Loss"));
        ChannelDeclaration bits = metricChannel("bits", "Bits sent");
        bits.cost = true;
        bits.unit = "MB";
        const int cost = source->addChannel(bits);
        const int cell = source->addContestant("A", 3);
        const int first = source->addRun(cell, 1);
        source->addMetric(first, loss, {1, 2, 3}, {9, 6, 3});
        source->addMetric(first, cost, {1, 2, 3}, {10, 20, 30});
        const int second = source->addRun(cell, 2);
        source->addMetric(second, loss, {1, 2, 3}, {7, 4, 1});
        source->addMetric(second, cost, {1, 2, 3}, {15, 20, 40});
        SeriesCache cache(source);
        ViewOptions options;
        options.x = "bits";
        const auto figure = convergence(cache, options);
        QVERIFY(figure);
        QCOMPARE(line(*figure, 0).x, (std::vector<double>{10, 15, 20, 30, 40}));
        QCOMPARE(line(*figure, 0).y, (std::vector<double>{9, 8, 5, 3.5, 1}));
        QCOMPARE(figure->panels[0].x.label, std::string("Bits sent"));
        options.x = "loss";
        const auto wrong = convergence(cache, options);
        QVERIFY(!wrong);
        QCOMPARE(
            wrong.error().message,
            std::string("There is no cost metric for the x axis \"loss\" in this experiment. It "
                        "records bits."));
    }

    void referencesAreDrawnOnce()
    {
        auto source = contest({{1, 2}, {3, 4}}, {1, 2});
        ChannelDeclaration bound = metricChannel("bound", "Lai–Robbins");
        bound.referenceOf = "regret";
        const int channel = source->addChannel(bound);
        source->addMetric(0, channel, {1, 2}, {0.5, 0.7});
        source->addMetric(1, channel, {1, 2}, {0.5, 0.7});
        SeriesCache cache(source);
        const auto figure = convergence(cache, {});
        QVERIFY(figure);
        QCOMPARE(figure->panels[0].layers.size(), std::size_t{2});
        QVERIFY(line(*figure, 0).reference);
        QCOMPARE(line(*figure, 0).key.colour, -2);
        QCOMPARE(line(*figure, 0).y, (std::vector<double>{0.5, 0.7}));
    }

    void newChunksAreAppended()
    {
        auto source = contest({{1, 2}}, {1, 2});
        source->view().cells[0].budget = 4;
        SeriesCache cache(source);
        QCOMPARE(cache.metric(0, 0).values.size(), std::size_t{2});
        QVERIFY(!cache.refresh());
        source->addMetric(0, 0, {3, 4}, {5, 6});
        QVERIFY(cache.refresh());
        QCOMPARE(cache.metric(0, 0).values, (std::vector<double>{1, 2, 5, 6}));
        QCOMPARE(cache.latestStep(0, 0), std::int64_t{4});
    }

    void optionsSurviveJsonAndBadOnesGetASentence()
    {
        ViewOptions options;
        options.channel = "regret";
        options.centre = Centre::interquartileMean;
        options.step = 12;
        options.yScale = Scale::symmetricLog;
        const auto copy = optionsFromJson(toJson(options));
        QVERIFY(copy);
        QCOMPARE(toJson(*copy).dump(), toJson(options).dump());
        SeriesCache cache(contest({{1}}, {1}));
        const auto unknown = makeFigure("convergence", cache, Json{{"centr", "mean"}});
        QVERIFY(!unknown);
        QVERIFY(unknown.error().message.starts_with("There is no view option \"centr\"."));
        const auto wrong = makeFigure("convergence", cache, Json{{"centre", "average"}});
        QVERIFY(!wrong);
        QCOMPARE(wrong.error().message,
                 std::string("The view's \"centre\" must be \"mean\", \"median\" or \"iqm\", but "
                             "\"average\" was given."));
        const auto view = makeFigure("convergance", cache, ViewOptions{});
        QVERIFY(!view);
        const auto channel = makeFigure("heatmap", cache, ViewOptions{});
        QVERIFY(!channel);
    }
};

QTEST_GUILESS_MAIN(ConvergenceTest)
#include "convergence_test.moc"
