#pragma once

#include "views/paper/layers.h"

#include <QRectF>

namespace agon::views {

/** The words of a heat map, on the page's colour so that they are read on any other, and moved
 *  inside the plot where they would leave it and off its curves, with a line to what they are
 * about; off @p taken as well. They go over all layers. */
void drawWords(Page &page, const HeatLayer &heat, const Frame2D &frame, const QRectF &taken);

} // namespace agon::views
