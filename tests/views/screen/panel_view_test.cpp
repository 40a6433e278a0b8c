#include "views/screen/colour_bar.h"
#include "views/screen/figure_view.h"
#include "views/screen/painted_panel.h"
#include "views/screen/panel_view.h"
#include "views/screen/theme.h"

#include <QScrollArea>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

#include <cmath>

using namespace agon::views;

class PanelViewTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aLongListKeepsItsRowsReadableAndScrolls()
    {
        PanelView view;
        view.resize(300, 160);
        view.show();
        view.setPanel(list(50));
        const auto *painted = view.findChild<PaintedPanel *>();
        QTRY_VERIFY(painted->height() > 50 * 10);
        const auto *area = view.findChild<QScrollArea *>();
        QVERIFY(area);
        QTRY_VERIFY(area->verticalScrollBar()->maximum() > 0);
        view.setPanel(list(4));
        QTRY_VERIFY(painted->height() <= 160);
    }

    void rowsHoldLinesAndPointsWithTheirLabels()
    {
        // A diagram of critical differences: stems, ranks and a bar that joins.
        Panel panel = list(3);
        panel.layers.clear();
        panel.x.minimum = 1;
        panel.x.maximum = 3;
        const QImage empty = grabOf(panel);
        LineLayer stem;
        stem.key = {1, "B"};
        stem.x = {1, 2};
        stem.y = {1, 1};
        panel.layers.emplace_back(stem);
        QVERIFY(different(empty, grabOf(panel)) > 100);
        PointLayer point;
        point.key = {2, "C"};
        point.x = {2};
        point.y = {2};
        panel.layers.emplace_back(point);
        const QImage plain = grabOf(panel);
        QVERIFY(coloured(plain, Theme::light().contestant(2)) > 5);
        std::get<PointLayer>(panel.layers.back()).labels = {"2.00"};
        QVERIFY(plain != grabOf(panel));
    }

    void stripsHaveBoxAndViolin()
    {
        Panel panel = list(1);
        StripLayer strip;
        strip.key = {1, "B"};
        strip.values = {0.2, 0.4, 0.5, 0.6, 0.8};
        strip.centre = strip.lower = strip.upper = 0.5;
        panel.layers = {strip};
        const QImage points = grabOf(panel);
        strip.densityAt = {0.1, 0.5, 0.9};
        strip.density = {0, 1, 0};
        panel.layers = {strip};
        const QImage violin = grabOf(panel);
        QVERIFY(different(points, violin) > 1000);
        strip.quartiles = {0.4, 0.5, 0.6};
        panel.layers = {strip};
        QVERIFY(different(violin, grabOf(panel)) > 100);
    }

    void cellsShowTheirTextsAndAreClicked()
    {
        HeatLayer heat;
        heat.rows = heat.columns = 2;
        heat.values = {0.1, std::nan(""), std::nan(""), 0.9};
        Panel panel;
        panel.x.minimum = panel.y.minimum = -0.5;
        panel.x.maximum = panel.y.maximum = 1.5;
        panel.x.categories = {"1", "2"};
        panel.y.categories = {"B (2)", "A (1)"};
        heat.texts = {"", "", "", ""};
        panel.layers = {heat};
        const QImage blank = grabOf(panel);
        heat.texts[3] = "too few";
        panel.layers = {heat};
        const QImage written = grabOf(panel);
        QVERIFY(different(blank, written) > 20);

        FigureView view;
        view.resize(640, 300);
        Figure figure;
        figure.panels = {panel, panel};
        figure.columns = 2;
        view.setFigure(figure, {});
        QCOMPARE(view.panels(), 2);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        QSignalSpy clicks(&view, &FigureView::cellClicked);
        const auto painted = view.findChildren<PaintedPanel *>();
        QCOMPARE(painted.size(), 2);
        QTRY_VERIFY(painted[1]->width() > 250 && painted[1]->width() < 320);
        // The upper right cell of the second panel.
        QTest::mouseClick(painted[1], Qt::LeftButton, {},
                          QPoint(painted[1]->width() - 60, painted[1]->height() / 4));
        QCOMPARE(clicks.size(), 1);
        QCOMPARE(clicks[0][0].toInt(), 1);
        QCOMPARE(clicks[0][1].toInt(), 1);
        QCOMPARE(clicks[0][2].toInt(), 1);
        // Nothing to draw: a sentence instead.
        view.setFigure({}, QStringLiteral("A comparison needs two contestants."));
        QCOMPARE(view.panels(), 0);
        QVERIFY(!view.grab().toImage().isNull());
    }

    void panelsOfOneScaleShareTheirColourBar()
    {
        Figure figure;
        figure.panels = {duel(), duel()};
        figure.columns = 2;
        FigureView view;
        view.resize(640, 300);
        view.show();
        view.setFigure(figure, {});
        auto *bar = view.findChild<ColourBar *>();
        QVERIFY(bar && bar->isVisible());
        const int shared = bar->width();
        QVERIFY(different(bar->grab().toImage(), QImage(bar->size(), QImage::Format_RGB32)) > 100);
        // The panels use the room that their own bars took.
        QTRY_COMPARE(view.findChildren<PaintedPanel *>()[1]->geometry().right() + 1,
                     view.findChildren<PaintedPanel *>()[1]->parentWidget()->width());
        QVERIFY(shared < 60);
        figure.panels.pop_back();
        view.setFigure(figure, {});
        QVERIFY(!bar->isVisible());
    }

    void whoStandsOutDoesSoInRowAndColumn()
    {
        PanelView view;
        view.resize(400, 300);
        view.show();
        view.setPanel(duel());
        auto *painted = view.findChild<PaintedPanel *>();
        const auto pixelOf = [&](int row, int column) {
            // Rows and columns of the plot, which leaves room for names and bar.
            const QImage image = painted->grab().toImage();
            const double left = 60;
            const double width = image.width() - left - 60;
            return image.pixelColor(static_cast<int>(left + (column + 0.15) * width / 3),
                                    static_cast<int>((2 - row + 0.25) * (image.height() - 30) / 3));
        };
        const QColor before = pixelOf(1, 2);
        const QColor kept = pixelOf(1, 1);
        view.setHighlight(1); // B: the middle row and column
        QCOMPARE(pixelOf(1, 2), before);
        QCOMPARE(pixelOf(2, 1), kept);
        QVERIFY(pixelOf(2, 2) != before);
        QVERIFY(pixelOf(2, 2).lightness() > before.lightness());
        // A click on a name says whose it is.
        QSignalSpy clicks(&view, &PanelView::contestantClicked);
        QTest::mouseClick(painted, Qt::LeftButton, {}, QPoint(4, painted->height() / 6));
        QCOMPARE(clicks.size(), 1);
        QCOMPARE(clicks[0][0].toInt(), 0);
        QTest::mouseClick(painted, Qt::LeftButton, {},
                          QPoint(painted->width() / 2, painted->height() - 6));
        QCOMPARE(clicks.size(), 2);
        QCOMPARE(clicks[1][0].toInt(), 1);
    }

    void theThemeIsThatOfTheText()
    {
        QPalette palette;
        palette.setColor(QPalette::Window, Qt::transparent);
        palette.setColor(QPalette::WindowText, Qt::black);
        PanelView view;
        view.setPalette(palette);
        QVERIFY(!Theme::of(view).dark);
    }

