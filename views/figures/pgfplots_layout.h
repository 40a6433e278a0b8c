#pragma once

#include "views/figures/figure.h"
#include "views/figures/venues.h"

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace agon::views {

/** About as long as TeX sets a text of @p size points. */
double texWidth(std::string_view text, double size);

/** Where the plots of a figure stand, in points: all alike in a grid, each column and row with room
 *  for its titles and numbers, and around all of them for what they share. */
struct PgfplotsLayout
{
    double plotWidth = 0, plotHeight = 0;
    std::vector<double> left, right; ///< of a plot within its cell, by column
    std::vector<double> top, bottom; ///< by row
    double legend = 0;               ///< above all cells, 0: none is shared
    int legendColumns = 1;
    double outerLeft = 0;          ///< for the shared name of the y axes
    double outerBottom = 0;        ///< for that of the x axes
    const Axis *sharedX = nullptr; ///< named once for all panels; null: each by itself
    const Axis *sharedY = nullptr;
    const HeatLayer *scale = nullptr; ///< whose colour bar stands beside all panels
    std::size_t columns = 1, rows = 1;
    double lengthUp = 0; ///< for the name of a panel's own y axis
    double labelSize = 0;

    /** Of all cells together. */
    double width() const;
    double height() const;
    /** On how many lines the name of a panel's own y axis goes. */
    int linesUp(const Axis &axis) const;
    double leftOf(std::size_t index) const { return left[index % columns]; }
    /** The lower left corner of a plot, y upwards from the upper edge of all cells. */
    double plotX(std::size_t index) const;
    double plotY(std::size_t index) const;
};
PgfplotsLayout pgfplotsLayout(const Figure &figure, const PaperStyle &style);

/** Options that place the legend of a panel with one of its own: in the emptiest corner, or above
 *  the plot where every corner would cover curves. */
std::string pgfplotsLegendPlace(const Panel &panel, const PgfplotsLayout &layout,
                                const PaperStyle &style);

/** Where a text of @p size points covers no curve, as near to @p about as there is room; both are
 *  shares of the plot, and what comes back is the middle of the text. */
std::array<double, 2> freePlace(const Panel &panel, const PgfplotsLayout &layout, double size,
                                std::string_view text, std::array<double, 2> about);

/** "Error (%)", beginning with a capital as on paper. */
std::string texAxisTitle(const Axis &axis);

} // namespace agon::views
