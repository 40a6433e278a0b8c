#pragma once

#include "views/paper/page.h"

#include <QRectF>

namespace agon::views {

/** Nodes and edges within @p plot. */
void drawGraph(Page &page, const GraphLayer &graph, const QRectF &plot);

} // namespace agon::views