private:
    static QImage grabOf(const Panel &panel)
    {
        PanelView view;
        view.resize(400, 240);
        view.setPanel(panel);
        return view.grab().toImage().convertToFormat(QImage::Format_RGB32);
    }

    /** Pixels close to a colour. */
    static int coloured(const QImage &image, const QColor &colour)
    {
        int count = 0;
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x) {
                const QColor pixel = image.pixelColor(x, y);
                count += std::abs(pixel.red() - colour.red()) < 16 &&
                         std::abs(pixel.green() - colour.green()) < 16 &&
                         std::abs(pixel.blue() - colour.blue()) < 16;
            }
        return count;
    }

    static int different(const QImage &a, const QImage &b)
    {
        int count = 0;
        for (int y = 0; y < a.height(); ++y)
            for (int x = 0; x < a.width(); ++x)
                count += a.pixel(x, y) != b.pixel(x, y);
        return count;
    }

    /** Three contestants against each other, everybody equally far ahead; A's row is on top. */
    static Panel duel()
    {
        HeatLayer heat;
        heat.rows = heat.columns = 3;
        heat.values.assign(9, 1);
        heat.minimum = -1;
        heat.diverging = true;
        heat.numbers = false;
        heat.low = "row worse";
        heat.high = "row better";
        heat.columnKeys = {{0, "A"}, {1, "B"}, {2, "C"}};
        heat.rowKeys = {{2, "C"}, {1, "B"}, {0, "A"}};
        Panel panel;
        panel.x.minimum = panel.y.minimum = -0.5;
        panel.x.maximum = panel.y.maximum = 2.5;
        panel.x.categories = {"1", "2", "3"};
        panel.y.categories = {"3 C", "2 B", "1 A"};
        panel.layers.emplace_back(heat);
        return panel;
    }

    static Panel list(int rows)
    {
        Panel panel;
        panel.y.minimum = -0.5;
        panel.y.maximum = rows - 0.5;
        panel.x.maximum = rows;
        for (int row = 0; row < rows; ++row) {
            panel.y.categories.push_back("Competitor " + std::to_string(row));
            IntervalLayer layer;
            layer.position = layer.centre = row;
            layer.lower = row - 1;
            layer.upper = row + 1;
            panel.layers.emplace_back(layer);
        }
        return panel;
    }
};

QTEST_MAIN(PanelViewTest)
#include "panel_view_test.moc"
