#include "views/figures/heat_colour.h"
#include "views/figures/legibility.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace agon::views;

namespace {

Panel matrix(double maximum)
{
    HeatLayer heat;
    heat.rows = heat.columns = 1;
    heat.values = {0.5};
    heat.maximum = maximum;
    Panel panel;
    panel.layers.emplace_back(heat);
    return panel;
}

HeatLayer between(int low, int high)
{
    HeatLayer heat;
    heat.minimum = -1;
    heat.between = {Key{low, "low"}, Key{high, "high"}};
    return heat;
}

} // namespace

/** What colour a cell of a heat map has, and which maps share a scale. */
class HeatColourTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aScaleIsSharedWhenAllPanelsHaveIt()
    {
        Figure figure;
        figure.panels = {matrix(1)};
        QVERIFY(sharedScale(figure) == nullptr); // one panel has its own bar
        figure.panels.push_back(matrix(1));
        QVERIFY(sharedScale(figure) == heatOf(figure.panels.front()));
        figure.panels.push_back(matrix(2));
        QVERIFY(sharedScale(figure) == nullptr);
        figure.panels.pop_back();
        figure.panels.emplace_back();
        QVERIFY(sharedScale(figure) == nullptr);
    }

    void aDifferenceHasTheColoursOfWhoItIsBetween()
    {
        for (const Appearance appearance : {Appearance::light, Appearance::dark})
            for (int low = 0; low < paletteSize; ++low)
                for (int high = 0; high < paletteSize; ++high) {
                    if (low == high)
                        continue;
                    const HeatLayer heat = between(low, high);
                    QCOMPARE(heatColour(heat, -1, appearance),
                             contestantStyle(low, appearance).colour);
                    QCOMPARE(heatColour(heat, 1, appearance),
                             contestantStyle(high, appearance).colour);
                    const Colour middle = heatColour(heat, 0, appearance);
                    QVERIFY(middle.red == middle.green || appearance == Appearance::dark);
                    // More of a lead is never nearer to none.
                    for (const double sign : {-1.0, 1.0})
                        for (int tenth = 1; tenth <= 10; ++tenth)
                            QVERIFY(colourDistance(
                                        middle, heatColour(heat, sign * tenth / 10, appearance)) >
                                    colourDistance(middle, heatColour(heat, sign * (tenth - 1) / 10,
                                                                      appearance)));
                }
    }

    void theEndsOfADifferenceAreApartToColourBlindEyes()
    {
        // In grey print two colours can be one: the regions of the figure are named as well.
        for (const Vision vision :
             {Vision::normal, Vision::protanopia, Vision::deuteranopia, Vision::tritanopia})
            for (int low = 0; low < paletteSize; ++low)
                for (int high = low + 1; high < paletteSize; ++high) {
                    const HeatLayer heat = between(low, high);
                    QVERIFY(colourDistance(seenAs(heatColour(heat, -1), vision),
                                           seenAs(heatColour(heat, 1), vision)) >=
                            leastColourDistance);
                }
    }

    void whatIsMissingHasAColourOfItsOwn()
    {
        const HeatLayer heat = between(0, 1);
        const double nothing = std::numeric_limits<double>::quiet_NaN();
        QCOMPARE(heatColour(heat, nothing), mapColour(ColourMap::diverging, nothing));
        QVERIFY(heatColour(heat, nothing) != heatColour(heat, 0));
    }
};

QTEST_GUILESS_MAIN(HeatColourTest)
#include "heat_colour_test.moc"
