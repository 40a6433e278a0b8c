#include "tests/support/memory_source.h"
#include "tests/support/sample_contest.h"
#include "views/figures/csv.h"
#include "views/figures/field_shares.h"
#include "views/figures/legend.h"
#include "views/figures/legibility.h"
#include "views/figures/triangle.h"
#include "views/figures/views.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace agon;
using namespace agon::views;
using agon::test::MemorySource;
using agon::test::metricChannel;

namespace {

ChannelDeclaration fieldChannel(std::string rowAxis = {})
{
    ChannelDeclaration channel = metricChannel("pulls", "Arm pulls", Direction::none);
    channel.kind = ObservationKind::field;
    channel.columnAxis = "arm";
    channel.rowAxis = std::move(rowAxis);
    return channel;
}

struct FieldContest
{
    std::shared_ptr<MemorySource> source = std::make_shared<MemorySource>();
    int channel = 0;
    int cell = 0;

    explicit FieldContest(std::string rowAxis = {})
    {
        source->view().stepUnit = "round";
        source->view().budgetUnit = "rounds";
        source->view().schedule.spacing = RecordingSchedule::Spacing::linear;
        channel = source->addChannel(fieldChannel(std::move(rowAxis)));
        cell = source->addContestant("UCB1", 20);
    }
    void addRun(std::uint64_t seed, const std::vector<FieldFrame> &frames)
    {
        const int run = source->addRun(cell, seed);
        for (std::size_t i = 0; i < frames.size(); ++i)
            source->addFrame(run, channel, 10 * static_cast<std::int64_t>(i), frames[i]);
    }
    Figure figure(const char *view, ViewOptions options = {}) const
    {
        SeriesCache cache(source);
        const auto made = makeFigure(view, cache, options);
        if (!made)
            qFatal("%s", made.error().message.c_str());
        return *made;
    }
};

FieldFrame row(std::vector<double> values)
{
    const auto count = static_cast<std::int32_t>(values.size());
    return {1, count, std::move(values), {}, {}};
}

const LineLayer &area(const Figure &figure, std::size_t index)
{
    return std::get<LineLayer>(figure.panels.front().layers.at(index));
}

const SimplexLayer &triangle(const Figure &figure)
{
    return std::get<SimplexLayer>(figure.panels.front().layers.front());
}

} // namespace

