#pragma once

#include "views/figures/figure.h"
#include "views/figures/palette.h"

namespace agon::views {

/** The heat map of a panel; null: it has none. */
const HeatLayer *heatOf(const Panel &panel);

/** The colour at @p share (0 to 1) of the colour bar of a heat map. */
Colour barColour(const HeatLayer &heat, double share, Appearance appearance = Appearance::light);
/** The colour of a value; NaN: that of missing values. */
Colour heatColour(const HeatLayer &heat, double value, Appearance appearance = Appearance::light);

/** Lines on a heat map have a border of the page's colour, by so many points wider than they are:
 *  they are seen on every colour, their own among them. */
inline constexpr double onMapBorder = 1.2;

/** The scale that all of several panels have in common: their colour bar is drawn once, beside
 *  them. Null: every heat map has a bar of its own. */
const HeatLayer *sharedScale(const Figure &figure);

} // namespace agon::views
