#pragma once

#include "core/expected.h"
#include "views/figures/figure.h"

#include <string>
#include <string_view>
#include <vector>

namespace agon::views {

/** What the figure's letters should look like beside the paper's. */
enum class FontClass { times, helvetica, latinModern };

/** A place where figures are printed. Lengths are PostScript points (72 to the inch). */
struct Venue
{
    std::string_view key;   ///< "icml"
    std::string_view title; ///< "ICML, UAI"
    double column = 0;      ///< width of a column; 0: one column only
    double full = 0;        ///< width of the text
    double tallest = 0;     ///< greatest height; 0: no rule
    FontClass font = FontClass::times;
    double labelSize = 8; ///< axis labels
    double smallSize = 7; ///< ticks and legend
    double floorSize = 6; ///< nothing is smaller
    bool grid = true;
};

/** Points of 1/72.27 inch, as TeX counts, to points of 1/72 inch. */
constexpr double fromTexPoints(double points) { return points * 72 / 72.27; }
constexpr double fromInches(double inches) { return inches * 72; }
constexpr double fromMillimetres(double millimetres) { return millimetres * 72 / 25.4; }

const std::vector<Venue> &allVenues();
/** Null when there is none with this key or alias ("uai" is "icml"). */
const Venue *findVenue(std::string_view key);

/** How a figure is put on paper. */
struct PaperStyle
{
    double width = 234;  ///< points
    double height = 145; ///< points
    FontClass font = FontClass::times;
    double labelSize = 8, smallSize = 7, floorSize = 6;
    bool grid = true;
    double lineWidth = 1;
    bool markers = true;
    bool notes = false;          ///< the figure's notes in small print below it
    bool textAsOutlines = false; ///< SVG: letters as paths, which need no font
    int dotsPerInch = 600;       ///< PNG
};

/** Points of "85 mm", "3.3in" or "200pt" (72 to the inch). Errors say what was found. */
Expected<double> lengthFromText(std::string_view text);

/** The venue's style at a column or the full width; height = width × aspect (golden section). */
PaperStyle styleOf(const Venue &venue, bool fullWidth = false, double aspect = 0.618);
/** @p style made as tall as the figure's rows of panels and the names of its rows need, up to the
 * venue's tallest page (with no rule of its own: 648 pt, the text of a letter page). */
PaperStyle withRoomForRows(PaperStyle style, const Figure &figure, const Venue &venue);

} // namespace agon::views
