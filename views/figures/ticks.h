#pragma once

#include "views/figures/figure.h"

#include <string>
#include <vector>

namespace agon::views {

/** One mark of an axis. */
struct Tick
{
    double value = 0;
    std::string text; ///< "0.25", "10,000"; empty for minor ticks
    std::string
        exponent; ///< raised after the text, as in 10⁻³: painters draw it smaller and higher
    bool minor = false;
};

/** Ticks for an axis: round numbers, at most about @p wanted of them, powers of ten on logarithmic
 *  axes (with minor ticks at 2…9 when there is room), names on category axes. */
std::vector<Tick> ticks(const Axis &axis, int wanted);

/** Where a value lies on the axis, 0 at the minimum and 1 at the maximum; NaN for what cannot be
 *  drawn (NaN, infinite, not positive on a logarithmic axis). */
double position(const Axis &axis, double value);
/** The value at a position: the inverse of position(). */
double valueAt(const Axis &axis, double position);

/** Minimum and maximum moved outwards so that the data from @p low to @p high fits with a little
 * air, and the ends of linear axes are round where that leaves less than most of a step empty. */
void fitAxis(Axis &axis, double low, double high);

} // namespace agon::views
