#include "views/figures/pgfplots.h"

#include <QTest>

#include <limits>

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
};

QTEST_GUILESS_MAIN(PgfplotsTest)
#include "pgfplots_test.moc"
