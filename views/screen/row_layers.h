#pragma once

#include "views/figures/figure.h"

#include <QRectF>

class QPainter;

namespace agon::views {

struct Theme;

/** Where the rows of a category axis lie. */
struct RowFrame
{
    const Panel &panel;
    QRectF plot;
    const Theme &theme;
    double rowHeight; ///< pixels
};

/** Every value as a dot, with the centre and its interval; behind them the box of the quartiles and
 *  the density, where the strip has them. */
void paintStrip(QPainter &painter, const StripLayer &strip, const RowFrame &frame);
/** The interval with its marker; @p textWidth pixels to the right of the plot hold its words, 0:
 *  they are left out. */
void paintInterval(QPainter &painter, const IntervalLayer &interval, const RowFrame &frame,
                   double textWidth);
/** A line across or along rows: stems, rulers, what joins contestants that no test separates. */
void paintRowLine(QPainter &painter, const LineLayer &line, const RowFrame &frame);
/** A contestant's line on a map of colours, its own among them: with a border. */
void paintMapLine(QPainter &painter, const LineLayer &line, const RowFrame &frame);
/** Markers on rows, with their labels beside them. */
void paintRowPoints(QPainter &painter, const PointLayer &points, const RowFrame &frame);

} // namespace agon::views
