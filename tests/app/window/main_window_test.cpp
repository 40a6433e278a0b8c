#include "app/window/actions.h"
#include "app/window/command_palette.h"
#include "tests/app/window/window_fixture.h"
#include "views/screen/theme.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSlider>
#include <QAbstractSpinBox>
#include <QAction>
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSet>

using namespace agon;
using namespace agon::app;

class MainWindowTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyActionHasATextAndItsOwnKeys()
    {
        WindowFixture fixture;
        QSet<QString> shortcuts;
        for (const QAction *action : fixture.window->actions().all()) {
            QVERIFY2(!action->text().isEmpty(), qPrintable(action->objectName()));
            const QString keys = fixture.window->actions().shortcutOf(action).toString();
            if (keys.isEmpty())
                continue;
            QVERIFY2(!shortcuts.contains(keys), qPrintable(keys));
            shortcuts.insert(keys);
        }
        QVERIFY(fixture.window->actions().all().size() > 20);
    }

    void everyControlHasANameForScreenReaders()
    {
        WindowFixture fixture;
        fixture.window->startDemo();
        QVERIFY(fixture.waitUntilDone());
        for (int page = 0; page < 5; ++page) {
            fixture.window->showPage(page);
            for (const QWidget *widget : fixture.window->findChildren<QWidget *>()) {
                if (!widget->isVisible() || !(widget->focusPolicy() & Qt::TabFocus))
                    continue;
                const auto *button = qobject_cast<const QAbstractButton *>(widget);
                const bool named =
                    !widget->accessibleName().isEmpty() || (button && !button->text().isEmpty());
                const bool control = button || qobject_cast<const QComboBox *>(widget) ||
                                     qobject_cast<const QLineEdit *>(widget) ||
                                     qobject_cast<const QAbstractSlider *>(widget) ||
                                     qobject_cast<const QAbstractSpinBox *>(widget) ||
                                     qobject_cast<const QAbstractItemView *>(widget);
                // The text field inside a spin box is named by the spin box.
                if (qobject_cast<const QAbstractSpinBox *>(widget->parentWidget()))
                    continue;
                QVERIFY2(
                    named || !control,
                    qPrintable(
                        QString("page %1: %2").arg(page).arg(widget->metaObject()->className())));
            }
        }
    }

    void pagesSwitchByKey()
    {
        WindowFixture fixture;
        for (int page = 4; page >= 0; --page) {
            QTest::keyClick(fixture.window.get(), static_cast<Qt::Key>(Qt::Key_1 + page),
                            Qt::ControlModifier);
            QCOMPARE(fixture.window->page(), page);
        }
    }

    /** A letter means what it says on the page that is seen; the palette knows every command. */
    void keysOfAPageWorkOnItAlone()
    {
        WindowFixture fixture;
        fixture.window->startDemo();
        QVERIFY(fixture.waitUntilDone());
        auto *seeds = fixture.button<QPushButton>("seeds");
        fixture.window->showPage(1);
        QTest::keyClick(fixture.window.get(), Qt::Key_S);
        QVERIFY(!seeds->isChecked());
        fixture.window->showPage(0);
        QTest::keyClick(fixture.window.get(), Qt::Key_S);
        QVERIFY(seeds->isChecked());
        fixture.window->showPage(1);
        auto *palette = fixture.window->findChild<CommandPalette *>();
        palette->setFocus();
        QTest::keyClicks(palette, "every seed");
        QTest::keyClick(palette, Qt::Key_Return);
        QCOMPARE(fixture.window->page(), 0);
        QVERIFY(!seeds->isChecked());
    }

    void thePaletteRunsWhatWasTyped()
    {
        WindowFixture fixture;
        auto *palette = fixture.window->findChild<CommandPalette *>();
        palette->setFocus();
        QTest::keyClicks(palette, "publish");
        QTest::keyClick(palette, Qt::Key_Return);
        QCOMPARE(fixture.window->page(), 3);
    }

    void malformedFilesAreASentenceWithLineAndNothingIsLost()
    {
        WindowFixture fixture;
        fixture.window->startDemo();
        QVERIFY(fixture.waitUntilDone());
        const QString path = fixture.folder() + "/wrong.toml";
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("name = \"x\"\nseedz = 3\n");
        file.close();
        const auto log = fixture.contest().log();
        fixture.window->openFile(path);
        QString status;
        for (const QLabel *label : fixture.window->findChildren<QLabel *>("status"))
            status += label->text();
        QVERIFY2(status.contains("wrong.toml:2"), qPrintable(status));
        QVERIFY2(status.contains("seeds"), qPrintable(status));
        QCOMPARE(fixture.contest().log(), log);
    }

    void exploreBeginsWhenItIsFirstShownAfterAStoredFile()
    {
        WindowFixture fixture;
        fixture.window->openFile(fixture.folder() + "/session.agon");
        QCOMPARE(fixture.window->page(), 1);
        QCOMPARE(fixture.contest().state(), Contest::State::empty);
        fixture.window->showPage(0);
        QVERIFY(fixture.waitUntilDone());
        QCOMPARE(fixture.contest().series()->runs().size(), std::size_t(128));
    }

    void textIsNeverSmallerThanDesignedAndGrowsWithTheInterfaceFont()
    {
        const QFont before = QApplication::font();
        QFont font = before;
        for (const auto &[interface, small, column] :
             {std::array{10, 11, 244}, std::array{13, 11, 244}, std::array{26, 22, 488}}) {
            font.setPixelSize(interface);
            QApplication::setFont(font);
            QCOMPARE(views::smallFont(font).pixelSize(), small);
            QCOMPARE(views::interfacePixels(244), column);
        }
        QApplication::setFont(before);
    }

    void nothingIsClippedInASmallWindow()
    {
        WindowFixture fixture;
        fixture.window->startDemo();
        QVERIFY(fixture.waitUntilDone());
        fixture.window->resize(1024, 640);
        for (int page = 0; page < 5; ++page) {
            fixture.window->showPage(page);
            QTest::qWait(50);
            for (const QAbstractButton *button :
                 fixture.window->findChildren<QAbstractButton *>()) {
                if (!button->isVisible() || button->text().isEmpty())
                    continue;
                const int needed = button->fontMetrics().horizontalAdvance(button->text());
                QVERIFY2(button->width() >= needed,
                         qPrintable(QString("page %1: %2").arg(page).arg(button->text())));
            }
        }
    }

    void bothThemesCanBeRead()
    {
        WindowFixture fixture;
        for (const ThemeChoice choice : {ThemeChoice::dark, ThemeChoice::light}) {
            applyStyle(*qApp, choice);
            const QPalette palette = fixture.window->palette();
            const int difference = std::abs(palette.color(QPalette::WindowText).lightness() -
                                            palette.color(QPalette::Window).lightness());
            QVERIFY(difference > 140);
        }
    }
};

QTEST_MAIN(MainWindowTest)
#include "main_window_test.moc"
