#include "views/figures/legibility.h"

#include <QTest>

#include <cmath>

using namespace agon::views;

namespace {

Figure lines(const std::vector<int> &colours)
{
    Figure figure;
    Panel panel;
    for (const int colour : colours) {
        LineLayer line;
        line.key = {colour, "contestant " + std::to_string(colour)};
        line.x = {0, 1};
        line.y = {0, 1};
        panel.layers.push_back(line);
    }
    figure.panels.push_back(panel);
    return figure;
}

} // namespace

/** Who can tell the contestants of a figure apart. */
class LegibilityTest : public QObject
{
    Q_OBJECT

private slots:
    void distances()
    {
        // Black and white are 100 apart by definition; the others are published CIELAB values of
        // sRGB's corners: red (53.2, 80.1, 67.2), green (87.7, -86.2, 83.2).
        QVERIFY(std::abs(colourDistance({0, 0, 0}, {255, 255, 255}) - 100) < 0.01);
        QVERIFY(std::abs(colourDistance({255, 0, 0}, {0, 255, 0}) -
                         std::hypot(87.73 - 53.24, 86.18 + 80.09, 83.18 - 67.20)) < 0.1);
        QCOMPARE(colourDistance({10, 20, 30}, {10, 20, 30}), 0.0);
    }

    void howColoursAreSeen()
    {
        // Grey stays grey for everybody.
        for (const Vision vision :
             {Vision::grey, Vision::protanopia, Vision::deuteranopia, Vision::tritanopia}) {
            const Colour seen = seenAs({128, 128, 128}, vision);
            QVERIFY(std::abs(seen.red - 128) <= 1);
            QVERIFY(std::abs(seen.green - 128) <= 1);
            QVERIFY(std::abs(seen.blue - 128) <= 1);
        }
        // Red and green of equal lightness: the classic pair that a deuteranope confuses.
        const Colour red{200, 80, 60};
        const Colour green{110, 130, 50};
        QVERIFY(colourDistance(red, green) > 50);
        QVERIFY(colourDistance(seenAs(red, Vision::deuteranopia),
                               seenAs(green, Vision::deuteranopia)) < 20);
        QVERIFY(colourDistance(seenAs(red, Vision::tritanopia), seenAs(green, Vision::tritanopia)) >
                40);
    }

    void thePaletteHoldsForAllEyes()
    {
        // The first four colours are told apart by colour alone whatever the eyes, in both themes.
        for (const Appearance appearance : {Appearance::light, Appearance::dark})
            for (int a = 0; a < 4; ++a)
                for (int b = a + 1; b < 4; ++b)
                    for (const Vision vision :
                         {Vision::normal, Vision::protanopia, Vision::deuteranopia})
                        QVERIFY2(
                            colourDistance(seenAs(contestantStyle(a, appearance).colour, vision),
                                           seenAs(contestantStyle(b, appearance).colour, vision)) >=
                                leastColourDistance,
                            qPrintable(QString("%1 and %2").arg(a).arg(b)));
        // Beyond, and in grey, dash and marker do it.
        std::vector<int> all;
        for (int i = 0; i < 14; ++i)
            all.push_back(i);
        const auto pairs = lookAlikes(lines(all));
        QVERIFY(!pairs.empty());
        for (const LookAlike &pair : pairs)
            QVERIFY2(pair.drawnApart, (pair.first + ", " + pair.second).c_str());
    }

    void barsHaveOnlyColours()
    {
        Figure figure;
        Panel panel;
        panel.layers.push_back(BarLayer{{0, "A"}, {0}, {1}});
        panel.layers.push_back(BarLayer{{7, "B"}, {1}, {1}}); // the same colour again
        figure.panels.push_back(panel);
        const auto pairs = lookAlikes(figure);
        QCOMPARE(pairs.size(), std::size_t{1});
        QVERIFY(!pairs[0].drawnApart);
        QCOMPARE(pairs[0].to.size(), std::size_t{5});
    }

    void referencesAndGhostsAreNoContestants()
    {
        Figure figure = lines({0, 7});
        std::get<LineLayer>(figure.panels[0].layers[1]).ghost = true;
        QVERIFY(lookAlikes(figure).empty());
    }
};

QTEST_GUILESS_MAIN(LegibilityTest)
#include "legibility_test.moc"
