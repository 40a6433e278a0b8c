#include "app/window/compare_page.h"
#include "app/window/resume_bar.h"
#include "storage/store.h"
#include "tests/app/window/window_fixture.h"

#include <QFile>
#include <QLabel>
#include <QProcess>
#include <QPushButton>
#include <QTreeWidget>

using namespace agon;
using namespace agon::app;

namespace {

constexpr int seeds = 20;
constexpr int contestants = 2;

storage::ExperimentEntry onlyExperiment(const QString &path)
{
    const auto store = storage::Store::open(path.toStdString(), storage::OpenMode::readOnly);
    if (!store)
        return {};
    const auto entries = (*store)->experiments();
    return entries && entries->size() == 1 ? entries->front() : storage::ExperimentEntry();
}

/** A store as a killed program leaves it: some runs finished, others not. */
void leaveBehind(const QString &path)
{
    QFile file(path + ".toml");
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QStringLiteral("name = \"Cut off\"\nseeds = %1\nbudget = 300000\n"
                              "[problem]\ntype = \"bandits/bernoulli\"\n"
                              "[[contestant]]\ntype = \"bandits/ucb1\"\n"
                              "[[contestant]]\ntype = \"bandits/thompson-sampling\"\n")
                   .arg(seeds)
                   .toUtf8());
    file.close();
    QProcess program;
    program.start(AGON_BUILD_DIR "/bin/agon",
                  {"run", file.fileName(), "--store", path, "--threads", "1"});
    QTRY_VERIFY2_WITH_TIMEOUT(onlyExperiment(path).runs.finished >= 2 ||
                                  program.state() == QProcess::NotRunning,
                              program.readAllStandardError().constData(), 60'000);
    QVERIFY2(program.state() == QProcess::Running, program.readAllStandardError().constData());
    program.kill();
    QVERIFY(program.waitForFinished());
    QCOMPARE(program.exitStatus(), QProcess::CrashExit);
    const storage::RunCounts left = onlyExperiment(path).runs;
    QVERIFY(left.finished < left.total());
}

QString saidBy(const ResumeBar &bar)
{
    QString all;
    for (const QLabel *label : bar.findChildren<QLabel *>())
        all += label->text();
    return all;
}

} // namespace

class ResumeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theSessionOfAKilledProcessGoesOn()
    {
        QString session;
        WindowFixture fixture([&](const QString &path) {
            session = path;
            leaveBehind(path);
        });
        auto *bar = fixture.window->findChild<ResumeBar *>();
        QVERIFY(!bar->isVisible());
        fixture.window->offerUnfinished();
        QVERIFY(bar->isVisible());
        QVERIFY2(saidBy(*bar).contains("“Cut off”"), qPrintable(saidBy(*bar)));
        finishes(fixture, *bar, session);
        // Show leads to it.
        QTest::mouseClick(fixture.button<QPushButton>("Show"), Qt::LeftButton);
        QCOMPARE(fixture.window->page(), 1);
        QTRY_VERIFY(fixture.named<QTreeWidget>("Stored experiments")->currentItem() != nullptr);
        QCOMPARE(fixture.named<QTreeWidget>("Stored experiments")->currentItem()->text(0),
                 QString("Cut off"));
    }

    void aStoreThatIsOpenedGoesOnToo()
    {
        WindowFixture fixture;
        const QString path = fixture.folder() + "/other.agon";
        leaveBehind(path);
        fixture.window->openFile(path);
        auto *bar = fixture.window->findChild<ResumeBar *>();
        QVERIFY(bar->isVisible());
        finishes(fixture, *bar, path);
    }

    void whatIsLeftIsNotOfferedAgain()
    {
        WindowFixture fixture(leaveBehind);
        auto *bar = fixture.window->findChild<ResumeBar *>();
        fixture.window->offerUnfinished();
        QTest::mouseClick(fixture.button<QPushButton>("Leave"), Qt::LeftButton);
        QVERIFY(!bar->isVisible());
        fixture.window->offerUnfinished();
        QVERIFY(!bar->isVisible());
        const auto unfinished = fixture.lab->session()->unfinished();
        QVERIFY(unfinished);
        QCOMPARE(unfinished->size(), std::size_t(1)); // nothing is lost by leaving it
    }

private:
    static void finishes(WindowFixture &fixture, const ResumeBar &bar, const QString &path)
    {
        QTest::mouseClick(fixture.button<QPushButton>("Resume"), Qt::LeftButton);
        QTRY_VERIFY2(saidBy(bar).contains("Resuming"), qPrintable(saidBy(bar)));
        QTRY_VERIFY2_WITH_TIMEOUT(saidBy(bar).contains("complete"), qPrintable(saidBy(bar)),
                                  60'000);
        // The results lie in the experiment that was cut off, and repeat what was there.
        QTRY_COMPARE_WITH_TIMEOUT(onlyExperiment(path).runs.finished, seeds * contestants, 10'000);
        const auto store = storage::Store::open(path.toStdString(), storage::OpenMode::readOnly);
        QVERIFY(store);
        const auto damage = (*store)->check();
        QVERIFY(damage && damage->empty());
    }
};

QTEST_MAIN(ResumeTest)
#include "resume_test.moc"
