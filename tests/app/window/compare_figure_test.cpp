#include "app/window/compare/compare_figure.h"
#include "tests/app/window/window_fixture.h"
#include "tests/support/memory_source.h"
#include "tests/support/slow_source.h"
#include "views/screen/figure_view.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QSlider>

#include <chrono>
#include <thread>

using namespace agon;
using namespace agon::app;
using agon::test::MemorySource;
using agon::test::metricChannel;
using agon::test::SlowSource;

namespace {

/** Two contestants, eight seeds, 100 steps of two metrics: loss falls, accuracy grows. */
std::shared_ptr<SlowSource> twoMetrics()
{
    auto source = std::make_shared<MemorySource>();
    source->view().name = "Two metrics";
    source->view().schedule.spacing = RecordingSchedule::Spacing::every;
    const int loss = source->addChannel(metricChannel("loss", "Loss"));
    const int accuracy =
        source->addChannel(metricChannel("accuracy", "Accuracy", Direction::maximize));
    for (const char *name : {"A", "B"}) {
        const int cell = source->addContestant(name, 100);
        for (std::uint64_t seed = 1; seed <= 8; ++seed) {
            const int run = source->addRun(cell, seed);
            std::vector<std::int64_t> steps;
            std::vector<double> falling;
            std::vector<double> growing;
            for (int step = 1; step <= 100; ++step) {
                steps.push_back(step);
                falling.push_back(100 - step + 0.01 * static_cast<double>(seed));
                growing.push_back(step + 1000);
            }
            source->addMetric(run, loss, steps, std::move(falling));
            source->addMetric(run, accuracy, steps, std::move(growing));
        }
    }
    return std::make_shared<SlowSource>(source);
}

} // namespace

