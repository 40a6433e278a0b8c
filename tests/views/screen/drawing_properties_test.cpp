#include "core/random/distributions.h"
#include "tests/support/odd_figures.h"
#include "views/screen/panel_view.h"

#include <QTest>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

using namespace agon;
using namespace agon::views;

namespace {

/** @p moving: with the hairline pens of live curves. */
QImage drawn(const Panel &panel, int width = 440, bool moving = false)
{
    PanelView view;
    view.resize(width, 260);
    view.setPanel(panel, moving);
    view.show();
    return view.grab().toImage().convertToFormat(QImage::Format_RGB32);
}

/** A noisy walk over six decades of x, with spikes, holes in x, and values that no axis has a
 *  place for or a logarithmic one has not. */
Panel randomCurve(std::uint64_t seed, Scale xScale, Scale yScale, bool staircase)
{
    random::Stream stream(seed, random::Purpose("random curve"), 0);
    Panel panel;
    panel.legend = false;
    panel.x.visible = panel.y.visible = false;
    panel.x.scale = xScale;
    panel.y.scale = yScale;
    LineLayer line;
    line.key = {0, "A"};
    line.staircase = staircase;
    constexpr int points = 8000;
    double x = 1;
    double walk = 0;
    for (int i = 0; i < points; ++i) {
        // As many points a decade as on a linear stretch; now and then a long way without any.
        x += xScale == Scale::logarithmic ? x * 0.0017 : 1;
        if (stream.uniform() < 0.002)
            x += xScale == Scale::logarithmic ? x * 0.3 * stream.uniform() : 300 * stream.uniform();
        walk += 0.02 * random::normal(stream);
        double y = walk + 0.3 * random::normal(stream);
        if (stream.uniform() < 0.002)
            y += 4 * random::normal(stream);
        y = yScale == Scale::logarithmic ? std::exp(y) : y;
        if (stream.uniform() < 0.001)
            y = std::vector{std::numeric_limits<double>::quiet_NaN(), 0.0,
                            -1.0}[static_cast<std::size_t>(stream.below(3))];
        line.x.push_back(x);
        line.y.push_back(y);
    }
    panel.x.minimum = 1;
    panel.x.maximum = x;
    panel.y.minimum = yScale == Scale::logarithmic ? std::exp(-8) : -8;
    panel.y.maximum = yScale == Scale::logarithmic ? std::exp(8) : 8;
    panel.layers.emplace_back(line);
    return panel;
}

/** The same curve in pieces that are too short to be thinned. They overlap, so that the corner of a
 *  spike is a corner in one of them. */
Panel inPieces(const Panel &panel, std::size_t points)
{
    const auto &line = std::get<LineLayer>(panel.layers.front());
    Panel result = panel;
    result.layers.clear();
    for (std::size_t first = 0; first + 1 < line.x.size(); first += points - 3) {
        const std::size_t last = std::min(line.x.size(), first + points);
        LineLayer part = line;
        part.x.assign(line.x.begin() + static_cast<std::ptrdiff_t>(first),
                      line.x.begin() + static_cast<std::ptrdiff_t>(last));
        part.y.assign(line.y.begin() + static_cast<std::ptrdiff_t>(first),
                      line.y.begin() + static_cast<std::ptrdiff_t>(last));
        result.layers.emplace_back(part);
    }
    return result;
}

} // namespace

/** What odd numbers and very long curves do to a figure on the screen: nothing to the rest of it.
 */
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
        // Beside a heat map stands its colour bar.
        const double right = name == "cells" ? 40 : 4;
        for (const int at : {0, 5, test::oddItems - 1})
            for (const double odd : test::oddValues()) {
                const QImage image = drawn(test::oddPanel(name, at, odd));
                QVERIFY2(image != clean, qPrintable(QStringLiteral("%1 %2").arg(at).arg(odd)));
                QCOMPARE(test::differencesElsewhere(
                             clean, image, at, rows ? 8 : 4,
                             rows ? image.height() - 4 : image.width() - right, rows),
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

    /** Before its first value a curve is nowhere, also not on a line from the corner. */
    void aCurveBeginsWhereItsValuesDo()
    {
        for (const int colour : {0, 1}) { // whole and dashed
            Panel panel;
            panel.legend = false;
            panel.x.visible = panel.y.visible = false;
            panel.x.maximum = 100;
            panel.y.maximum = 1;
            LineLayer line;
            line.key = {colour, "A"};
            for (int i = 0; i <= 100; ++i) {
                line.x.push_back(i);
                line.y.push_back(i < 50 ? std::numeric_limits<double>::quiet_NaN() : 0.5);
            }
            panel.layers.emplace_back(line);
            const QImage image = drawn(panel);
            panel.layers.clear();
            const QImage empty = drawn(panel);
            int left = 0;
            int right = 0;
            for (int y = 0; y < image.height(); ++y)
                for (int x = 0; x < image.width(); ++x)
                    if (image.pixel(x, y) != empty.pixel(x, y))
                        ++(x < image.width() * 0.45 ? left : right);
            QCOMPARE(left, 0);
            QVERIFY(right > 50);
        }
    }

    void aDecimatedCurveCoversThePixelsOfTheFullOne_data()
    {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("xScale");
        QTest::addColumn<int>("yScale");
        QTest::addColumn<bool>("staircase");
        const char *const names[] = {"linear", "logarithmic"};
        for (const int width : {160, 333, 700})
            for (const Scale x : {Scale::linear, Scale::logarithmic})
                for (const Scale y : {Scale::linear, Scale::logarithmic})
                    for (const bool staircase : {false, true})
                        QTest::addRow("%d pixels, x %s, y %s%s", width,
                                      names[x == Scale::logarithmic],
                                      names[y == Scale::logarithmic], staircase ? ", stairs" : "")
                            << width << static_cast<int>(x) << static_cast<int>(y) << staircase;
    }
    void aDecimatedCurveCoversThePixelsOfTheFullOne()
    {
        QFETCH(int, width);
        QFETCH(int, xScale);
        QFETCH(int, yScale);
        QFETCH(bool, staircase);
        for (const std::uint64_t seed : {1, 2, 3}) {
            const Panel curve = randomCurve(seed, static_cast<Scale>(xScale),
                                            static_cast<Scale>(yScale), staircase);
            // Hairlines: the square ends of wide pens reach differently far with the slope.
            const QImage few = drawn(curve, width, true);
            // Two points a column are left as they are; stairs have two for each.
            const QImage all =
                drawn(inPieces(curve, static_cast<std::size_t>(width - 20)), width, true);
            QCOMPARE(test::uncoveredInk(all, few), 0);
            QCOMPARE(test::uncoveredInk(few, all), 0);
        }
    }
};

QTEST_MAIN(DrawingPropertiesTest)
#include "drawing_properties_test.moc"
