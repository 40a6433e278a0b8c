#include "views/screen/row_layers.h"

#include "views/screen/axis_painter.h"
#include "views/screen/marks.h"
#include "views/screen/theme.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPolygonF>

#include <algorithm>
#include <cmath>
#include <vector>

namespace agon::views {
namespace {

/** A fixed scatter within the strip, so that equal values stay visible and nothing moves between
 * frames. */
double jitter(std::size_t index)
{
    const double golden = 0.6180339887498949 * static_cast<double>(index + 1);
    return golden - std::floor(golden) - 0.5;
}

QPointF place(const RowFrame &frame, double x, double y)
{
    return AxisPainter::map(frame.panel.x, frame.panel.y, frame.plot, x, y);
}

bool isPlace(QPointF point) { return std::isfinite(point.x()) && std::isfinite(point.y()); }

/** The line between points that cannot be drawn. */
std::vector<QPolygonF> pieces(const LineLayer &line, const RowFrame &frame)
{
    std::vector<QPolygonF> found(1);
    for (std::size_t i = 0; i < line.x.size(); ++i) {
        const QPointF at = place(frame, line.x[i], line.y[i]);
        if (isPlace(at))
            found.back().append(at);
        else if (!found.back().isEmpty())
            found.emplace_back();
    }
    return found;
}

/** The violin, and in it the box of the quartiles. */
void paintShape(QPainter &painter, const StripLayer &strip, const RowFrame &frame, QColor colour)
{
    QPolygonF violin;
    for (const double side : {-1.0, 1.0})
        for (std::size_t k = 0; k < strip.densityAt.size(); ++k) {
            const std::size_t i = side < 0 ? k : strip.densityAt.size() - 1 - k;
            const QPointF at = place(frame, strip.densityAt[i], strip.position);
            if (isPlace(at))
                violin.append(at + QPointF(0, side * 0.42 * frame.rowHeight * strip.density[i]));
        }
    painter.setPen(Qt::NoPen);
    painter.setBrush(withAlpha(colour, 0.14));
    painter.drawPolygon(violin);
    if (strip.quartiles) {
        const QPointF low = place(frame, (*strip.quartiles)[0], strip.position);
        const QPointF middle = place(frame, (*strip.quartiles)[1], strip.position);
        const QPointF high = place(frame, (*strip.quartiles)[2], strip.position);
        if (isPlace(low) && isPlace(middle) && isPlace(high)) {
            const QPointF half(0, std::min(0.3 * frame.rowHeight, 22.0));
            painter.setPen(QPen(withAlpha(colour, 0.7), 1));
            painter.setBrush(withAlpha(frame.theme.card, 0.6));
            painter.drawRect(QRectF(low - half, high + half));
            painter.drawLine(middle - half, middle + half);
        }
    }
    painter.setBrush(Qt::NoBrush);
}

} // namespace

void paintStrip(QPainter &painter, const StripLayer &strip, const RowFrame &frame)
{
    const QColor colour = frame.theme.contestant(strip.key.colour);
    paintShape(painter, strip, frame, colour);
    painter.setPen(Qt::NoPen);
    painter.setBrush(withAlpha(colour, 0.45));
    const double spread = std::min(frame.rowHeight * 0.5, 16.0);
    for (std::size_t i = 0; i < strip.values.size(); ++i) {
        const QPointF at = place(frame, strip.values[i], strip.position);
        if (isPlace(at))
            painter.drawEllipse(at + QPointF(0, jitter(i) * spread), 2.2, 2.2);
    }
    painter.setBrush(Qt::NoBrush);
    const QPointF centre = place(frame, strip.centre, strip.position);
    if (!isPlace(centre))
        return;
    const double half = std::min(frame.rowHeight * 0.36, 12.0);
    painter.setPen(QPen(colour, 2, Qt::SolidLine, Qt::FlatCap));
    painter.drawLine(centre - QPointF(0, half), centre + QPointF(0, half));
    const QPointF low = place(frame, strip.lower, strip.position);
    const QPointF high = place(frame, strip.upper, strip.position);
    if (isPlace(low) && isPlace(high)) {
        painter.setPen(QPen(colour, 1));
        painter.drawLine(low, high);
    }
}

void paintInterval(QPainter &painter, const IntervalLayer &interval, const RowFrame &frame,
                   double textWidth)
{
    const QColor colour = frame.theme.contestant(interval.key.colour);
    const QPointF low = place(frame, interval.lower, interval.position);
    const QPointF high = place(frame, interval.upper, interval.position);
    const QPointF centre = place(frame, interval.centre, interval.position);
    if (!isPlace(centre))
        return;
    painter.setPen(QPen(colour, 1.4, Qt::SolidLine, Qt::FlatCap));
    if (isPlace(low) && isPlace(high))
        painter.drawLine(low, high);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    paintMarker(painter, centre, 7, interval.key.colour);
    painter.setBrush(Qt::NoBrush);
    if (textWidth <= 0)
        return;
    painter.setPen(frame.theme.muted);
    painter.drawText(QRectF(frame.plot.right() + 8, centre.y() - 10, textWidth + 2, 20),
                     Qt::AlignVCenter | Qt::AlignLeft, QString::fromStdString(interval.text));
}

void paintRowLine(QPainter &painter, const LineLayer &line, const RowFrame &frame)
{
    // What belongs to nobody joins others: a heavier bar than a contestant's stem.
    const bool nobody = line.key.colour < 0;
    painter.setPen(QPen(frame.theme.contestant(line.key.colour), nobody ? 2.4 : 1.4, Qt::SolidLine,
                        Qt::FlatCap));
    for (const QPolygonF &piece : pieces(line, frame))
        painter.drawPolyline(piece);
}

void paintMapLine(QPainter &painter, const LineLayer &line, const RowFrame &frame)
{
    constexpr double width = 1.6;
    QPen pen(frame.theme.contestant(line.key.colour), width, Qt::SolidLine, Qt::FlatCap);
    if (const QList<qreal> dash = dashPattern(line.key.colour); !dash.isEmpty())
        pen.setDashPattern(dash);
    for (const QPolygonF &piece : pieces(line, frame)) {
        painter.setPen(QPen(frame.theme.card, width + 1.6));
        painter.drawPolyline(piece);
        painter.setPen(pen);
        painter.drawPolyline(piece);
    }
}

void paintRowPoints(QPainter &painter, const PointLayer &points, const RowFrame &frame)
{
    const QFontMetricsF metrics(painter.font());
    for (std::size_t i = 0; i < points.x.size(); ++i) {
        const QPointF at = place(frame, points.x[i], points.y[i]);
        if (!isPlace(at))
            continue;
        painter.setPen(Qt::NoPen);
        painter.setBrush(withAlpha(frame.theme.contestant(points.key.colour), points.opacity));
        paintMarker(painter, at, points.emphasised ? 8 : 6, points.key.colour);
        painter.setBrush(Qt::NoBrush);
        if (i >= points.labels.size() || points.labels[i].empty() ||
            frame.rowHeight < metrics.height())
            continue;
        const QString text = QString::fromStdString(points.labels[i]);
        const double width = textWidth(text, painter.font());
        // To the right of its marker, or to the left where the plot ends.
        const double left =
            at.x() + 8 + width <= frame.plot.right() + 4 ? at.x() + 8 : at.x() - 8 - width;
        painter.setPen(frame.theme.text);
        painter.drawText(QPointF(left, at.y() + metrics.ascent() / 2 - 1), text);
    }
}

} // namespace agon::views
