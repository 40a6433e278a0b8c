#pragma once

#include <QPolygonF>
#include <QRectF>

#include <vector>

namespace agon::views {

/** Whether a point lies in a rectangle or on its edge, give or take the rounding of its place. */
bool isWithin(const QPointF &point, const QRectF &area);

/** The parts of a polyline inside a rectangle (Cohen–Sutherland by segment). QSvgGenerator ignores
 *  clipping, so painters clip themselves. */
std::vector<QPolygonF> clipPolyline(const QPolygonF &line, const QRectF &area);

/** The part of a simple polygon inside a rectangle (Sutherland–Hodgman); empty when there is none.
 */
QPolygonF clipPolygon(const QPolygonF &polygon, const QRectF &area);

} // namespace agon::views
