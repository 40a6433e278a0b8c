#include "app/lab/figure_record.h"
#include "app/window/automate_page.h"
#include "app/window/compare/compare_figure.h"
#include "app/window/compare_page.h"
#include "app/window/contest.h"
#include "app/window/job_queue.h"
#include "app/window/publish_page.h"
#include "tests/app/window/window_fixture.h"
#include "views/paper/export.h"

#include <QComboBox>
#include <QFile>
#include <QPushButton>
#include <QTreeWidget>

using namespace agon;
using namespace agon::app;

namespace {

Expected<FigureRecord> recordOfFigure(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error("The figure cannot be read.");
    const views::Attachments carried = views::attachmentsOf(file.readAll());
    return parseFigureRecord(carried.experiment, carried.view);
}

} // namespace

/** What is compared, of one experiment or of several, can be printed. */
class PublishComparedTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_fixture = std::make_unique<WindowFixture>();
        m_fixture->window->startDemo();
        QVERIFY(m_fixture->waitUntilDone());
        Experiment experiment = m_fixture->contest().experiment();
        experiment.name = "A short one";
        experiment.seeds = {1, 2};
        experiment.budget = 200;
        m_fixture->contest().setExperiment(experiment);
        QTRY_COMPARE(m_fixture->contest().series()->runs().size(), std::size_t(8));
        QVERIFY(m_fixture->waitUntilDone());
        m_fixture->window->showPage(1);
        m_experiments = childNamed<QTreeWidget>(compare(), "Stored experiments");
        QTRY_COMPARE(m_experiments->topLevelItem(0)->childCount(), 2);
    }
    void cleanup() { m_fixture.reset(); }

    void severalExperimentsArePrintedAndComeBackAsAQueue()
    {
        m_experiments->clearSelection();
        for (int row = 0; row < 2; ++row)
            m_experiments->topLevelItem(0)->child(row)->setSelected(true);
        choose("distribution");
        QSignalSpy shown(&compare().figure(), &CompareFigure::figureShown);
        QVERIFY(!shown.isEmpty() || shown.wait());
        QTest::mouseClick(m_fixture->button<QPushButton>("Publish figure"), Qt::LeftButton);
        QCOMPARE(m_fixture->window->page(), 3);
        QCOMPARE(box("Of").currentText(), QString("Compare"));
        QCOMPARE(box("View").currentData().toString(), QString("distribution"));

        const QString path = exported("several.pdf");
        const auto record = recordOfFigure(path);
        QVERIFY(record);
        QCOMPARE(record->view, std::string("distribution"));
        QCOMPARE(record->experiments.size(), std::size_t(2));
        QVERIFY(!record->recorded);

        const int before = queue().rowCount({});
        m_fixture->window->openFile(path);
        QCOMPARE(m_fixture->window->page(), 4);
        QCOMPARE(queue().rowCount({}), before + 2);
    }

    void oneExperimentIsPrintedWithItsFile()
    {
        m_experiments->clearSelection();
        for (int row = 0; row < 2; ++row)
            if (QTreeWidgetItem *item = m_experiments->topLevelItem(0)->child(row);
                item->text(0) == "A short one")
                item->setSelected(true);
        // The contest on the Explore page is another one by now.
        QSignalSpy restarted(&m_fixture->contest(), &Contest::restarted);
        m_fixture->window->startDemo();
        QTRY_VERIFY(!restarted.isEmpty()); // until then the one before is "done"
        QVERIFY(m_fixture->waitUntilDone());
        m_fixture->window->showPage(1);
        QTest::mouseClick(m_fixture->button<QPushButton>("Publish figure"), Qt::LeftButton);
        const QString path = exported("one.svg");
        const auto record = recordOfFigure(path);
        QVERIFY(record);
        QVERIFY(record->experiments.empty());
        QVERIFY(record->toml.find("A short one") != std::string::npos);
        QCOMPARE(record->total, std::size_t(8));
        // Back to what is played.
        QComboBox &of = box("Of");
        of.setCurrentIndex(of.findText("Explore"));
        Q_EMIT of.activated(of.currentIndex());
        const auto played = recordOfFigure(exported("played.svg"));
        QVERIFY(played);
        QVERIFY(played->toml.find("A short one") == std::string::npos);
    }

    void whatWasLookedAtIsPrinted()
    {
        choose("distribution");
        m_fixture->window->showPage(3);
        QCOMPARE(box("Of").currentText(), QString("Compare"));
        QCOMPARE(box("View").currentData().toString(), QString("distribution"));
        m_fixture->window->showPage(4);
        m_fixture->window->showPage(3); // nothing else was looked at
        QCOMPARE(box("Of").currentText(), QString("Compare"));
        m_fixture->window->showPage(0);
        m_fixture->window->showPage(3);
        QCOMPARE(box("Of").currentText(), QString("Explore"));
        QCOMPARE(box("View").currentData().toString(), QString("convergence"));
    }

    void severalViewsAreOneFigure()
    {
        m_fixture->window->showPage(0);
        m_fixture->window->showPage(3);
        const auto press = [this](const QString &name) {
            QTest::mouseClick(m_fixture->button<QPushButton>(name), Qt::LeftButton);
        };
        press("Add a view");
        QCOMPARE(box("View").currentData().toString(), QString("distribution"));
        const auto record = recordOfFigure(exported("both.svg"));
        QVERIFY(record);
        QVERIFY2(record->view.starts_with("convergence:") &&
                     record->view.find("+distribution:") != std::string::npos,
                 record->view.c_str());
        // The first view's choices are still there, and removing it leaves the second.
        press("1");
        QCOMPARE(box("View").currentData().toString(), QString("convergence"));
        press("Remove");
        QCOMPARE(box("View").currentData().toString(), QString("distribution"));
        const auto single = recordOfFigure(exported("single.svg"));
        QVERIFY(single);
        QCOMPARE(single->view, std::string("distribution"));
        // Dropped on the window the figure is asked for again as it was.
        m_fixture->window->openFile(m_fixture->folder() + "/both.svg");
        m_fixture->window->showPage(3);
        QCOMPARE(box("View").currentData().toString(), QString("convergence"));
        const auto again = recordOfFigure(exported("again.svg"));
        QVERIFY(again);
        QCOMPARE(again->view, record->view);
    }

private:
    ComparePage &compare() { return *m_fixture->window->findChild<ComparePage *>(); }
    JobQueue &queue() { return m_fixture->window->findChild<AutomatePage *>()->queue(); }
    QComboBox &box(const QString &name)
    {
        return *childNamed<QComboBox>(*m_fixture->window->findChild<PublishPage *>(), name);
    }
    void choose(const QString &view)
    {
        auto *views = childNamed<QComboBox>(compare(), "View");
        views->setCurrentIndex(views->findData(view));
        Q_EMIT views->activated(views->currentIndex());
    }
    QString exported(const QString &name)
    {
        auto *page = m_fixture->window->findChild<PublishPage *>();
        const QString path = m_fixture->folder() + "/" + name;
        QSignalSpy said(page, &PublishPage::message);
        page->exportTo(path);
        if (!QTest::qWaitFor([&path] { return QFile::exists(path); }, 20'000))
            qFatal("%s is not written: %s", qPrintable(name),
                   said.isEmpty() ? "nothing is said"
                                  : qPrintable(said.back().front().toString()));
        return path;
    }

    std::unique_ptr<WindowFixture> m_fixture;
    QTreeWidget *m_experiments = nullptr;
};

QTEST_MAIN(PublishComparedTest)
#include "publish_compared_test.moc"
