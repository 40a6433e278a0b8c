#include "app/lab/figure_record.h"
#include "app/window/figure_bar.h"
#include "app/window/publish_page.h"
#include "storage/import/import_files.h"
#include "tests/app/window/window_fixture.h"
#include "views/figures/venues.h"
#include "views/figures/views.h"
#include "views/paper/export.h"

#include <QComboBox>
#include <QDropEvent>
#include <QFile>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>

using namespace agon;
using namespace agon::app;

/** A figure brings back what it was drawn from, and its runs can be checked. */
class DroppedFigureTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_fixture = std::make_unique<WindowFixture>();
        m_fixture->window->startDemo();
        QVERIFY(m_fixture->waitUntilDone());
        // A short contest: two seeds of the first one's contestants.
        Experiment experiment = m_fixture->contest().experiment();
        experiment.seeds = {1, 2};
        experiment.budget = 200;
        m_fixture->contest().setExperiment(experiment);
        QTRY_COMPARE(m_fixture->contest().series()->runs().size(), std::size_t(8));
        QVERIFY(m_fixture->waitUntilDone());
        QTRY_COMPARE(finished(), 8);
    }
    void cleanup() { m_fixture.reset(); }

    void everyFormatBringsTheExperimentBackAndEqualRuns_data()
    {
        QTest::addColumn<QString>("suffix");
        QTest::addColumn<QByteArray>("begins");
        QTest::newRow("pdf") << "pdf" << QByteArray("%PDF");
        QTest::newRow("svg") << "svg" << QByteArray("<?xml");
        QTest::newRow("png") << "png" << QByteArray("\x89PNG");
        QTest::newRow("tikz") << "tikz" << QByteArray("%");
    }
    void everyFormatBringsTheExperimentBackAndEqualRuns()
    {
        QFETCH(QString, suffix);
        QFETCH(QByteArray, begins);
        m_fixture->window->showPage(3);
        auto *page = m_fixture->window->findChild<PublishPage *>();
        auto *view = m_fixture->named<QComboBox>("View");
        for (QComboBox *box : page->findChildren<QComboBox *>())
            if (box->accessibleName() == "View")
                view = box;
        view->setCurrentIndex(view->findData("distribution"));
        Q_EMIT view->activated(view->currentIndex());
        const QString path = exported(suffix);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray bytes = file.readAll();
        QVERIFY2(bytes.startsWith(begins), bytes.left(20).constData());
        const std::string before = toToml(m_fixture->contest().experiment());
        // Something else is on the screen when the figure is dropped.
        m_fixture->window->startDemo();
        view->setCurrentIndex(0);
        QVERIFY(m_fixture->waitUntilDone());
        QVERIFY(toToml(m_fixture->contest().experiment()) != before);
        drop(path);
        QCOMPARE(m_fixture->window->page(), 0);
        QTRY_VERIFY(m_fixture->waitUntilDone());
        QCOMPARE(toToml(m_fixture->contest().experiment()), before);
        QCOMPARE(recompute(), QString("✓  Verified on this build: recomputed, 8 runs are equal to "
                                      "what figure.%1 was drawn from, bit for bit.")
                                  .arg(suffix));
        m_fixture->window->showPage(3);
        QCOMPARE(view->currentData().toString(), QString("distribution"));
    }

    void whatCameOutDifferentIsNamed()
    {
        const QString path = exported("tikz");
        const auto run = m_fixture->contest().source()->runs().front();
        // As if the first run had come to something else.
        replace(path, run.digest, std::string(32, '0'));
        drop(path);
        const QString sentence = recompute();
        const auto view = m_fixture->contest().source()->experiment();
        const std::string who =
            view.contestants[static_cast<std::size_t>(
                                 view.cells[static_cast<std::size_t>(run.cell)].contestant)]
                .label;
        QCOMPARE(sentence,
                 QString("⚠  1 of the 8 runs of figure.tikz came out different: %1, seed %2. "
                         "7 runs equal.")
                     .arg(QString::fromStdString(who))
                     .arg(run.seed));
    }

    void otherBitsOfAnotherBuildAreNotADifference()
    {
        const QString path = exported("tikz");
        const auto runs = m_fixture->contest().source()->runs();
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const views::Attachments inside = views::attachmentsOf(file.readAll());
        file.close();
        const auto record = parseFigureRecord(inside.experiment, inside.view);
        QVERIFY(record);
        QCOMPARE(record->runs.size(), std::size_t(8));
        QVERIFY(record->runs.front().digest == runs.front().digest);
        replace(path, record->runs.front().computedBy, "0.0.1, x86-64-v1");
        // Equal bits are equal, whoever computed them.
        drop(path);
        QVERIFY(recompute().startsWith("✓  "));
        replace(path, runs[1].digest, std::string(32, '0'));
        drop(path);
        const QString sentence = recompute();
        QVERIFY2(sentence.startsWith("⚠  1 run of figure.tikz cannot be compared: computed by "
                                     "0.0.1, x86-64-v1"),
                 qPrintable(sentence));
        QVERIFY2(sentence.endsWith("7 runs equal."), qPrintable(sentence));
    }

    void otherSettingsAreNotADifference()
    {
        const QString path = exported("tikz");
        for (const RunView &run : m_fixture->contest().source()->runs())
            replace(path, run.identity, std::string(32, 'f'));
        drop(path);
        const QString sentence = text();
        QVERIFY2(sentence.contains("a method's revision or the data have changed"),
                 qPrintable(sentence));
        QVERIFY(!m_fixture->button<QPushButton>("Recompute"));
    }

    void recordedRunsCannotBeRecomputed()
    {
        auto source =
            storage::openImport(AGON_SOURCE_DIR "/tests/storage/import/fixtures/wandb.csv");
        QVERIFY(source);
        const auto read = storage::readRuns(*source);
        QVERIFY(read);
        const auto recorded = read->runs.asExperiment({});
        QVERIFY(recorded);
        views::SeriesCache series(*recorded);
        const auto figure = views::makeFigure("convergence", series, views::ViewOptions{});
        QVERIFY(figure);
        const QString path = m_fixture->folder() + "/recorded.svg";
        QVERIFY(views::exportFigure(
            *figure, views::styleOf(*views::findVenue("icml")), path,
            {series.experiment().toml,
             figureRecord(**recorded, "convergence", views::toJson(views::ViewOptions{}))}));
        drop(path);
        QVERIFY2(text().contains("recorded by another program"), qPrintable(text()));
        QVERIFY(!m_fixture->button<QPushButton>("Recompute"));
    }

    void aFigureOfNobodyIsASentence()
    {
        const QString path = m_fixture->folder() + "/other.svg";
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
        file.close();
        drop(path);
        QString status;
        for (const QLabel *label : m_fixture->window->findChildren<QLabel *>("status"))
            status += label->text();
        QVERIFY2(status.contains("other.svg"), qPrintable(status));
        QVERIFY2(status.contains("carries no experiment"), qPrintable(status));
        QVERIFY(!bar()->isVisible());
    }