/** Fields as shares over time: stacked areas, and paths in a triangle. */
class SharesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void areasAreMeanSharesOnEachOther()
    {
        FieldContest contest;
        contest.addRun(1, {row({1, 3}), row({6, 2})});
        contest.addRun(2, {row({3, 1}), row({1, 0})});
        const Figure figure = contest.figure("composition");
        QCOMPARE(figure.panels.size(), std::size_t{1});
        QCOMPARE(area(figure, 0).x, (std::vector<double>{0, 10}));
        QCOMPARE(area(figure, 0).y, (std::vector<double>{0.5, 0.875}));
        QCOMPARE(area(figure, 0).lower, (std::vector<double>{0, 0}));
        QCOMPARE(area(figure, 0).upper, (std::vector<double>{0.5, 0.875}));
        QCOMPARE(area(figure, 1).y, (std::vector<double>{0.5, 0.125}));
        QCOMPARE(area(figure, 1).lower, (std::vector<double>{0.5, 0.875}));
        QCOMPARE(area(figure, 1).upper, (std::vector<double>{1, 1}));
        QCOMPARE(area(figure, 0).key.name, std::string("arm 1"));
        QCOMPARE(figure.n, std::string("n = 2 seeds"));
        QCOMPARE(figure.panels.front().y.minimum, 0.0);
        QCOMPARE(figure.panels.front().y.maximum, 1.0);
        QCOMPARE(figure.panels.front().x.maximum, 20.0); // the budget
        QVERIFY(figure.altText.find("UCB1 ends with arm 1 88 % and arm 2 12 %.") !=
                std::string::npos);
        QVERIFY(toCsv(figure).find("area,arm 2,10,0.125,0.875,1,2") != std::string::npos);
        const std::vector<LegendEntry> legend = legendEntries(figure.panels.front());
        QCOMPARE(legend.size(), std::size_t{2});
        QVERIFY(legend.front().area && !legend.front().line);
    }

    void theSmallestBeyondTwelveAreOneArea()
    {
        FieldContest contest;
        std::vector<double> values;
        for (int arm = 0; arm < 100; ++arm)
            values.push_back(arm % 8 == 3 ? 50 + arm : 1);
        contest.addRun(1, {row(values), row(values)});
        const Figure figure = contest.figure("composition");
        QCOMPARE(figure.panels.front().layers.size(), std::size_t{13});
        QCOMPARE(area(figure, 0).key.name, std::string("arm 12"));
        QCOMPARE(area(figure, 11).key.name, std::string("arm 100"));
        QCOMPARE(area(figure, 12).key.name, std::string("88 others"));
        QCOMPARE(area(figure, 12).upper.back(), 1.0);
        double sum = 0;
        for (std::size_t i = 0; i < 13; ++i)
            sum += area(figure, i).y.front();
        QVERIFY(std::abs(sum - 1) < 1e-12);
        // 87 ones and the smallest of the great.
        double total = 0;
        for (const double value : values)
            total += value;
        QVERIFY(std::abs(area(figure, 12).y.front() * total - 140) < 1e-9);
        QVERIFY(!figure.notes.empty());
        // Thirteen need no pool.
        FieldContest thirteen;
        thirteen.addRun(1, {row(std::vector<double>(13, 1))});
        QCOMPARE(area(thirteen.figure("composition"), 12).key.name, std::string("arm 13"));
    }

    void fieldsOfTwoAxesAreSummedAlongTheirRows()
    {
        FieldContest contest("domain");
        contest.addRun(1, {FieldFrame{2, 2, {1, 0, 0.5, 0.5}, {}, {"left", "right"}}});
        const Figure figure = contest.figure("composition");
        QCOMPARE(area(figure, 0).y.front(), 0.75);
        QCOMPARE(area(figure, 1).key.name, std::string("right"));
        QCOMPARE(figure.notes.back(), std::string("Summed over domain."));
    }

    void oddValuesTakeOnlyTheirOwnFrame_data()
    {
        QTest::addColumn<double>("odd");
        QTest::newRow("missing") << std::numeric_limits<double>::quiet_NaN();
        QTest::newRow("infinite") << std::numeric_limits<double>::infinity();
        QTest::newRow("all zero") << 0.0;
    }
    void oddValuesTakeOnlyTheirOwnFrame()
    {
        QFETCH(double, odd);
        FieldContest contest;
        contest.addRun(1, {row({1, 1, 2}), row({odd, 0, 0}), row({2, 1, 1})});
        const Figure figure = contest.figure("composition");
        QCOMPARE(area(figure, 0).y.front(), 0.25);
        QVERIFY(std::isnan(area(figure, 0).upper[1]));
        QCOMPARE(area(figure, 0).y.back(), 0.5);
        QCOMPARE(figure.notes.front(),
                 std::string("1 frame without shares left out: a value is missing, or all are "
                             "zero."));
        const Figure path = contest.figure("simplex");
        QCOMPARE(triangle(path).paths.front().points.back()[0], 0.5);
        QVERIFY(std::isnan(triangle(path).paths.front().points[1][0]));
    }

    void negativeValuesHaveNoShares()
    {
        FieldContest contest;
        contest.addRun(1, {row({1, -1, 2})});
        for (const char *view : {"composition", "simplex"}) {
            const Figure figure = contest.figure(view);
            QVERIFY(figure.empty());
            QCOMPARE(figure.notes.front(),
                     std::string("Values below zero are no parts of a whole: UCB1 is not drawn."));
            QVERIFY(!isAvailable(*findView(view), *contest.source));
        }
    }

    void seedsWithoutFramesAreNamed()
    {
        FieldContest contest;
        contest.addRun(1, {row({1, 3})});
        contest.addRun(2, {});
        contest.addRun(3, {});
        const Figure figure = contest.figure("composition");
        QCOMPARE(figure.n, std::string("n = 1 seed"));
        QCOMPARE(figure.notes.front(),
                 std::string("Fields are of 1 of 3 runs: the others have none recorded."));
    }

    void theTimeSliderEndsTheAreas()
    {
        FieldContest contest;
        contest.addRun(1, {row({1, 3}), row({3, 1}), row({1, 1})});
        ViewOptions options;
        options.step = 15;
        const Figure figure = contest.figure("composition", options);
        QCOMPARE(area(figure, 0).x, (std::vector<double>{0, 10}));
        QCOMPARE(figure.panels.front().x.maximum, 20.0);
        QVERIFY(std::holds_alternative<MarkLayer>(figure.panels.front().layers.back()));
    }

    void onlyWhatCanHaveSharesIsOffered()
    {
        const auto fits = [](auto change) {
            ChannelDeclaration channel = fieldChannel();
            change(channel);
            return mayHaveShares(channel);
        };
        QVERIFY(fits([](ChannelDeclaration &) {}));
        QVERIFY(!fits([](ChannelDeclaration &channel) { channel.unit = "reward"; }));
        QVERIFY(
            !fits([](ChannelDeclaration &channel) { channel.direction = Direction::maximize; }));
        QVERIFY(!fits([](ChannelDeclaration &channel) { channel.logarithmic = true; }));
        QVERIFY(!fits([](ChannelDeclaration &channel) { channel.kind = ObservationKind::metric; }));
        // Of 2 and of 4 entities there is no triangle.
        for (const std::size_t arms : {2, 3, 4}) {
            FieldContest contest;
            contest.addRun(1, {row(std::vector<double>(arms, 1))});
            QVERIFY(isAvailable(*findView("composition"), *contest.source));
            QCOMPARE(isAvailable(*findView("simplex"), *contest.source), arms == 3);
            const Figure figure = contest.figure("simplex");
            QCOMPARE(figure.empty(), arms != 3);
            if (arms != 3)
                QCOMPARE(figure.notes.front(),
                         "Not drawn, as a triangle has three corners: UCB1 has " +
                             std::to_string(arms) + ".");
        }
        // Before anything is recorded the declarations decide.
        QVERIFY(isAvailable(*findView("simplex"), *FieldContest().source));
    }

    void theTriangleTakesTheFieldOfThree()
    {
        // The first field of the sample has ten arms.
        SeriesCache cache(test::sampleContest(4, 50));
        const auto figure = makeFigure("simplex", cache, ViewOptions{});
        QVERIFY(figure && !figure->empty());
        QCOMPARE(figure->title, std::string("Mixing weights"));
        QCOMPARE(triangle(*figure).paths.size(), std::size_t{4});
        QCOMPARE(triangle(*figure).corners[2], std::string("follow the winner"));
    }

    void pathsAreMeansOverSeeds()
    {
        FieldContest contest;
        contest.addRun(1, {row({1, 1, 1}), row({0, 0, 5})});
        contest.addRun(2, {row({1, 1, 1}), row({0, 4, 4})});
        const Figure figure = contest.figure("simplex");
        const SimplexLayer::Path &path = triangle(figure).paths.front();
        QCOMPARE(path.points.back(), (std::array<double, 3>{0, 0.25, 0.75}));
        QCOMPARE(path.seeds.size(), std::size_t{2});
        QCOMPARE(path.count, (std::vector<std::int32_t>{2, 2}));
        QVERIFY(figure.altText.find("UCB1 from (33 %, 33 %, 33 %) to (0 %, 25 %, 75 %)") !=
                std::string::npos);
        QVERIFY(toCsv(figure).find("share,UCB1,10,0.75,,,2,,,arm 3") != std::string::npos);
        ViewOptions options;
        options.seeds = false;
        QVERIFY(triangle(contest.figure("simplex", options)).paths.front().seeds.empty());
        options.seed = 2;
        QCOMPARE(triangle(contest.figure("simplex", options)).paths.front().points.back(),
                 (std::array<double, 3>{0, 0.5, 0.5}));
    }

    void placesInTheTriangle()
    {
        const auto is = [](std::array<double, 3> shares, double x, double y) {
            const TrianglePlace place = trianglePlace(shares);
            return std::abs(place.x - x) < 1e-12 && std::abs(place.y - y) < 1e-12;
        };
        QVERIFY(is({1, 0, 0}, 0, 0));
        QVERIFY(is({0, 1, 0}, 1, 0));
        QVERIFY(is({0, 0, 1}, 0.5, std::sqrt(3) / 2));
        QVERIFY(is({2, 2, 2}, 0.5, std::sqrt(3) / 6));
        QVERIFY(std::isnan(trianglePlace({-0.1, 0.6, 0.5}).x));
        QVERIFY(std::isnan(trianglePlace({0, 0, 0}).x));
        QVERIFY(std::isnan(trianglePlace({agon::nan, 1, 0}).x));
        const TriangleRoom wide = TriangleRoom::within(400, 120, 10, 10);
        QVERIFY(std::abs(wide.side - 100 / triangleHeight) < 1e-9);
        QVERIFY(std::abs(wide.left + 0.5 * wide.side - 200) < 1e-9);
        const TriangleRoom high = TriangleRoom::within(100, 400, 10, 10);
        QCOMPARE(high.side, 100.0);
    }

    /** In grey print and for all eyes; the names stand in the same order. */
    void neighbouringAreasAreToldApart()
    {
        for (int count = 2; count <= 13; ++count)
            for (int i = 0; i < count; ++i)
                for (int k = i + 1; k < count; ++k)
                    for (const Vision vision : {Vision::normal, Vision::grey, Vision::protanopia,
                                                Vision::deuteranopia, Vision::tritanopia}) {
                        const double distance = colourDistance(
                            seenAs(contestantStyle(areaColour(i, count)).colour, vision),
                            seenAs(contestantStyle(areaColour(k, count)).colour, vision));
                        const double least = k == i + 1 ? leastColourDistance : 3;
                        QVERIFY2(distance >= least,
                                 qPrintable(QStringLiteral("%1 and %2 of %3: %4 for %5")
                                                .arg(i)
                                                .arg(k)
                                                .arg(count)
                                                .arg(distance)
                                                .arg(QLatin1String(label(vision).data()))));
                    }
    }
};

QTEST_GUILESS_MAIN(SharesTest)
#include "shares_test.moc"
