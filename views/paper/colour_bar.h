#pragma once

#include "views/figures/figure.h"
#include "views/paper/page.h"

#include <QRectF>

namespace agon::views {

/** What a colour bar with its words takes to the right of a plot, in tenths of a point. */
double colourBarExtent(const Page &page, const HeatLayer &heat);
/** Draws it beside @p plot, as high as that, as a group of its own. */
void drawColourBar(Page &page, const HeatLayer &heat, const QRectF &plot);

} // namespace agon::views
