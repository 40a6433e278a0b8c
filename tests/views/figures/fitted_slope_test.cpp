#include "tests/support/memory_source.h"
#include "views/figures/csv.h"
#include "views/figures/fitted_slope.h"
#include "views/figures/legend.h"
#include "views/figures/views.h"

#include <QTest>

#include <cmath>
#include <functional>
#include <limits>

using namespace agon;
using namespace agon::views;
using agon::test::MemorySource;
using agon::test::metricChannel;

namespace {

using Curve = std::function<double(std::int64_t step)>;

/** One contestant whose seeds are these curves, recorded at powers of ten up to 10,000 and at their
 *  doubles and fives, or at every step up to @p linearBudget. */
std::shared_ptr<MemorySource> contest(const std::vector<Curve> &seeds,
                                      std::int64_t linearBudget = 0)
{
    auto source = std::make_shared<MemorySource>();
    source->view().schedule.spacing = linearBudget > 0 ? RecordingSchedule::Spacing::every
                                                       : RecordingSchedule::Spacing::logarithmic;
    source->view().stepUnit = "round";
    source->view().budgetUnit = "rounds";
    const int channel = source->addChannel(metricChannel("regret", "Regret"));
    std::vector<std::int64_t> steps;
    for (std::int64_t step = 0; step <= linearBudget && linearBudget > 0; ++step)
        steps.push_back(step);
    for (std::int64_t power = 1; power <= 10'000 && linearBudget == 0; power *= 10)
        for (const std::int64_t factor : {1, 2, 5})
            if (power * factor <= 10'000)
                steps.push_back(power * factor);
    const int cell = source->addContestant("UCB1", steps.back());
    for (std::size_t i = 0; i < seeds.size(); ++i) {
        std::vector<double> values;
        for (const std::int64_t step : steps)
            values.push_back(seeds[i](step));
        source->addMetric(source->addRun(cell, i + 1), channel, steps, values);
    }
    return source;
}

Figure drawn(const std::shared_ptr<MemorySource> &source, ViewOptions options)
{
    SeriesCache cache(source);
    options.slope = true;
    const auto figure = makeFigure("convergence", cache, options);
    if (!figure)
        qFatal("%s", figure.error().message.c_str());
    return *figure;
}

ViewOptions axes(Scale x, Scale y)
{
    ViewOptions options;
    options.xScale = x;
    options.yScale = y;
    return options;
}

const LineLayer &fitOf(const Figure &figure, std::size_t number = 0)
{
    for (const Layer &layer : figure.panels.front().layers)
        if (const auto *line = std::get_if<LineLayer>(&layer); line && line->fit && number-- == 0)
            return *line;
    qFatal("nothing is fitted");
}

bool isNear(double a, double b) { return std::abs(a - b) <= 1e-9 * std::max(1.0, std::abs(b)); }

double power(std::int64_t step, double exponent)
{
    return std::pow(static_cast<double>(step), exponent);
}

} // namespace

class FittedSlopeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /** Least squares of (1, 2), (2, 3), (3, 5), (4, 4), by hand: means 2.5 and 3.5, sum of products
     *  4, sum of squares 5. */
    void leastSquaresByHand()
    {
        const std::vector<double> x{0, 1, 2, 3, 4, 5};
        const std::vector<double> y{99, 2, 3, 5, 4, -99};
        RunCurve<double> curve{x, y, 5};
        const SeedSlope found = seedSlope(curve, {1, 4}, Scale::linear, Scale::linear);
        QVERIFY(found.slope && isNear(*found.slope, 0.8));
        QCOMPARE(found.leftOut, std::int64_t{0});
        // On a logarithmic x axis: ln 1, ln 2 and ln 4 are 0, 1 and 2 times ln 2; heights 1, 3, 8.
        const std::vector<double> powers{1, 2, 4};
        const std::vector<double> heights{1, 3, 8};
        curve = {powers, heights, 4};
        QVERIFY(isNear(*seedSlope(curve, {1, 4}, Scale::logarithmic, Scale::linear).slope,
                       3.5 / std::log(2)));
    }

    void theRangeIsTheLastHalfOfTheAxisAsItIsDrawn()
    {
        QVERIFY(isNear(lastHalf(Scale::logarithmic, 1, 10'000).first, 100));
        QVERIFY(isNear(lastHalf(Scale::linear, 0, 10'000).first, 5000));
        // A kink at 100: before it the curve is flat, which must not count.
        const Figure figure = drawn(
            contest({[](std::int64_t step) { return step < 100 ? 1 : power(step, 0.5) / 10; }}),
            axes(Scale::logarithmic, Scale::logarithmic));
        QVERIFY(isNear(fitOf(figure).fit->slope, 0.5));
        QCOMPARE(fitOf(figure).x.front(), 100.0);
        QVERIFY(isNear(fitOf(figure).x.back(), 10'000));
        // The line goes through the drawn centre.
        QVERIFY(isNear(fitOf(figure).y.front(), 1));
        QVERIFY(isNear(fitOf(figure).y.back(), 10));
    }

    void everyPairOfAxesHasItsLaw()
    {
        const auto slope = [](Scale x, Scale y, const Curve &curve) {
            return fitOf(drawn(contest({curve}, 200), axes(x, y))).fit->slope;
        };
        QVERIFY(isNear(slope(Scale::linear, Scale::linear,
                             [](std::int64_t t) { return 3 + 0.25 * static_cast<double>(t); }),
                       0.25));
        QVERIFY(isNear(
            slope(Scale::logarithmic, Scale::linear,
                  [](std::int64_t t) { return 18.78 * std::log(static_cast<double>(t)) - 7; }),
            18.78));
        QVERIFY(isNear(
            slope(Scale::linear, Scale::logarithmic,
                  [](std::int64_t t) { return 5 * std::exp(-0.01 * static_cast<double>(t)); }),
            -0.01));
        QVERIFY(isNear(slope(Scale::logarithmic, Scale::logarithmic,
                             [](std::int64_t t) { return 2 * power(t, -0.5); }),
                       -0.5));
    }

    /** Exponents 0.4, 0.5 and 0.6: mean 0.5, standard error 0.1 / √3, t quantile 4.302653 of two
     *  degrees of freedom. */
    void slopesOfSeedsHaveACentreAndAnInterval()
    {
        std::vector<Curve> seeds;
        for (const double exponent : {0.4, 0.5, 0.6})
            seeds.push_back([exponent](std::int64_t step) { return power(step, exponent); });
        ViewOptions options = axes(Scale::logarithmic, Scale::logarithmic);
        const Figure figure = drawn(contest(seeds), options);
        const LineLayer::Fit &fit = *fitOf(figure).fit;
        QVERIFY(isNear(fit.slope, 0.5));
        QVERIFY(std::abs(fit.lower - (0.5 - 4.30265273 * 0.1 / std::sqrt(3.0))) < 1e-8);
        QVERIFY(std::abs(fit.upper - (0.5 + 4.30265273 * 0.1 / std::sqrt(3.0))) < 1e-8);
        QCOMPARE(fit.seeds, 3);
        const std::string sentence =
            "UCB1: regret grows as t^0.50, 95 % [0.25, 0.75], n = 3 seeds.";
        QCOMPARE(fit.text, sentence);
        for (const std::string *text : {&figure.caption, &figure.altText}) {
            QVERIFY2(text->find(sentence) != std::string::npos, text->c_str());
            QVERIFY2(
                text->find("last half of the axis, rounds 100 to 10,000; mean, 95 % t interval") !=
                    std::string::npos,
                text->c_str());
        }
        QCOMPARE(figure.notes.back(), sentence);
        QVERIFY(toCsv(figure).find("slope,UCB1,,,0.25") != std::string::npos);
        QVERIFY(toCsv(figure).find("fit,UCB1,100,") != std::string::npos);
        const std::vector<LegendEntry> legend = legendEntries(figure.panels.front());
        QCOMPARE(legend.size(), std::size_t{1});
        QCOMPARE(legend.front().text, std::string("UCB1, t^0.50"));
        // Bands of another kind leave the slopes their interval; other centres take the bootstrap.
        options.interval = IntervalKind::deciles;
        QCOMPARE(fitOf(drawn(contest(seeds), options)).fit->lower, fit.lower);
        options.centre = Centre::median;
        QVERIFY(drawn(contest(seeds), options).caption.find("median, 95 % percentile bootstrap") !=
                std::string::npos);
    }

    void whatCannotBeFittedSaysSo_data()
    {
        QTest::addColumn<double>("odd");
        QTest::addColumn<QString>("sentence");
        const auto none = QStringLiteral("UCB1: no slope; 1 seed has not three positions with a "
                                         "value there; 7 values left out: zero, negative or "
                                         "missing.");
        QTest::newRow("zero") << 0.0 << none;
        QTest::newRow("negative") << -1.0 << none;
        QTest::newRow("missing") << std::numeric_limits<double>::quiet_NaN() << none;
        QTest::newRow("infinite") << std::numeric_limits<double>::infinity() << none;
    }
    void whatCannotBeFittedSaysSo()
    {
        QFETCH(double, odd);
        QFETCH(QString, sentence);
        const Figure figure = drawn(contest({[odd](std::int64_t t) { return t < 100 ? 1 : odd; }}),
                                    axes(Scale::logarithmic, Scale::logarithmic));
        const LineLayer &line = fitOf(figure);
        QVERIFY(line.x.empty());
        QVERIFY(std::isnan(line.fit->slope));
        QCOMPARE(QString::fromStdString(line.fit->text), sentence);
        QCOMPARE(figure.notes.back(), line.fit->text);
        QVERIFY(toCsv(figure).find("slope,UCB1") != std::string::npos);
        QCOMPARE(legendEntries(figure.panels.front()).front().text, std::string("UCB1"));
    }

    void aPartOfTheSeedsIsEnough()
    {
        // One seed is zero from 1,000 on, where three positions are left; another one everywhere.
        const Figure figure =
            drawn(contest({[](std::int64_t t) { return power(t, 0.5); },
                           [](std::int64_t t) { return t < 1000 ? power(t, 0.5) : 0; },
                           [](std::int64_t) { return 0.0; }}),
                  axes(Scale::logarithmic, Scale::logarithmic));
        QVERIFY(isNear(fitOf(figure).fit->slope, 0.5));
        QCOMPARE(fitOf(figure).fit->seeds, 2);
        QCOMPARE(fitOf(figure).fit->text,
                 std::string("UCB1: regret grows as t^0.500, 95 % [0.500, 0.500], n = 2 seeds; 1 "
                             "seed has not three positions with a value there; 11 values left out: "
                             "zero, negative or missing."));
    }

    void oneSeedHasNoInterval()
    {
        const Figure figure =
            drawn(contest({[](std::int64_t t) { return -2.0 * std::log(static_cast<double>(t)); }}),
                  axes(Scale::logarithmic, Scale::linear));
        QCOMPARE(
            fitOf(figure).fit->text,
            std::string("UCB1: regret changes by \u22122 per ln t (n = 1 seed, no interval)."));
        QVERIFY(std::isnan(fitOf(figure).fit->lower));
    }

    void noLawOnAxesThatAreLogarithmicOnBothSides()
    {
        const Figure figure = drawn(contest({[](std::int64_t t) { return power(t, 0.5); }}),
                                    axes(Scale::logarithmic, Scale::symmetricLog));
        QVERIFY(fitOf(figure).x.empty());
        QVERIFY(fitOf(figure).fit->text.find("no slope is fitted") != std::string::npos);
    }

    void aBoundsSlopeStandsBeside()
    {
        auto source =
            contest({[](std::int64_t t) { return 9 * std::log(static_cast<double>(t)); }});
        ChannelDeclaration bound = metricChannel("bound", "Lai–Robbins");
        bound.referenceOf = "regret";
        std::vector<double> values;
        std::vector<std::int64_t> steps;
        for (std::int64_t step = 1; step <= 10'000; step *= 10) {
            steps.push_back(step);
            values.push_back(18.78 * std::log(static_cast<double>(step)));
        }
        source->addMetric(0, source->addChannel(bound), steps, values);
        const Figure figure = drawn(source, axes(Scale::logarithmic, Scale::linear));
        QVERIFY(isNear(fitOf(figure, 0).fit->slope, 9));
        QVERIFY(isNear(fitOf(figure, 1).fit->slope, 18.78));
        QVERIFY(fitOf(figure, 1).x.empty()); // it is straight already
        QVERIFY(figure.notes.back().starts_with("Lai–Robbins: this grows by 18.8 per ln t"));
    }

    /** The time slider equals a run stopped there. */
    void theFitFollowsTheTimeSlider()
    {
        const Curve bent = [](std::int64_t t) { return t <= 100 ? power(t, 0.5) : power(t, 0.9); };
        ViewOptions options = axes(Scale::logarithmic, Scale::logarithmic);
        options.step = 100;
        const Figure figure = drawn(contest({bent}), options);
        QVERIFY(isNear(fitOf(figure).fit->slope, 0.5));
        QVERIFY(isNear(fitOf(figure).x.front(), 10));
        QCOMPARE(figure.panels.front().x.maximum, 10'000.0);
    }

    void slopesAreDrawnOnlyWhenAskedFor()
    {
        SeriesCache cache(contest({[](std::int64_t t) { return power(t, 0.5); }}));
        const auto plain = makeFigure("convergence", cache, Json::object());
        QVERIFY(plain && plain->panels.front().layers.size() == 1);
        const auto asked = makeFigure("convergence", cache, Json{{"slope", true}});
        QVERIFY(asked && asked->panels.front().layers.size() == 2);
        QVERIFY(!makeFigure("convergence", cache, Json{{"slope", 1}}));
    }
};

QTEST_GUILESS_MAIN(FittedSlopeTest)
#include "fitted_slope_test.moc"
