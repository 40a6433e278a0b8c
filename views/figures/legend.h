#pragma once

#include "views/figures/figure.h"

#include <string>
#include <vector>

namespace agon::views {

/** An entry of a legend: one contestant. */
struct LegendEntry
{
    Key key;
    bool line = false;  ///< rather than only a marker
    bool area = false;  ///< a filled square
    std::string text{}; ///< the name, and in a figure of one panel the slope fitted to its line
};

/** Who is in a panel, references last; empty when the panel wants no legend. */
std::vector<LegendEntry> legendEntries(const Panel &panel);

/** The legend that several panels share above them, because those that have one at all have the
 *  same; empty: there is none. */
std::vector<LegendEntry> sharedLegend(const Figure &figure);

/** The axis in that direction whose name all of several panels share: it is written once. Null:
 *  they have names of their own. */
const Axis *sharedAxis(const Figure &figure, Axis Panel::*direction);

} // namespace agon::views
