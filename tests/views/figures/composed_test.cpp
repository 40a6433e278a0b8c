#include "tests/support/sample_contest.h"
#include "views/figures/composed.h"
#include "views/figures/views.h"

#include <QTest>

using namespace agon;
using namespace agon::views;

/** Figures that are put together from several views. */
class ComposedTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void partsAreReadAndWritten_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("count");
        QTest::newRow("a view") << "convergence" << 1;
        QTest::newRow("two") << "convergence+distribution" << 2;
        QTest::newRow("channels") << "convergence:regret+distribution:regret" << 2;
        QTest::newRow("two metrics")
            << "tradeoff:cumulative_regret~switches@1+tradeoff:~switches" << 2;
        QTest::newRow("of one") << "convergence+heatmap:pulls@2" << 2;
    }
    void partsAreReadAndWritten()
    {
        QFETCH(QString, text);
        QFETCH(int, count);
        const auto parts = figureParts(text.toStdString());
        QVERIFY(parts.hasValue());
        QCOMPARE(static_cast<int>(parts->size()), count);
        QCOMPARE(QString::fromStdString(toText(*parts)), text);
    }

    void whatIsNoPartIsASentence_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("nothing") << "";
        QTest::newRow("no view") << ":regret";
        QTest::newRow("trailing") << "convergence+";
        QTest::newRow("a word") << "heatmap@first";
        QTest::newRow("negative") << "heatmap@-1";
        QTest::newRow("huge") << "heatmap@99999999999999999999";
    }
    void whatIsNoPartIsASentence()
    {
        QFETCH(QString, text);
        const auto parts = figureParts(text.toStdString());
        QVERIFY(!parts.hasValue());
        QVERIFY(!parts.error().message.empty() && !parts.error().hint.empty());
    }

    void panelsOfSeveralViewsAreOneFigure()
    {
        SeriesCache cache(test::sampleContest(4, 50));
        const auto alone = makeFigure("convergence", cache, ViewOptions{});
        const auto second = makeFigure("distribution", cache, ViewOptions{});
        const auto both = makeFigure("convergence+distribution", cache, ViewOptions{});
        QVERIFY(alone.hasValue() && second.hasValue() && both.hasValue());
        QCOMPARE(both->panels.size(), alone->panels.size() + second->panels.size());
        QCOMPARE(both->panels.front().letter, std::string("a"));
        QCOMPARE(both->panels.back().letter,
                 std::string(1, static_cast<char>('a' + both->panels.size() - 1)));
        QCOMPARE(both->columns, 2);
        QVERIFY(both->caption.starts_with("(a) " + alone->caption));
        QVERIFY(both->caption.ends_with(second->caption));
        // What both say is said once.
        QCOMPARE(both->n, alone->n);
        for (const std::string &note : both->notes)
            QCOMPARE(std::count(both->notes.begin(), both->notes.end(), note), 1);
    }

    void aViewThatCannotShowTheChannelTakesItsOwn()
    {
        SeriesCache cache(test::sampleContest(4, 50));
        ViewOptions options;
        options.channel = "cumulative_regret";
        options.yScale = Scale::logarithmic;
        QVERIFY(!makeFigure("heatmap", cache, options).hasValue()); // regret is no field
        const auto both = makeFigure("convergence+heatmap@1", cache, options);
        QVERIFY2(both.hasValue(), both ? "" : both.error().text().c_str());
        QCOMPARE(both->panels.size(), std::size_t(2)); // the map of one contestant
        QCOMPARE(both->panels.front().y.scale, Scale::logarithmic);
        QVERIFY(std::holds_alternative<HeatLayer>(both->panels.back().layers.front()));
    }

    void theOtherMetricOfATradeoffIsThePartsOwn()
    {
        SeriesCache cache(test::sampleContest(4, 50));
        const auto both =
            makeFigure("convergence+tradeoff:switches~cumulative_regret", cache, ViewOptions{});
        QVERIFY2(both.hasValue(), both ? "" : both.error().text().c_str());
        QCOMPARE(both->panels.front().x.label, std::string("round"));
        QCOMPARE(both->panels.back().x.label, std::string("Cumulative pseudo-regret"));
        QCOMPARE(both->panels.back().y.label, std::string("Switches of arm"));
        QVERIFY(!makeFigure("tradeoff:switches~nothing", cache, ViewOptions{}).hasValue());
    }

    void anUnknownViewAmongThemIsNamed()
    {
        SeriesCache cache(test::sampleContest(4, 50));
        const auto figure = makeFigure("convergence+convexity", cache, ViewOptions{});
        QVERIFY(!figure.hasValue());
        QVERIFY(figure.error().message.find("convexity") != std::string::npos);
        QVERIFY(!makeFigure("convergence+heatmap@99", cache, ViewOptions{}).hasValue());
    }
};

QTEST_GUILESS_MAIN(ComposedTest)
#include "composed_test.moc"
