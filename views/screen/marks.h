#pragma once

#include "views/figures/figure.h"

#include <QFont>
#include <QList>
#include <QPointF>
#include <QRectF>
#include <QString>

#include <vector>

class QPainter;

namespace agon::views {

struct Theme;

/** Dash pattern of a contestant in pen widths; empty: solid. Bound to the colour, so that neither
 * is ever the only difference. */
QList<qreal> dashPattern(int position);
QList<qreal> scaled(const QList<qreal> &pattern, double factor);

/** The key of a contestant: a short piece of its line, as in lists and legends. */
void paintKey(QPainter &painter, const QRectF &rect, int colour, const Theme &theme);

/** A marker of about @p size pixels, its shape bound to the colour. */
void paintMarker(QPainter &painter, QPointF centre, double size, int colour);

/** Of each of @p columns columns of the unit square the lowest and the highest point, and where
 *  these lie more than a column apart from the next ones the points between which the curve really
 *  goes over; in order. The same pixels are covered as by the whole curve. Gaps (NaN) are kept.
 *  Unchanged when it is short already. */
QList<QPointF> thinned(const QList<QPointF> &points, int columns);

void paintPointLayer(QPainter &painter, const PointLayer &points, const Axis &x, const Axis &y,
                     const QRectF &plot, const Theme &theme);

/** A dashed line across the plot with its label; solid where it is an axis with ends of its own. */
void paintMark(QPainter &painter, const MarkLayer &mark, const Axis &x, const Axis &y,
               const QRectF &plot, const Theme &theme);

/** Index of the point within @p radius pixels of @p pointer, or -1. */
int nearestPoint(const PointLayer &points, const Axis &x, const Axis &y, const QRectF &plot,
                 QPointF pointer, double radius);

/** What the box beside the pointer says. */
struct ReadOut
{
    struct Row
    {
        Key key;
        QString name;
        QString text;
        double value = 0;
    };
    QString title;
    std::vector<Row> rows;
};
QString readOutNumber(double value);
void paintReadOutBox(QPainter &painter, const ReadOut &readOut, const QRectF &plot, QPointF pointer,
                     const QFont &font, const Theme &theme);

} // namespace agon::views
