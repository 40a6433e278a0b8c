#pragma once

#include "views/figures/figure.h"
#include "views/figures/palette.h"

#include <string>
#include <vector>

namespace agon::views {

/** How a figure may be seen. */
enum class Vision { normal, grey, protanopia, deuteranopia, tritanopia };
std::string_view label(Vision vision);

/** A colour as it is seen. Grey: luminance; the others: Machado, Oliveira and Fernandes 2009 at
 *  full severity, in linear light. */
Colour seenAs(Colour colour, Vision vision);
/** Distance in CIELAB (D65), about 2.3 when just noticeable side by side. */
double colourDistance(Colour a, Colour b);

/** Colours nearer than this are not told apart by their colour alone in thin lines. */
inline constexpr double leastColourDistance = 15;

/** Two contestants of one figure that look alike to some. */
struct LookAlike
{
    std::string first, second;
    std::vector<Vision> to;  ///< who sees them alike
    bool drawnApart = false; ///< dash or marker still tell them apart
};
/** All pairs of a figure's contestants that someone sees alike, by what they are drawn with: lines
 *  have dashes and markers, points have markers, bars and strips have only colours. */
std::vector<LookAlike> lookAlikes(const Figure &figure, Appearance appearance = Appearance::light);

} // namespace agon::views
