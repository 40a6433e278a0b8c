#pragma once

#include "views/figures/figure.h"
#include "views/figures/pgfplots_axis.h"
#include "views/figures/pgfplots_layout.h"
#include "views/figures/venues.h"

#include <array>
#include <string>
#include <vector>

namespace agon::views {

/** A triangle with its paths as plots of an axis without lines. */
std::string pgfplotsTriangle(const SimplexLayer &simplex, const PgfplotsLayout &layout,
                             const PaperStyle &style, const PgfplotsAxis &x, const PgfplotsAxis &y);

/** Places on the triangle and its paths in shares of the plot, for what should not cover them. */
std::vector<std::array<double, 2>>
triangleSpots(const SimplexLayer &simplex, const PgfplotsLayout &layout, const PaperStyle &style);

} // namespace agon::views