private:
    FigureBar *bar() { return m_fixture->window->findChild<FigureBar *>(); }
    QString text() { return bar()->findChild<QLabel *>()->text(); }
    int finished()
    {
        int count = 0;
        for (const RunView &run : m_fixture->contest().source()->runs())
            count += run.status == RunStatus::finished ? 1 : 0;
        return count;
    }

    QString exported(const QString &suffix)
    {
        const QString path = m_fixture->folder() + "/figure." + suffix;
        m_fixture->window->showPage(3);
        m_fixture->window->findChild<PublishPage *>()->exportTo(path);
        if (!QTest::qWaitFor([&path] { return QFile::exists(path); }, 10'000))
            qFatal("the figure cannot be exported");
        return path;
    }

    void drop(const QString &path)
    {
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(path)});
        QDragEnterEvent enter(QPoint(600, 400), Qt::CopyAction, &data, Qt::LeftButton,
                              Qt::NoModifier);
        QApplication::sendEvent(m_fixture->window.get(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent event(QPointF(600, 400), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(m_fixture->window.get(), &event);
    }

    /** Clicks the button and answers what the bar says in the end. */
    QString recompute()
    {
        auto *button = m_fixture->button<QPushButton>("Recompute");
        if (button == nullptr)
            return text();
        QTest::mouseClick(button, Qt::LeftButton);
        if (!QTest::qWaitFor([this] { return text().startsWith("✓") || text().startsWith("⚠"); },
                             60'000))
            qFatal("the check does not end");
        return text();
    }

    static void replace(const QString &path, const std::string &what, const std::string &with)
    {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly))
            qFatal("the figure cannot be read");
        QByteArray bytes = file.readAll();
        if (!bytes.contains(what.c_str()))
            qFatal("the figure does not hold %s", what.c_str());
        bytes.replace(QByteArray::fromStdString(what), QByteArray::fromStdString(with));
        file.close();
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("the figure cannot be written");
    }

    std::unique_ptr<WindowFixture> m_fixture;
};

QTEST_MAIN(DroppedFigureTest)
#include "dropped_figure_test.moc"
