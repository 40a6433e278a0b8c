#include "core/random/distributions.h"
#include "tests/support/odd_figures.h"
#include "tests/support/sample_contest.h"
#include "tests/support/sweep_contest.h"
#include "views/figures/csv.h"
#include "views/figures/views.h"
#include "views/paper/export.h"

#include <QGuiApplication>
#include <QImage>
#include <QTest>

#include <cmath>

using namespace agon;
using namespace agon::views;

namespace {

QImage drawn(const Panel &panel, int dotsPerInch = 144)
{
    Figure figure;
    figure.panels.push_back(panel);
    PaperStyle style = styleOf(*findVenue("icml"));
    style.dotsPerInch = dotsPerInch;
    style.markers = false;
    const auto png = renderToBytes(figure, style, PaperFormat::png);
    if (!png)
        qFatal("%s", png.error().message.c_str());
    return QImage::fromData(*png).convertToFormat(QImage::Format_RGB32);
}

} // namespace

/** What odd numbers and very long curves do to a figure on paper: nothing to the rest of it. */
class DrawingPropertiesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anOddValueLeavesAllOthersDrawn_data()
    {
        QTest::addColumn<QString>("kind");
        for (const std::string &kind : test::oddKinds())
            QTest::newRow(kind.c_str()) << QString::fromStdString(kind);
    }
    void anOddValueLeavesAllOthersDrawn()
    {
        QFETCH(QString, kind);
        const std::string name = kind.toStdString();
        const QImage clean = drawn(test::oddPanel(name, -1, 0));
        const bool rows = test::oddKindIsRows(name);
        for (const int at : {0, 5, test::oddItems - 1})
            for (const double odd : test::oddValues()) {
                const QImage image = drawn(test::oddPanel(name, at, odd));
                QVERIFY(image != clean);
                QCOMPARE(test::differencesElsewhere(clean, image, at, 2,
                                                    (rows ? image.height() : image.width()) - 2,
                                                    rows),
                         0);
            }
    }

    void anOddPointLeavesTheRestOfAPathInItsTriangle()
    {
        const QImage clean = drawn(test::oddTriangle(-1, 0));
        for (const int at : {1, 5, test::oddItems - 2})
            for (const double odd : test::oddValues()) {
                // Two of ten pieces of the path are missing, which is eight tenths of a side wide.
                const double width =
                    test::widthOfDifferences(clean, drawn(test::oddTriangle(at, odd)));
                QVERIFY2(width > 0.02 && width < 0.2,
                         qPrintable(QStringLiteral("%1 %2: %3").arg(at).arg(odd).arg(width)));
            }
    }

    void aDecimatedCurveCoversThePixelsOfTheFullOne()
    {
        // 60,000 noisy points; the full curve in pieces that are too short to be thinned.
        constexpr int points = 60'000;
        constexpr int piece = 40;
        random::Stream stream(7, random::Purpose("noise"), 0);
        Panel thinned = test::oddPanel("line", -1, 0);
        thinned.x.minimum = 0;
        thinned.x.maximum = points;
        Panel full = thinned;
        full.layers.clear();
        auto &line = std::get<LineLayer>(thinned.layers.front());
        line.x.clear();
        line.y.clear();
        for (int i = 0; i < points; ++i) {
            line.x.push_back(i);
            line.y.push_back(1 + 4 * stream.uniform() + (i % 9973 == 0 ? 60 : 0) + 0.0004 * i);
        }
        for (int first = 0; first + 1 < points; first += piece) {
            LineLayer part = line;
            const auto last = std::min(points, first + piece + 1);
            part.x.assign(line.x.begin() + first, line.x.begin() + last);
            part.y.assign(line.y.begin() + first, line.y.begin() + last);
            full.layers.emplace_back(part);
        }
        const QImage few = drawn(thinned, 300);
        const QImage all = drawn(full, 300);
        QCOMPARE(test::uncoveredInk(all, few), 0);
        QCOMPARE(test::uncoveredInk(few, all), 0);
    }

    void oddRunsLeaveEveryViewWithTheOthers_data()
    {
        QTest::addColumn<QString>("view");
        for (const View &view : allViews())
            QTest::newRow(view.key.data()) << QString::fromUtf8(view.key.data());
    }
    void oddRunsLeaveEveryViewWithTheOthers()
    {
        // One value of one run is odd: every view still draws, on finite axes, everybody else.
        QFETCH(QString, view);
        const View *found = findView(qPrintable(view));
        for (const double odd : test::oddValues()) {
            // Runtimes need a metric that improves, which the sweep has.
            const bool sweep = found->needsSweep || found->key == "runtimes";
            const auto source = sweep ? test::sweepContest() : test::sampleContest(6);
            const int channel = 0;
            const int last = static_cast<int>(source->runs().size()) - 1;
            // After what the run has recorded comes the odd value.
            source->addMetric(last, channel, {sweep ? 100 : 10'000}, {odd});
            SeriesCache cache(source);
            const auto figure = makeFigure(found->key, cache, ViewOptions{});
            QVERIFY2(figure.hasValue(), figure ? "" : figure.error().message.c_str());
            QVERIFY2(!figure->empty(), qPrintable(QString::number(odd)));
            for (const Panel &panel : figure->panels) {
                QVERIFY(!panel.layers.empty());
                for (const Axis *axis : {&panel.x, &panel.y}) {
                    QVERIFY(std::isfinite(axis->minimum) && std::isfinite(axis->maximum));
                    QVERIFY2(axis->maximum > axis->minimum, qPrintable(view));
                }
            }
            for (const PaperFormat format :
                 {PaperFormat::pdf, PaperFormat::csv, PaperFormat::pgfplots}) {
                const auto bytes = renderToBytes(*figure, styleOf(*findVenue("icml")), format);
                QVERIFY(bytes && bytes->size() > 200);
            }
        }
    }
};

QTEST_MAIN(DrawingPropertiesTest)
#include "drawing_properties_test.moc"
