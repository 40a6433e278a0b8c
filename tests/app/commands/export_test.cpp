#include "tests/support/program.h"

#include <QFile>
#include <QImage>
#include <QTemporaryDir>
#include <QTest>

using ExportOutcome = agon::test::ProgramOutcome;

/** "agon export" as a paper's author uses it. */
class ExportCommandTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_folder.isValid());
        QCOMPARE(agon({"run", "bernoulli-bandit", "--seeds", "2", "--set", "budget=300", "--store",
                       "lab.agon"})
                     .status,
                 0);
    }

    void aViewWithoutDataIsBadUseAndNoFile()
    {
        // Regret never falls: there is nothing to reach.
        const ExportOutcome outcome =
            agon({"export", "lab.agon", "--view", "runtimes", "--out", "none.pdf"});
        QCOMPARE(outcome.status, 2);
        QVERIFY2(outcome.messages.contains("nothing to reach"), outcome.messages.constData());
        QVERIFY(!QFile::exists(file("none.pdf")));
    }

    void pixelsAndLettersAreChosen()
    {
        QCOMPARE(agon({"export", "lab.agon", "--dpi", "144", "--out", "small.png"}).status, 0);
        QCOMPARE(QImage(file("small.png")).width(), 468); // 234 points
        QCOMPARE(agon({"export", "lab.agon", "--outlines", "--out", "drawn.svg"}).status, 0);
        QVERIFY(!content("drawn.svg").contains("<text"));
        QCOMPARE(agon({"export", "lab.agon", "--out", "written.svg"}).status, 0);
        QVERIFY(content("written.svg").contains("<text"));
        QCOMPARE(agon({"export", "lab.agon", "--dpi", "3", "--out", "few.png"}).status, 2);
    }

    void thePaperTravelsInTheFigure()
    {
        QCOMPARE(agon({"export", "lab.agon", "--preset", "iclr", "--out", "paper.tikz"}).status, 0);
        QVERIFY(content("paper.tikz").contains("\"preset\": \"neurips\""));
        QCOMPARE(agon({"export", "lab.agon", "--width", "80mm", "--out", "own.tikz"}).status, 0);
        QVERIFY(content("own.tikz").contains("\"preset\": \"\""));
    }

    void theBytesDoNotDependOnTheTimeZone()
    {
        QCOMPARE(agon({"export", "lab.agon", "--out", "here.pdf"}, "UTC").status, 0);
        QCOMPARE(agon({"export", "lab.agon", "--out", "there.pdf"}, "XYZ-9:30").status, 0);
        QVERIFY(content("here.pdf") == content("there.pdf"));
    }

private:
    QString file(const char *name) const { return m_folder.filePath(QString::fromLatin1(name)); }
    QByteArray content(const char *name) const
    {
        QFile opened(file(name));
        return opened.open(QIODevice::ReadOnly) ? opened.readAll() : QByteArray();
    }
    ExportOutcome agon(const QStringList &arguments, const char *zone = "UTC") const
    {
        return agon::test::runAgon(arguments, m_folder.path(), {{"TZ", zone}});
    }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(ExportCommandTest)
#include "export_test.moc"
