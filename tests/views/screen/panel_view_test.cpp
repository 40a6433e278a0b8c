#include "views/screen/painted_panel.h"
#include "views/screen/panel_view.h"
#include "views/screen/theme.h"

#include <QScrollArea>
#include <QScrollBar>
#include <QTest>

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
