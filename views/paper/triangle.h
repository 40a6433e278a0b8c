#pragma once

#include "views/paper/page.h"

#include <QPointF>
#include <QRectF>

#include <vector>

namespace agon::views {

/** The paths of three shares with their triangle and the names of its corners, within @p plot. */
void drawTriangle(Page &page, const SimplexLayer &simplex, const QRectF &plot);

/** Places that a legend should not cover: on the triangle, its paths and its names. */
std::vector<QPointF> triangleInk(const SimplexLayer &simplex, const QRectF &plot);

} // namespace agon::views
