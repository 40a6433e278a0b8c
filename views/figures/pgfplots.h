#pragma once

#include "views/figures/figure.h"
#include "views/figures/venues.h"

#include <string>
#include <string_view>

namespace agon::views {

/** The figure as a PGFPlots picture (compat 1.18, \\input it). Colours, dashes and marks are styles
 * defined at its top unless the paper has defined them before, so that a paper can restyle all
 * figures at once. The numbers are those of the data (see PgfplotsAxis). At most 1,000 points a
 * curve, extremes kept; data are clipped to one and a half times the visible range, because TeX has
 * no larger dimensions. Graphs and strips are drawn as scatter plots. @p experiment (TOML) and
 * @p view (JSON) travel along as comments. */
std::string toPgfplots(const Figure &figure, const PaperStyle &style,
                       std::string_view experiment = {}, std::string_view view = {});

} // namespace agon::views
