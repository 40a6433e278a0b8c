#pragma once

#include "views/figures/figure.h"

#include <QFont>
#include <QPointF>
#include <QRectF>

class QPainter;

namespace agon::views {

struct Theme;

/** Paths of three shares within their triangle, and what is near the pointer in words. */
void paintTriangle(QPainter &painter, const SimplexLayer &simplex, const QRectF &outer,
                   QPointF pointer, const QFont &font, const Theme &theme);

/** Colour of whose path is within a few pixels; -1: nobody's. */
int pathAt(const SimplexLayer &simplex, const QRectF &outer, QPointF at, const QFont &font);

} // namespace agon::views