/** Compare's figure is computed beside the window's thread; what is said of it is of it. */
class CompareFigureTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_source = twoMetrics();
        m_figure = std::make_unique<CompareFigure>();
        m_figure->resize(640, 400);
        m_figure->show();
        QSignalSpy shown(m_figure.get(), &CompareFigure::figureShown);
        m_figure->setSource(m_source, 100, {});
        QTRY_COMPARE(shown.size(), 1);
        QCOMPARE(m_figure->shown().metric, std::string("loss"));
    }
    void cleanup()
    {
        m_source->closed = false;
        m_figure.reset();
    }

    void theOldFigureStaysUntilTheNewOneIsThere()
    {
        QSignalSpy shown(m_figure.get(), &CompareFigure::figureShown);
        choose("View", "distribution");
        QVERIFY(shown.wait());
        QVERIFY(note().contains("Loss"));
        const QImage before = drawing();
        m_source->closed = true;
        choose("Metric", "accuracy");
        // The window goes on meanwhile, and everything that is said is of the figure shown.
        QTest::qWait(40);
        QCOMPARE(m_figure->shown().metric, std::string("loss"));
        QVERIFY(note().contains("Loss"));
        QCOMPARE(drawing(), before);
        m_source->closed = false;
        QTRY_COMPARE(m_figure->shown().metric, std::string("accuracy"));
        QVERIFY(note().contains("Accuracy"));
        QVERIFY(drawing() != before);
    }

    void aFigureThatTakesLongLeavesNothingOfTheOldOne()
    {
        m_source->closed = true;
        choose("Metric", "accuracy");
        QTRY_COMPARE(panels(), 0);
        QCOMPARE(note(), QString());
        m_source->closed = false;
        QTRY_COMPARE(panels(), 1);
        QCOMPARE(m_figure->shown().metric, std::string("accuracy"));
        // Time is another matter: the figure of a moment ago stays while the slider moves.
        m_source->closed = true;
        slider().setValue(500);
        QTest::qWait(300);
        QCOMPARE(panels(), 1);
    }

    void runsAreComparedByTheNumberThatIsChosen()
    {
        QVERIFY(!childNamed<QComboBox>(*m_figure, "Compared by")->isVisible());
        choose("View", "head-to-head");
        QVERIFY(childNamed<QComboBox>(*m_figure, "Compared by")->isVisible());
        QTRY_VERIFY(panels() == 1 && note().contains("Loss"));
        QVERIFY(!m_figure->summary());
        choose("Compared by", "area");
        QTRY_VERIFY(note().contains("area under the curve"));
        QCOMPARE(views::toText(*m_figure->summary()), std::string("area"));
        // Steps need a level, and runs that do not reach it are named.
        choose("Compared by", "steps");
        QCOMPARE(panels(), 0);
        auto *target = childNamed<QLineEdit>(*m_figure, "Target");
        target->setFocus();
        QTest::keyClicks(target, "50");
        QTRY_VERIFY(note().contains("Steps until Loss is at most 50"));
        QVERIFY(!note().contains("do not reach the level"));
        target->clear();
        QTest::keyClicks(target, "0.03");
        QTRY_VERIFY(note().contains("do not reach the level (A: 5, B: 5)"));
        choose("View", "convergence");
        QVERIFY(!m_figure->summary());
    }

    void onlyTheCellsOfAFilterAreCompared()
    {
        std::vector<views::Key> keys;
        connect(m_figure.get(), &CompareFigure::keysChanged, this,
                [&](const std::vector<views::Key> &now) { keys = now; });
        m_figure->setCells(std::vector<int>{1});
        QTRY_COMPARE(keys.size(), std::size_t(1));
        QCOMPARE(m_figure->chosenOptions().cells, std::vector<int>{1});
        m_figure->setCells(std::vector<int>());
        QCOMPARE(panels(), 0);
        m_figure->setCells({});
        QTRY_COMPARE(keys.size(), std::size_t(2));
    }

    void whatIsNoLongerWantedIsNeverShown()
    {
        std::vector<std::string> shown;
        connect(m_figure.get(), &CompareFigure::figureShown, this,
                [&] { shown.push_back(m_figure->shown().metric); });
        m_source->closed = true;
        choose("Metric", "accuracy");
        QTest::qWait(20); // it is being read
        choose("Metric", "loss");
        m_source->closed = false;
        QTRY_VERIFY(!shown.empty());
        QTest::qWait(50);
        QCOMPARE(shown, std::vector<std::string>{"loss"});
    }

    void theNewestStepWins()
    {
        int shown = 0;
        connect(m_figure.get(), &CompareFigure::figureShown, this, [&] { ++shown; });
        m_source->closed = true;
        choose("Metric", "accuracy");
        QTest::qWait(20);
        for (int place = 900; place >= 400; place -= 10)
            slider().setValue(place);
        m_source->closed = false;
        QTRY_COMPARE(m_figure->shown().step.value_or(0), std::int64_t(40));
        QVERIFY2(shown <= 2, qPrintable(QString::number(shown)));
        slider().setValue(slider().maximum());
        QTRY_VERIFY(!m_figure->shown().step);
    }

    void aSourceIsShownOnceItIsRead()
    {
        m_source->closed = true;
        choose("Metric", "accuracy");
        const auto other = twoMetrics();
        m_figure->setSource(other, 100, QStringLiteral("another"));
        m_source->closed = false;
        QTRY_VERIFY(note().contains("another"));
        m_figure->setSource(nullptr, 0, {});
        QCOMPARE(panels(), 0);
        QCOMPARE(note(), QString());
    }

    void aFigureUnderWayDoesNotOutliveItsPage()
    {
        m_source->closed = true;
        choose("Metric", "accuracy");
        QTest::qWait(20);
        std::thread opens([source = m_source] {
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
            source->closed = false;
        });
        m_figure.reset();
        opens.join();
        QCoreApplication::processEvents();
    }

private:
    void choose(const QString &box, const char *key)
    {
        auto *combo = childNamed<QComboBox>(*m_figure, box);
        combo->setCurrentIndex(combo->findData(QString::fromLatin1(key)));
        Q_EMIT combo->activated(combo->currentIndex());
    }
    QSlider &slider() { return *childNamed<QSlider>(*m_figure, QStringLiteral("As of step")); }
    int panels() const { return m_figure->findChild<views::FigureView *>()->panels(); }
    QImage drawing() const { return m_figure->findChild<views::FigureView *>()->grab().toImage(); }
    /** The line under the figure. */
    QString note() const
    {
        for (const QLabel *label : m_figure->findChildren<QLabel *>())
            if (label->objectName() == QLatin1String("muted") && label->wordWrap())
                return label->isHidden() ? QString() : label->text();
        return {};
    }

    std::shared_ptr<SlowSource> m_source;
    std::unique_ptr<CompareFigure> m_figure;
};

QTEST_MAIN(CompareFigureTest)
#include "compare_figure_test.moc"
