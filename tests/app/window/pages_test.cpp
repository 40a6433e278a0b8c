#include "app/lab/figure_record.h"
#include "app/window/arena_page.h"
#include "app/window/automate_page.h"
#include "app/window/claims_board.h"
#include "app/window/compare/annotations.h"
#include "app/window/compare/compare_figure.h"
#include "app/window/compare/run_table_model.h"
#include "app/window/compare_page.h"
#include "app/window/explore/budget_card.h"
#include "app/window/import_dialog.h"
#include "app/window/job_queue.h"
#include "app/window/paper_view.h"
#include "app/window/publish_page.h"
#include "app/window/widgets/card.h"
#include "app/window/widgets/legend_card.h"
#include "app/window/widgets/query_edit.h"
#include "tests/app/window/window_fixture.h"
#include "tests/support/sample_contest.h"
#include "tests/support/slow_source.h"
#include "views/paper/export.h"
#include "views/screen/chart_panel.h"
#include "views/screen/painted_panel.h"
#include "views/screen/theme.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFile>
#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScopeGuard>
#include <QSlider>
#include <QTableWidget>
#include <QTimer>
#include <QToolButton>
#include <QTreeView>
#include <QTreeWidget>

using namespace agon;
using namespace agon::app;

class PagesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_fixture = std::make_unique<WindowFixture>();
        m_fixture->window->startDemo();
        QVERIFY(m_fixture->waitUntilDone());
    }
    void cleanup() { m_fixture.reset(); }

    void compareShowsTheSessionAndOpensItAgain()
    {
        m_fixture->window->showPage(1);
        auto *experiments = m_fixture->named<QTreeWidget>("Stored experiments");
        QTRY_COMPARE(experiments->topLevelItemCount(), 1);
        QTRY_COMPARE(experiments->topLevelItem(0)->childCount(), 1);
        auto *runs = m_fixture->named<QTreeView>("Runs");
        QTRY_COMPARE(runs->model()->rowCount(), 4);
        const QModelIndex first = runs->model()->index(0, 0);
        QCOMPARE(runs->model()->rowCount(first), 32);

        // The filter line: what is typed narrows the table, and a mistake says so and keeps it.
        auto *filter = m_fixture->named<QueryEdit>("Filter runs");
        filter->setFocus();
        QTest::keyClicks(filter, "algorithm:ucb seeds>=10");
        QCOMPARE(filter->text(), QString("algorithm:ucb seeds>=10"));
        QCOMPARE(runs->model()->rowCount(), 2);
        // Figure, legend and tests are of what matches.
        auto *legend = m_fixture->window->findChild<ComparePage *>()->findChild<LegendCard *>();
        const auto inLegend = [legend] { return legend->findChildren<QAbstractButton *>().size(); };
        QTRY_COMPARE(inLegend(), 2);
        QTest::keyClicks(filter, " sedes>1");
        QCOMPARE(runs->model()->rowCount(), 2);
        QVERIFY2(filter->problem().contains("Did you mean \"seeds\"?"),
                 qPrintable(filter->problem()));
        filter->clear();
        QVERIFY(filter->problem().isEmpty());
        QCOMPARE(runs->model()->rowCount(), 4);
        QTRY_COMPARE(inLegend(), 4);
        runs->sortByColumn(RunTableModel::last, Qt::AscendingOrder);
        QCOMPARE(runs->model()->index(0, 0).data().toString(), QString("Thompson sampling"));
        runs->sortByColumn(RunTableModel::last, Qt::DescendingOrder);
        const auto shown = [runs](int row) {
            const QModelIndex cell = runs->model()->index(row, RunTableModel::last);
            return cell.data().toString().remove(',').toDouble();
        };
        QVERIFY(shown(0) > shown(3));
        auto *page = m_fixture->window->findChild<ComparePage *>();
        QTRY_VERIFY(page->findChild<views::ChartPanel *>());
        auto *chart = page->findChild<views::ChartPanel *>();
        QTRY_VERIFY(pixelsOf(*chart, views::Theme::light().contestant(1)) > 100);
        QTest::mouseClick(m_fixture->button<QPushButton>("Open in Explore"), Qt::LeftButton);
        QTRY_COMPARE(m_fixture->window->page(), 0);
        QVERIFY(!m_fixture->contest().log());
        QCOMPARE(m_fixture->contest().series()->runs().size(), std::size_t(128));
    }

    void tagsAndNotesAreKeptAndFound()
    {
        m_fixture->window->showPage(1);
        auto *runs = m_fixture->named<QTreeView>("Runs");
        QTRY_COMPARE(runs->model()->rowCount(), 4);
        QTimer::singleShot(0, this, [] {
            auto *dialog = qobject_cast<AnnotationDialog *>(QApplication::activeModalWidget());
            QVERIFY(dialog);
            auto *tags = dialog->findChildren<QLineEdit *>().last();
            tags->setText(" paper, <b>draft</b> ,");
            dialog->findChild<QPlainTextEdit *>()->setPlainText("Figure 2");
            dialog->accept();
        });
        QTest::mouseClick(m_fixture->button<QPushButton>("Name, tags and notes…"), Qt::LeftButton);
        QTRY_COMPARE(runs->model()->rowCount(), 4);
        auto *filter = m_fixture->named<QueryEdit>("Filter runs");
        filter->setText("tag:paper");
        QTRY_COMPARE(runs->model()->rowCount(), 4);
        filter->setText("-tag:paper");
        QTRY_COMPARE(runs->model()->rowCount(), 0);
        filter->clear();
        bool said = false;
        for (const QLabel *label : m_fixture->window->findChildren<QLabel *>())
            said = said ||
                   (label->text().contains("Tags: <b>draft</b>, paper") &&
                    label->text().contains("Figure 2") && label->textFormat() == Qt::PlainText);
        QVERIFY(said);
    }

    void filtersAreKeptAndColumnsChosen()
    {
        m_fixture->window->showPage(1);
        auto *runs = m_fixture->named<QTreeView>("Runs");
        QTRY_COMPARE(runs->model()->rowCount(), 4);
        auto *filter = m_fixture->named<QueryEdit>("Filter runs");
        filter->setText("algorithm:ucb");
        QTimer::singleShot(0, this, [] {
            auto *dialog = qobject_cast<QInputDialog *>(QApplication::activeModalWidget());
            QVERIFY(dialog);
            dialog->setTextValue("Only UCB & kin");
            dialog->accept();
        });
        const auto menuOf = [this](const char *name) {
            QMenu *menu = m_fixture->named<QToolButton>(name)->menu();
            Q_EMIT menu->aboutToShow();
            return menu;
        };
        menuOf("Saved filters")->actions().first()->trigger();
        filter->clear();
        QCOMPARE(runs->model()->rowCount(), 4);
        menuOf("Saved filters")->actions().at(2)->trigger();
        QCOMPARE(filter->text(), QString("algorithm:ucb"));
        QCOMPARE(runs->model()->rowCount(), 2);
        menuOf("Saved filters")->actions().last()->menu()->actions().first()->trigger();
        QCOMPARE(menuOf("Saved filters")->actions().size(), 1);
        filter->clear();

        // A column that was chosen stays chosen when other experiments are shown.
        constexpr int tail = RunTableModel::tail;
        QVERIFY(runs->isColumnHidden(tail));
        for (QAction *action : menuOf("Columns")->actions())
            if (action->text() == "Last 5 % (mean)")
                action->trigger();
        QVERIFY(!runs->isColumnHidden(tail));
        m_fixture->window->showPage(0);
        m_fixture->window->showPage(1);
        QVERIFY(!runs->isColumnHidden(tail));
    }

    void compareLinksFigureLegendTableAndTime()
    {
        m_fixture->window->showPage(1);
        auto *page = m_fixture->window->findChild<ComparePage *>();
        auto *runs = m_fixture->named<QTreeView>("Runs");
        QTRY_COMPARE(runs->model()->rowCount(), 4);
        auto *view = childNamed<QComboBox>(*page, "View");
        auto *figure = page->findChild<CompareFigure *>();
        const auto choose = [&](const QString &key) {
            QSignalSpy shown(figure, &CompareFigure::figureShown);
            view->setCurrentIndex(view->findData(key));
            Q_EMIT view->activated(view->currentIndex());
            QTRY_VERIFY(!shown.isEmpty());
        };
        for (const char *key : {"convergence", "distribution", "head-to-head", "differences",
                                "critical-difference", "profile", "runtimes"})
            QVERIFY2(view->findData(QString::fromLatin1(key)) >= 0, key);

        // The legend makes a contestant stand out in the table too, and the table in the legend.
        choose("distribution");
        auto *painted = page->findChild<views::PaintedPanel *>();
        QVERIFY(painted->isVisible());
        const QString name = runs->model()->index(2, 0).data().toString();
        const QString other = runs->model()->index(0, 0).data().toString();
        QTest::mouseClick(childNamed<QAbstractButton>(*page, name), Qt::LeftButton);
        QCOMPARE(runs->selectionModel()->selectedRows().size(), 1);
        QCOMPARE(runs->selectionModel()->selectedRows().front().data().toString(), name);
        runs->selectionModel()->select(runs->model()->index(0, 0),
                                       QItemSelectionModel::ClearAndSelect |
                                           QItemSelectionModel::Rows);
        QVERIFY(childNamed<QAbstractButton>(*page, other)->isChecked());
        QVERIFY(!childNamed<QAbstractButton>(*page, name)->isChecked());
        // So does its row in the figure; a second click lets go.
        const QPoint upper(painted->width() / 2, painted->height() / 8);
        QTest::mouseClick(painted, Qt::LeftButton, {}, upper);
        if (!runs->selectionModel()->selectedRows().isEmpty())
            QTest::mouseClick(painted, Qt::LeftButton, {}, upper);
        QVERIFY(runs->selectionModel()->selectedRows().isEmpty());
        QTest::mouseClick(painted, Qt::LeftButton, {}, upper);
        QCOMPARE(runs->selectionModel()->selectedRows().size(), 1);

        // One slider scrubs figure and table.
        const QString atTheEnd = runs->model()->index(0, RunTableModel::last).data().toString();
        auto *slider = childNamed<QSlider>(*page, "As of step");
        slider->setValue(500);
        QTRY_VERIFY(runs->model()
                        ->headerData(RunTableModel::last, Qt::Horizontal)
                        .toString()
                        .startsWith("At "));
        QVERIFY(!runs->model()->index(0, RunTableModel::last).data().toString().isEmpty());
        QVERIFY(runs->model()->index(0, RunTableModel::last).data().toString() != atTheEnd);
        slider->setValue(slider->maximum());
        QTRY_COMPARE(runs->model()->index(0, RunTableModel::last).data().toString(), atTheEnd);

        // A cell of the head-to-head matrix opens the differences behind it.
        choose("head-to-head");
        QTest::mouseClick(painted, Qt::LeftButton, {},
                          QPoint(painted->width() - 80, painted->height() / 8));
        QCOMPARE(view->currentData().toString(), QString("differences"));
    }

    void theTargetMeasuresTheTable()
    {
        m_fixture->window->showPage(1);
        auto *page = m_fixture->window->findChild<ComparePage *>();
        auto *runs = m_fixture->named<QTreeView>("Runs");
        QTRY_COMPARE(runs->model()->rowCount(), 4);
        constexpr int area = RunTableModel::area;
        constexpr int toTarget = RunTableModel::toTarget;
        QVERIFY(runs->isColumnHidden(area));
        QVERIFY(runs->isColumnHidden(toTarget));
        auto *target = childNamed<QLineEdit>(*page, "Target");
        QVERIFY(target->isVisible());
        // Regret is at most this from the start; nobody is ever at less than nothing.
        target->setFocus();
        QTest::keyClicks(target, "1000000");
        QVERIFY(!runs->isColumnHidden(toTarget));
        QTRY_COMPARE(runs->model()->index(0, toTarget).data().toString(), QString("1"));
        target->clear();
        QTest::keyClicks(target, "-1");
        QTRY_VERIFY(
            runs->model()->index(0, toTarget).data().toString().startsWith("not reached within "));
        // The runtimes view looks at the same target.
        auto *view = childNamed<QComboBox>(*page, "View");
        view->setCurrentIndex(view->findData("runtimes"));
        Q_EMIT view->activated(view->currentIndex());
        QCOMPARE(target->text(), QString("-1"));
        // The slider leaves an unfolded contestant unfolded.
        runs->setExpanded(runs->model()->index(0, 0), true);
        childNamed<QSlider>(*page, "As of step")->setValue(500);
        QVERIFY(runs->isExpanded(runs->model()->index(0, 0)));
        target->setFocus();
        target->selectAll();
        QTest::keyClick(target, Qt::Key_Delete);
        QVERIFY(runs->isColumnHidden(toTarget));
    }

    void unequalTuningIsFlagged()
    {
        Experiment experiment = m_fixture->contest().experiment();
        ContestantChoice other = experiment.contestants.front();
        const auto *algorithm =
            m_fixture->lab->families().familyOf(other.type)->catalogue().algorithm(other.type);
        QVERIFY(!algorithm->parameters.empty());
        QVERIFY(m_fixture->lab->flush()); // so that no run is unfinished
        m_fixture->window->showPage(1);
        auto *page = m_fixture->window->findChild<ComparePage *>();
        QVERIFY2(flagsOf(*page).isEmpty(), qPrintable(flagsOf(*page)));
        other.settings = {{"exploration", 3.0}};
        other.label = "Another setting";
        experiment.contestants.push_back(other);
        experiment.seeds = {1, 2};
        experiment.budget = 50;
        m_fixture->contest().setExperiment(experiment);
        m_fixture->window->showPage(0);
        QTRY_VERIFY(m_fixture->contest().experiment().contestants.size() == 5 &&
                    m_fixture->contest().series()->runs().size() == 10);
        QVERIFY(m_fixture->waitUntilDone());
        QVERIFY(m_fixture->lab->flush());
        m_fixture->window->showPage(1);
        auto *experiments = m_fixture->named<QTreeWidget>("Stored experiments");
        QTRY_COMPARE(experiments->topLevelItem(0)->childCount(), 2);
        experiments->setCurrentItem(experiments->topLevelItem(0)->child(0));
        QTRY_VERIFY2(flagsOf(*page).contains("Unequal tuning, configurations tried: " +
                                             QString::fromStdString(other.type) + ": 2, "),
                     qPrintable(flagsOf(*page)));
    }

    void aForeignFileIsLookedAtThenImported()
    {
        QTimer::singleShot(0, this, [] {
            auto *dialog = qobject_cast<ImportDialog *>(QApplication::activeModalWidget());
            QVERIFY(dialog && dialog->experiment());
            QCOMPARE(dialog->experiment()->runs().size(), std::size_t(15));
            dialog->accept();
        });
        m_fixture->window->openFile(
            QStringLiteral(AGON_SOURCE_DIR "/tests/storage/import/fixtures/wandb.csv"));
        QCOMPARE(m_fixture->window->page(), 1);
        auto *runs = m_fixture->named<QTreeView>("Runs");
        QCOMPARE(runs->model()->rowCount(), 3);
        QCOMPARE(runs->model()->index(1, 0).data().toString(), QString("fedau"));
        QVERIFY(
            runs->model()->index(1, RunTableModel::status).data().toString().contains("recorded"));
        // Looked at on the Explore page, it cannot be run or confirmed.
        QTest::mouseClick(m_fixture->button<QPushButton>("Open in Explore"), Qt::LeftButton);
        QTRY_COMPARE(m_fixture->window->page(), 0);
        QTRY_VERIFY(!m_fixture->button<QPushButton>("Confirm on fresh seeds")->isEnabled());
        QVERIFY(!m_fixture->window->findChild<BudgetCard *>()->isVisible());
    }

    void compareRefusesWhatIsNoStore()
    {
        const QString path = m_fixture->folder() + "/wrong.agon";
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("this is no database");
        file.close();
        QSignalSpy spy(m_fixture->window->findChild<ComparePage *>(), &ComparePage::message);
        m_fixture->window->openFile(path);
        QCOMPARE(spy.count(), 1);
        QVERIFY2(spy.first().first().toString().contains("wrong.agon"),
                 qPrintable(spy.first().first().toString()));
    }

    void arenaRanksEveryContestant()
    {
        m_fixture->window->showPage(2);
        auto *table = m_fixture->named<QTableWidget>("Leaderboard");
        QTRY_COMPARE(table->rowCount(), 4);
        QCOMPARE(table->item(0, 2)->text(), QString("Thompson sampling"));
    }

    void publishTakesAnySizeInAnyUnit()
    {
        m_fixture->window->showPage(3);
        auto *page = m_fixture->window->findChild<PublishPage *>();
        auto *venue = childNamed<QComboBox>(*page, "Venue");
        venue->setCurrentIndex(venue->count() - 1);
        Q_EMIT venue->activated(venue->currentIndex());
        auto *unit = childNamed<QComboBox>(*page, "Unit");
        auto *width = childNamed<QDoubleSpinBox>(*page, "Width in the chosen unit");
        auto *height = childNamed<QDoubleSpinBox>(*page, "Height in the chosen unit");
        QTRY_VERIFY(width->isVisible());
        width->setValue(101.6);
        height->setValue(50.8);
        unit->setCurrentIndex(1);
        Q_EMIT unit->activated(1);
        QCOMPARE(width->value(), 4.0); // inches
        QCOMPARE(height->value(), 2.0);
        const QString path = m_fixture->folder() + "/custom.svg";
        page->exportTo(path);
        QTRY_VERIFY(contentOf(path).contains("width=\"101.6mm\" height=\"50.8mm\""));
    }

    void publishExportsTheLastOfManySettings()
    {
        m_fixture->window->showPage(3);
        auto *page = m_fixture->window->findChild<PublishPage *>();
        for (const char *view : {"distribution", "head-to-head", "convergence", "distribution"})
            choose(*page, "View", view);
        choose(*page, "Venue", "cvpr");
        choose(*page, "Venue", "neurips");
        const QString path = m_fixture->folder() + "/last.svg";
        page->exportTo(path);
        QTRY_VERIFY(!contentOf(path).isEmpty());
        QCOMPARE(viewOf(path), std::string("distribution"));
        QVERIFY(contentOf(path).contains("width=\"139.7mm\"")); // 5.5 inches
    }

    void publishKeepsItsFigureUntilTheNextIsComputed()
    {
        m_fixture->window->showPage(3);
        auto *page = m_fixture->window->findChild<PublishPage *>();
        auto *paper = page->findChild<PaperView *>();
        auto *caption = m_fixture->named<QPlainTextEdit>("Caption");
        const auto source = std::make_shared<test::SlowSource>(test::sampleContest());
        m_fixture->contest().showStored({}, source);
        choose(*page, "View", "distribution");
        const QString first = m_fixture->folder() + "/distribution.svg";
        page->exportTo(first);
        QTRY_VERIFY(!contentOf(first).isEmpty());
        QCOMPARE(viewOf(first), std::string("distribution"));
        const QImage before = paper->grab().toImage();
        const QString wordsBefore = caption->toPlainText();

        source->closed = true;
        // Whoever reads waits for it, also when a check fails.
        const auto open = qScopeGuard([&source] { source->closed = false; });
        choose(*page, "View", "front"); // nobody has read its points yet
        const QString path = m_fixture->folder() + "/front.svg";
        QSignalSpy said(page, &PublishPage::message);
        page->exportTo(path);
        QVERIFY(said.last().first().toString().contains("when its figure is computed"));
        // What is asked for after an export does not change it.
        choose(*page, "Venue", "neurips");
        choose(*page, "View", "convergence");
        QTRY_VERIFY(noteOf(*page).contains("being computed"));
        QCOMPARE(caption->toPlainText(), wordsBefore);
        choose(*page, "Venue", "icml");
        QCOMPARE(paper->grab().toImage(), before);
        QVERIFY(contentOf(path).isEmpty());

        source->closed = false;
        QTRY_VERIFY(!contentOf(path).isEmpty());
        QVERIFY(said.last().first().toString().startsWith("Exported"));
        QCOMPARE(viewOf(path), std::string("front"));
        QVERIFY(contentOf(path).contains("width=\"82.55mm\"")); // ICML's column
        // And then what was asked for last is shown.
        QTRY_VERIFY(!noteOf(*page).contains("being computed") &&
                    caption->toPlainText() != wordsBefore);
        const QString later = m_fixture->folder() + "/convergence.svg";
        page->exportTo(later);
        QTRY_VERIFY(!contentOf(later).isEmpty());
        QCOMPARE(viewOf(later), std::string("convergence"));
        QCOMPARE(source->readsByMaker.load(), 0);
    }

    void publishSaysWhyAFolderCannotBeWritten()
    {
        m_fixture->window->showPage(3);
        auto *page = m_fixture->window->findChild<PublishPage *>();
        QSignalSpy spy(page, &PublishPage::message);
        page->exportTo("/nowhere/at/all/figure.pdf");
        QTRY_VERIFY(!spy.isEmpty() && spy.last().first().toString().contains("cannot be written"));
        QVERIFY(spy.last().first().toString().contains("/nowhere/at/all"));
    }

    void automateRunsTheQueueAndShowsTheCommand()
    {
        m_fixture->window->showPage(4);
        auto *page = m_fixture->window->findChild<AutomatePage *>();
        auto *examples = m_fixture->named<QComboBox>("Example experiments");
        QVERIFY(examples->count() >= 5);
        examples->setCurrentText("bilevel");
        QSignalSpy ended(&page->queue(), &JobQueue::jobEnded);
        QTest::mouseClick(m_fixture->button<QPushButton>("Add example"), Qt::LeftButton);
        QCOMPARE(page->queue().rowCount(), 1);
        QTRY_COMPARE_WITH_TIMEOUT(ended.count(), 1, 30'000);
        QVERIFY(m_fixture->named<QPlainTextEdit>("Experiment file")
                    ->toPlainText()
                    .contains("bandits/bernoulli"));
    }

    void theClaimsBoardIsFilled()
    {
        m_fixture->window->showPage(4);
        auto *claims = m_fixture->named<QTreeWidget>("Claims");
        QStringList papers;
        for (int i = 0; i < claims->topLevelItemCount(); ++i)
            papers << claims->topLevelItem(i)->text(0);
        for (const char *paper : {"P016", "P182", "P204", "P227"})
            QVERIFY2(papers.contains(paper), paper);
    }

private:
    static void choose(QWidget &page, const QString &box, const char *key)
    {
        auto *combo = childNamed<QComboBox>(page, box);
        const int index = combo->findData(QString::fromLatin1(key));
        QVERIFY2(index >= 0, key);
        combo->setCurrentIndex(index);
        Q_EMIT combo->activated(index);
    }
    static QByteArray contentOf(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    /** Of which view an exported file says it is. */
    static std::string viewOf(const QString &path)
    {
        const views::Attachments found = views::attachmentsOf(contentOf(path));
        const auto record = parseFigureRecord(found.experiment, found.view);
        return record ? record->view : record.error().text();
    }
    /** The line under the figure. */
    static QString noteOf(const QWidget &page)
    {
        for (const QLabel *label : page.findChild<FigureCard *>()->findChildren<QLabel *>("muted"))
            if (label->isVisible())
                return label->text();
        return {};
    }
    static QString flagsOf(const ComparePage &page)
    {
        for (const QLabel *label : page.findChildren<QLabel *>("failure"))
            if (label->isVisible())
                return label->text();
        return {};
    }

    std::unique_ptr<WindowFixture> m_fixture;
};

QTEST_MAIN(PagesTest)
#include "pages_test.moc"
