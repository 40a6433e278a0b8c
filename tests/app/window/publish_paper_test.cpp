#include "app/window/publish_page.h"
#include "app/window/widgets/check_list.h"
#include "tests/app/window/window_fixture.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFile>
#include <QImage>
#include <QLabel>

using namespace agon;
using namespace agon::app;

/** The paper that a figure is for, and what is checked before it is printed. */
class PublishPaperTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_fixture = std::make_unique<WindowFixture>();
        m_fixture->window->startDemo();
        QVERIFY(m_fixture->waitUntilDone());
        m_fixture->window->showPage(3);
    }
    void cleanup() { m_fixture.reset(); }

    void aFigureBringsItsPaperBack()
    {
        choose("Venue", QStringLiteral("neurips"));
        choose("Height", 0.75);
        choose("Letters of an SVG", true);
        const QString path = exported("paper.svg");
        QVERIFY(!content(path).contains("<text"));
        choose("Venue", QStringLiteral("icml"));
        choose("Height", 0.5);
        choose("Letters of an SVG", false);
        m_fixture->window->openFile(path);
        m_fixture->window->showPage(3);
        QCOMPARE(box("Venue").currentData().toString(), QString("neurips"));
        QCOMPARE(box("Height").currentData().toDouble(), 0.75);
        QCOMPARE(box("Letters of an SVG").currentData().toBool(), true);
    }

    void aSizeOfItsOwnComesBack()
    {
        box("Venue").setCurrentIndex(box("Venue").count() - 1);
        Q_EMIT box("Venue").activated(box("Venue").count() - 1);
        auto *width = childNamed<QDoubleSpinBox>(page(), "Width in the chosen unit");
        width->setValue(77);
        const QString path = exported("own.svg");
        choose("Venue", QStringLiteral("icml"));
        width->setValue(100);
        m_fixture->window->openFile(path);
        QVERIFY(box("Venue").currentData().toString().isEmpty());
        QCOMPARE(width->value(), 77.0);
    }

    void pixelsOfAPngAreChosen()
    {
        choose("Pixels of a PNG", 300);
        QCOMPARE(QImage(exported("few.png")).width(), 975); // 3.25 inches
    }

    void fontsAreReadFromThePdf()
    {
        QTRY_VERIFY(checks().contains("all embedded, no Type 3"));
        QVERIFY(checks().contains("Anonymous: no user, computer or folder"));
        auto *anonymous = page().findChild<QCheckBox *>();
        QVERIFY(anonymous->isChecked());
        anonymous->setChecked(false);
        QTRY_VERIFY(checks().contains("Folders of files travel along"));
    }

    void aViewWithoutDataIsNotWritten()
    {
        choose("View", QStringLiteral("runtimes")); // regret never falls
        QSignalSpy said(&page(), &PublishPage::message);
        const QString path = m_fixture->folder() + "/none.pdf";
        page().exportTo(path);
        QTRY_VERIFY(!said.isEmpty() && said.back().front().toString().contains("nothing to reach"));
        QVERIFY(!QFile::exists(path));
    }

private:
    PublishPage &page() { return *m_fixture->window->findChild<PublishPage *>(); }
    QComboBox &box(const QString &name) { return *childNamed<QComboBox>(page(), name); }
    void choose(const QString &name, const QVariant &data)
    {
        const int index = box(name).findData(data);
        QVERIFY2(index >= 0, qPrintable(name));
        box(name).setCurrentIndex(index);
        Q_EMIT box(name).activated(index);
    }
    QString checks()
    {
        QString all;
        for (const QLabel *label : page().findChild<CheckList *>()->findChildren<QLabel *>())
            all += label->text() + '\n';
        return all;
    }
    static QByteArray content(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    QString exported(const QString &name)
    {
        const QString path = m_fixture->folder() + "/" + name;
        page().exportTo(path);
        if (!QTest::qWaitFor([&path] { return QFile::exists(path); }, 20'000))
            qFatal("%s is not written", qPrintable(name));
        return path;
    }

    std::unique_ptr<WindowFixture> m_fixture;
};

QTEST_MAIN(PublishPaperTest)
#include "publish_paper_test.moc"
