#include "tests/support/odd_figures.h"
#include "views/screen/panel_view.h"

#include <QTest>

using namespace agon;
using namespace agon::views;

namespace {

QImage drawn(const Panel &panel)
{
    PanelView view;
    view.resize(440, 260);
    view.setPanel(panel);
    view.show();
    return view.grab().toImage().convertToFormat(QImage::Format_RGB32);
}

} // namespace

/** An odd number on the screen leaves every other one drawn. */
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
};

QTEST_MAIN(DrawingPropertiesTest)
#include "drawing_properties_test.moc"
