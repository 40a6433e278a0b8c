#pragma once

#include "views/figures/figure.h"
#include "views/figures/venues.h"

#include <string>

namespace agon::views {

/** The name of a contestant's colour and style in TeX, which holds letters only: agonA, agonB, …;
 *  what is nobody's is agonNeutral and agonReferenceA, …. */
std::string pgfplotsStyleName(int colour);

/** The style block at the top of a picture: a colour, a style of its line and one of its marks for
 *  everybody in the figure, and the style "agon" of the axes. Where a paper has defined one of them
 *  before, the paper's holds. */
std::string pgfplotsStyles(const Figure &figure, const PaperStyle &style);

} // namespace agon::views
