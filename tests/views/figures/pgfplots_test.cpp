#include "views/figures/pgfplots.h"
#include "views/figures/pgfplots_layout.h"

#include <QTest>

#include <algorithm>
#include <limits>
#include <utility>

using namespace agon;
using namespace agon::views;

namespace {

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

std::size_t occurrences(const std::string &text, const std::string &part)
{
    std::size_t count = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
        ++count;
    return count;
}

/** A curve with a band on axes from 0 to 10. */
Figure withBand(bool staircase)
{
    LineLayer line;
    line.key = {0, "A"};
    line.staircase = staircase;
    line.x = {0, 1, 2, 3, 4, 5};
    line.y = {1, 2, 3, 4, 5, 6};
    line.lower = {0.5, 1, 2, 3, 4, 5};
    line.upper = {2, 3, 4, 5, 6, 7};
    Panel panel;
    panel.x.maximum = panel.y.maximum = 10;
    panel.layers.emplace_back(line);
    Figure figure;
    figure.panels.push_back(panel);
    return figure;
}

} // namespace

/** What is written for LaTeX says the same as what is drawn. */
class PgfplotsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theBandOfAStaircaseHasSteps()
    {
        const std::string stairs = toPgfplots(withBand(true), PaperStyle{});
        QCOMPARE(occurrences(stairs, "draw=none, const plot, forget plot, name path="), 2u);
        const std::string slanted = toPgfplots(withBand(false), PaperStyle{});
        QCOMPARE(occurrences(slanted, "const plot"), 0u);
        QCOMPARE(occurrences(slanted, "draw=none, forget plot, name path="), 2u);
    }

    void aBandEndsWhereItsLimitsDo()
    {
        Figure figure = withBand(false);
        auto &line = std::get<LineLayer>(figure.panels.front().layers.front());
        line.lower[2] = line.upper[2] = nothing;
        const std::string picture = toPgfplots(figure, PaperStyle{});
        QCOMPARE(occurrences(picture, "fill between[of="), 2u);
        QCOMPARE(occurrences(picture, "name path="), 4u);
    }

    void numbersAreThoseOfTheData()
    {
        Figure figure = withBand(false);
        Axis &x = figure.panels.front().x;
        x.scale = Scale::logarithmic;
        x.minimum = 0.5;
        x.maximum = 5;
        const std::string picture = toPgfplots(figure, PaperStyle{});
        QVERIFY(picture.find("xmode=log") != std::string::npos);
        QVERIFY(picture.find("xmin=0.5, xmax=5,") != std::string::npos);
        QVERIFY(picture.find("ymin=0, ymax=10,") != std::string::npos);
        QVERIFY(picture.find("1 2\\\\2 3\\\\3 4\\\\") != std::string::npos);
    }

    void whatTexCannotComputeIsInNumbersOfThePage()
    {
        for (const auto &[low, high] :
             {std::pair{-1e300, 1e300}, {1'000'000.1, 1'000'000.2}, {0.0, 1e-200}}) {
            Figure figure = withBand(false);
            figure.panels.front().y.minimum = low;
            figure.panels.front().y.maximum = high;
            const std::string picture = toPgfplots(figure, PaperStyle{});
            QVERIFY(picture.find("ymin=0, ymax=100,") != std::string::npos);
            QVERIFY(picture.find("xmin=0, xmax=10,") != std::string::npos);
        }
    }

    void aPaperMayRestyleAllFigures()
    {
        const std::string picture = toPgfplots(withBand(false), PaperStyle{});
        QVERIFY(picture.find("\\providecolor{agonA}") != std::string::npos);
        for (const char *name : {"agon", "agonA", "agonA mark"})
            QVERIFY(picture.find("\\pgfkeysifdefined{/pgfplots/" + std::string(name) + "/.@cmd}") !=
                    std::string::npos);
        QCOMPARE(occurrences(picture, "\\begin{axis}[agon,"), 1u);
    }

    void panelsShareLegendAndNamesOfAxes()
    {
        Figure figure = withBand(false);
        Panel &panel = figure.panels.front();
        panel.x.label = "round";
        panel.y.label = "regret";
        LineLayer other = std::get<LineLayer>(panel.layers.front());
        other.key = {1, "B"};
        panel.layers.emplace_back(other);
        figure.columns = 3;
        figure.panels.assign(8, panel);
        PaperStyle style;
        style.height = 300;
        const std::string picture = toPgfplots(figure, style);
        QCOMPARE(occurrences(picture, "\\addlegendentry"), 2u);
        QCOMPARE(occurrences(picture, "{Round}"), 1u);
        QCOMPARE(occurrences(picture, "{Regret}"), 1u);
        QCOMPARE(occurrences(picture, "xlabel="), 0u);
        const PgfplotsLayout layout = pgfplotsLayout(figure, style);
        for (std::size_t row = 1; row < layout.rows; ++row)
            QVERIFY(layout.plotY(3 * row) + layout.plotHeight + layout.top[row] +
                        layout.bottom[row - 1] <=
                    layout.plotY(3 * (row - 1)) + 1e-9);
        QVERIFY(layout.plotX(2) + layout.plotWidth <= style.width);
    }

    void longNamesOfOnePanelTakeNothingFromTheOther()
    {
        Figure figure = withBand(false);
        LineLayer other = std::get<LineLayer>(figure.panels.front().layers.front());
        other.key = {1, "B"};
        figure.panels.front().layers.emplace_back(other);
        Panel rows = figure.panels.front();
        rows.y.categories = {"A contestant with a long name", "B"};
        rows.layers.assign(1, StripLayer{{0, "A"}, 0, {1, 2}, 1.5, 1, 2, {}, {}, {}});
        figure.panels.push_back(rows);
        figure.columns = 2;
        PaperStyle style;
        const PgfplotsLayout layout = pgfplotsLayout(figure, style);
        QVERIFY(layout.left[1] > 2 * layout.left[0]);
        QVERIFY(layout.plotX(0) + layout.plotWidth <= layout.plotX(1) - layout.left[1]);
        QVERIFY(layout.plotX(1) + layout.plotWidth <= style.width);
        // The rows have names of their own: the legend of the curves stands above both.
        QVERIFY(layout.legend > 0);
        QCOMPARE(occurrences(toPgfplots(figure, style), "\\addlegendentry"), 2u);
    }

    void theLegendStandsWhereNoCurveIs()
    {
        Figure figure = withBand(false);
        Panel &panel = figure.panels.front();
        panel.x.maximum = 5;
        panel.y.maximum = 6;
        LineLayer other = std::get<LineLayer>(panel.layers.front());
        other.key = {1, "B"};
        panel.layers.emplace_back(other);
        // Rising from the lower left to the upper right.
        QVERIFY(toPgfplots(figure, PaperStyle{}).find("legend pos=north west") !=
                std::string::npos);
        for (Layer &layer : panel.layers)
            std::ranges::reverse(std::get<LineLayer>(layer).y);
        QVERIFY(toPgfplots(figure, PaperStyle{}).find("legend pos=south west") !=
                std::string::npos);
    }
};

QTEST_GUILESS_MAIN(PgfplotsTest)
#include "pgfplots_test.moc"
