#pragma once

#include "views/figures/figure.h"
#include "views/figures/venues.h"

#include <string>

namespace agon::views {

/** What the colour bar of a heat map takes to the right of a plot, in points. */
double pgfplotsBarExtent(const HeatLayer &heat, const PaperStyle &style);

/** Options that draw it beside a plot of @p height points and @p taller by so many points than
 *  the plot: where, and with the ticks that it has in the other formats. */
std::string pgfplotsBar(const HeatLayer &heat, const PaperStyle &style, double height,
                        double taller);

} // namespace agon::views
