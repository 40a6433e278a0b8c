#include "app/window/actions.h"
#include "app/window/explore/contestant_picker.h"
#include "app/window/explore/contestants_card.h"
#include "app/window/explore/explore_page.h"
#include "app/window/explore/keep_dialog.h"
#include "app/window/explore/now_card.h"
#include "app/window/explore/time_bar.h"
#include "storage/store.h"
#include "tests/app/window/window_fixture.h"
#include "views/screen/chart_panel.h"
#include "views/screen/theme.h"

#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSlider>
#include <QSpinBox>

#include <algorithm>
#include <set>

using namespace agon;
using namespace agon::app;

class ExplorePageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aContestIsOnTheScreenWithinASecond()
    {
        WindowFixture fixture;
        QElapsedTimer clock;
        clock.start();
        fixture.window->startDemo();
        auto *time = fixture.window->findChild<ExplorePage *>()->findChild<TimeBar *>();
        QTRY_VERIFY_WITH_TIMEOUT(time->isPlaying(), 1000);
        views::ChartPanel *chart = nullptr;
        QTRY_VERIFY_WITH_TIMEOUT(
            (chart = fixture.window->findChild<views::ChartPanel *>()) != nullptr, 3000);
        QVERIFY2(clock.elapsed() < 1000, qPrintable(QString::number(clock.elapsed())));
        QVERIFY(time->isPlaying());
        // Space skips to the end: every contestant's curve is there.
        QTest::keyClick(fixture.window.get(), Qt::Key_Space);
        QVERIFY(fixture.waitUntilDone());
        QVERIFY(!time->isPlaying());
        QTRY_VERIFY(pixelsOf(*chart, views::Theme::light().contestant(0)) > 300);
        for (int contestant = 1; contestant < 4; ++contestant)
            QVERIFY2(pixelsOf(*chart, views::Theme::light().contestant(contestant)) > 100,
                     qPrintable(QString::number(contestant)));
    }

    void theSentenceNamesLeaderIntervalAndSeeds()
    {
        WindowFixture fixture;
        fixture.window->startDemo();
        QVERIFY(fixture.waitUntilDone());
        QTest::keyClick(fixture.window.get(), Qt::Key_Space);
        auto *now = fixture.window->findChild<NowCard *>();
        const auto said = [now] {
            QString all;
            for (const QLabel *label : now->findChildren<QLabel *>())
                all += label->text() + " ";
            return all.replace(QChar(0xA0), ' ');
        };
        QTRY_VERIFY2(said().contains("leads"), qPrintable(said()));
        QTRY_VERIFY2(said().contains("n = 32"), qPrintable(said()));
        QVERIFY(said().contains("95"));
    }

    void aSliderRunsTheContestAgainAndKeepsGhosts()
    {
        WindowFixture fixture;
        fixture.window->startDemo();
        QVERIFY(fixture.waitUntilDone());
        QSlider *slider = fixture.named<QSlider>("Arms");
        QVERIFY(slider);
        const auto before = fixture.contest().log();
        slider->setValue(slider->value() + 3);
        QTRY_VERIFY(fixture.contest().log() != before);
        QCOMPARE(fixture.contest().settingsTried(), 2);
        QVERIFY(fixture.contest().experiment().problems.front().settings.dump().find("13") !=
                std::string::npos);
        QVERIFY(fixture.waitUntilDone());
    }

    void aProblemOfEveryLoopPlaysAndDraws_data()
    {
        QTest::addColumn<QString>("problem");
        WindowFixture fixture;
        QVERIFY(fixture.lab->families().all().size() >= 5);
        std::set<std::string> loops;
        for (const auto &family : fixture.lab->families().all())
            for (const ProblemDeclaration &problem : family->catalogue().problems)
                if (loops.insert(problem.loop).second)
                    QTest::newRow(problem.id.c_str()) << QString::fromStdString(problem.id);
    }
    void aProblemOfEveryLoopPlaysAndDraws()
    {
        QFETCH(QString, problem);
        WindowFixture fixture;
        auto *picker = fixture.named<QComboBox>("Problem");
        picker->setCurrentIndex(picker->findData(problem));
        QTRY_VERIFY(fixture.contest().series() != nullptr);
        views::ChartPanel *chart = nullptr;
        QTRY_VERIFY((chart = fixture.window->findChild<views::ChartPanel *>()) != nullptr);
        // Of curves that lie on each other only the upper ones show their own colour.
        const auto drawn = [&chart] {
            int most = 0;
            for (int contestant = 0; contestant < 4; ++contestant)
                most =
                    std::max(most, pixelsOf(*chart, views::Theme::light().contestant(contestant)));
            return most;
        };
        QTRY_VERIFY_WITH_TIMEOUT(drawn() > 5, 60'000);
        QCOMPARE(fixture.contest().progress().failed, 0);
        fixture.contest().stop();
    }

    void keysSwitchScalesAndSeeds()
    {
        WindowFixture fixture;
        fixture.window->startDemo();
        QVERIFY(fixture.waitUntilDone());
        QTest::keyClick(fixture.window.get(), Qt::Key_Space);
        auto *page = fixture.window->findChild<ExplorePage *>();
        QTRY_VERIFY(page->figure().has_value());
        QVERIFY(page->figure()->panels.front().x.scale == views::Scale::logarithmic);
        QTest::keyClick(fixture.window.get(), Qt::Key_X);
        QTRY_VERIFY(page->figure()->panels.front().x.scale == views::Scale::linear);
        QTest::keyClick(fixture.window.get(), Qt::Key_Y);
        QTRY_VERIFY(page->figure()->panels.front().y.scale != views::Scale::linear);
        QTest::keyClick(fixture.window.get(), Qt::Key_S);
        QTRY_VERIFY(page->viewOptions().seeds.value_or(false));
        QTest::keyClick(fixture.window.get(), Qt::Key_S);
        QTRY_VERIFY(!page->viewOptions().seeds.value_or(false));
    }

    void lettersTypedIntoAFieldAreNotShortcuts()
    {
        WindowFixture fixture;
        fixture.window->startDemo();
        QVERIFY(fixture.waitUntilDone());
        auto *page = fixture.window->findChild<ExplorePage *>();
        auto *field = fixture.named<QLineEdit>("Arms");
        field->setFocus();
        QTest::keyClicks(field, "s");
        QVERIFY(!page->viewOptions().seeds.value_or(false));
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(field->text(), QString("10"));
    }

    void moreSeedsKeepWhatIsThere()
    {
        WindowFixture fixture;
        fixture.window->startDemo();
        QVERIFY(fixture.waitUntilDone());
        const std::string digest = fixture.contest().log()->runs().front().digest;
        QTest::mouseClick(fixture.button<QPushButton>("+8"), Qt::LeftButton);
        QTRY_COMPARE(fixture.contest().experiment().seeds.size(), std::size_t(40));
        QVERIFY(fixture.waitUntilDone());
        QCOMPARE(fixture.contest().log()->runs().size(), std::size_t(160));
        QCOMPARE(fixture.contest().log()->runs().front().digest, digest);
        QCOMPARE(fixture.named<QSpinBox>("Seeds")->value(), 40);
    }

    void stopEndsAndRunStartsAgain()
    {
        WindowFixture fixture;
        auto *picker = fixture.named<QComboBox>("Problem");
        picker->setCurrentIndex(picker->findData("experts/token-stream"));
        QTRY_VERIFY(fixture.contest().state() == Contest::State::running);
        fixture.contest().pause();
        QVERIFY(fixture.contest().state() == Contest::State::paused);
        fixture.contest().resume();
        QTest::mouseClick(fixture.button<QPushButton>("Stop"), Qt::LeftButton);
        QVERIFY(fixture.contest().state() == Contest::State::stopped);
        QTest::mouseClick(fixture.button<QPushButton>("Run"), Qt::LeftButton);
        QTRY_VERIFY(fixture.contest().state() == Contest::State::running);
        fixture.contest().stop();
    }

    void contestantsAreAddedHiddenAndRemoved()
    {
        WindowFixture fixture;
        fixture.window->startDemo();
        QVERIFY(fixture.waitUntilDone());
        auto *card = fixture.window->findChild<ContestantsCard *>();
        QTimer::singleShot(200, qApp, [] {
            auto *dialog = qobject_cast<ContestantPicker *>(QApplication::activeModalWidget());
            QVERIFY(dialog);
            QTest::keyClicks(dialog->findChild<QLineEdit *>(), "thompson");
            QCOMPARE(dialog->chosen().size(), 1);
            dialog->accept();
        });
        QTest::mouseClick(fixture.button<QPushButton>("Add contestant"), Qt::LeftButton);
        QTRY_COMPARE(card->visible().size(), std::size_t(5));
        QVERIFY(fixture.waitUntilDone());
        QCOMPARE(fixture.contest().progress().total, 160);
    }

    void confirmJudgesOnFreshSeeds()
    {
        WindowFixture fixture;
        fixture.window->startDemo();
        QVERIFY(fixture.waitUntilDone());
        QPushButton *confirm = fixture.button<QPushButton>("Confirm");
        QTRY_VERIFY(confirm->isEnabled());
        QTest::mouseClick(confirm, Qt::LeftButton);
        QTRY_VERIFY(fixture.contest().isConfirmation());
        QCOMPARE(fixture.contest().experiment().seeds.front(), std::uint64_t(1001));
        QVERIFY(fixture.waitUntilDone());
        QVERIFY(!confirm->isEnabled());
    }

    void keepNamesTheContestAndCopiesItIntoAStore()
    {
        WindowFixture fixture;
        fixture.window->startDemo();
        QVERIFY(fixture.waitUntilDone());
        const QString path = fixture.folder() + "/kept.agon";
        QTimer::singleShot(200, qApp, [&] {
            auto *dialog = qobject_cast<KeepDialog *>(QApplication::activeModalWidget());
            QVERIFY(dialog);
            QCOMPARE(dialog->name(), QString("Bernoulli bandit"));
            QTest::keyClicks(dialog->findChild<QLineEdit *>(), "Ten arms");
            dialog->setStore(path);
            dialog->accept();
        });
        QPushButton *keep = fixture.button<QPushButton>("Keep");
        QTRY_VERIFY(keep->isEnabled());
        QTest::mouseClick(keep, Qt::LeftButton);
        const auto store = storage::Store::open(path.toStdString(), storage::OpenMode::readOnly);
        QVERIFY(store);
        const auto kept = (*store)->experiments();
        QVERIFY(kept);
        QCOMPARE(kept->size(), std::size_t(1));
        QCOMPARE(kept->front().name, std::string("Ten arms"));
        QCOMPARE(kept->front().runs.finished, 128);
        QCOMPARE(fixture.contest().experiment().name, std::string("Ten arms"));
    }

    void theTimeSliderGivesWhatARunStoppedThereWouldGive()
    {
        WindowFixture fixture;
        fixture.window->startDemo();
        QVERIFY(fixture.waitUntilDone());
        auto *time = fixture.window->findChild<ExplorePage *>()->findChild<TimeBar *>();
        time->skip();
        auto *page = fixture.window->findChild<ExplorePage *>();
        QSlider *slider = time->findChild<QSlider *>();
        slider->setValue(500);
        QTRY_VERIFY(page->viewOptions().step.has_value());
        QCOMPARE(*page->viewOptions().step,
                 std::int64_t(100)); // half of a logarithmic axis of 10,000
        const auto drawn = [page] {
            const auto figure = page->figure();
            for (const views::Layer &layer : figure->panels.front().layers)
                if (const auto *mark = std::get_if<views::MarkLayer>(&layer))
                    return mark->position;
            return 0.0;
        };
        QTRY_COMPARE(drawn(), 100.0);
        const auto figure = page->figure();
        for (const views::Layer &layer : figure->panels.front().layers)
            if (const auto *line = std::get_if<views::LineLayer>(&layer))
                QVERIFY(line->x.empty() || line->x.back() <= 100);
    }

    void aReplayThatEndsUnseenLeavesNothingCutShort()
    {
        WindowFixture fixture;
        fixture.window->startDemo();
        auto *page = fixture.window->findChild<ExplorePage *>();
        auto *time = page->findChild<TimeBar *>();
        QTRY_VERIFY(time->isPlaying());
        QTRY_VERIFY(page->figure().has_value()); // ordered as of the step of the replay
        fixture.window->showPage(1);
        QVERIFY(fixture.waitUntilDone());
        time->skip();
        QVERIFY(!page->viewOptions().step.has_value());
    }

    void aRefusedSettingIsASentence()
    {
        WindowFixture fixture;
        Experiment experiment = fixture.contest().experiment();
        experiment.problems.push_back({"bandits/bernoulli", {}, {{"armz", 3}}});
        experiment.contestants.push_back({"bandits/ucb1", {}, Json::object(), {}, {}});
        experiment.seeds = {1};
        QSignalSpy spy(&fixture.contest(), &Contest::refused);
        fixture.contest().setExperiment(experiment);
        QTRY_COMPARE(spy.count(), 1);
        QVERIFY(spy.first().first().toString().contains("armz"));
    }
};

QTEST_MAIN(ExplorePageTest)
#include "explore_page_test.moc"
