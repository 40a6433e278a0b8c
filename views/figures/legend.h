#pragma once

#include "views/figures/figure.h"

#include <vector>

namespace agon::views {

/** An entry of a legend: one contestant. */
struct LegendEntry
{
    Key key;
    bool line = false; ///< rather than only a marker
};

/** Who is in a panel, references last; empty when the panel wants no legend. */
std::vector<LegendEntry> legendEntries(const Panel &panel);

/** Whether several panels of the same contestants share one legend above them. */
bool sharesLegend(const Figure &figure);

/** The axis in that direction whose name all of several panels share: it is written once. Null:
 *  they have names of their own. */
const Axis *sharedAxis(const Figure &figure, Axis Panel::*direction);

} // namespace agon::views
