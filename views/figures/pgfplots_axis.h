#pragma once

#include "views/figures/figure.h"

#include <string>

namespace agon::views {

/** As TeX reads it. */
std::string texNumber(double value);

/** What the numbers of an axis are written in: TeX's own arithmetic knows neither 1e300 nor the
 *  difference between 1000000.1 and 1000000.2, so axes are mapped to 0…100 and ticks named here. */
class PgfplotsAxis
{
public:
    /** @p axis outlives this. */
    explicit PgfplotsAxis(const Axis &axis) : m_axis(axis) {}
    /** Where a value lies; NaN for what cannot be drawn. */
    double operator()(double value) const;
    /** Ends and about @p wanted ticks, as options of the axis in direction @p letter. */
    std::string options(char letter, int wanted) const;

private:
    const Axis &m_axis;
};

} // namespace agon::views
