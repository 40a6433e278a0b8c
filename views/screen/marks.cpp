#include "views/screen/marks.h"

#include "views/figures/palette.h"
#include "views/figures/ticks.h"
#include "views/screen/axis_painter.h"
#include "views/screen/theme.h"

#include <QFontMetricsF>
#include <QLocale>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>
#include <vector>

namespace agon::views {

QList<qreal> dashPattern(int position)
{
    if (position < 0) {
        const std::vector<double> dash = contestantStyle(position).dash;
        return {dash.begin(), dash.end()};
    }
    if (isAreaColour(position))
        return {};
    switch (position % 6) {
    case 1:
        return {6, 2.5};
    case 2:
        return {6, 2, 1.5, 2};
    case 3:
        return {2, 2};
    case 4:
        return {10, 3};
    case 5:
        return {6, 2, 1.5, 2, 1.5, 2};
    default:
        return {};
    }
}

QList<qreal> scaled(const QList<qreal> &pattern, double factor)
{
    QList<qreal> result = pattern;
    for (qreal &length : result)
        length *= factor;
    return result;
}

void paintKey(QPainter &painter, const QRectF &rect, int colour, const Theme &theme)
{
    if (isAreaColour(colour)) {
        const double side = std::min(rect.width(), 0.7 * rect.height());
        painter.fillRect(QRectF(rect.right() - side, rect.center().y() - side / 2, side, side),
                         theme.contestant(colour));
        return;
    }
    QPen pen(theme.contestant(colour), 2, Qt::SolidLine, Qt::FlatCap);
    if (const QList<qreal> dash = dashPattern(colour); !dash.isEmpty())
        pen.setDashPattern(scaled(dash, 0.8));
    painter.setPen(pen);
    painter.drawLine(QPointF(rect.left(), rect.center().y()),
                     QPointF(rect.right(), rect.center().y()));
}

void paintMarker(QPainter &painter, QPointF centre, double size, int colour)
{
    const double r = size / 2;
    QPolygonF shape;
    switch (colour < 0 ? 0 : colour % 6) {
    case 1:
        shape << centre + QPointF(-r, -r) << centre + QPointF(r, -r) << centre + QPointF(r, r)
              << centre + QPointF(-r, r);
        break;
    case 2:
        shape << centre + QPointF(0, -1.2 * r) << centre + QPointF(1.1 * r, 0.9 * r)
              << centre + QPointF(-1.1 * r, 0.9 * r);
        break;
    case 3:
        shape << centre + QPointF(0, -1.3 * r) << centre + QPointF(1.3 * r, 0)
              << centre + QPointF(0, 1.3 * r) << centre + QPointF(-1.3 * r, 0);
        break;
    case 4:
        shape << centre + QPointF(0, 1.2 * r) << centre + QPointF(1.1 * r, -0.9 * r)
              << centre + QPointF(-1.1 * r, -0.9 * r);
        break;
    case 5:
        for (int i = 0; i < 5; ++i) {
            const double angle = -1.5707963267948966 + i * 1.2566370614359172;
            shape << centre + 1.2 * r * QPointF(std::cos(angle), std::sin(angle));
        }
        break;
    default:
        painter.drawEllipse(centre, r, r);
        return;
    }
    painter.drawPolygon(shape);
}

namespace {

/** Points of a curve that follow each other in one column. */
struct ColumnRun
{
    qsizetype first = 0, last = 0, low = 0, high = 0;
    double column = 0;
};

} // namespace

QList<QPointF> thinned(const QList<QPointF> &points, int columns)
{
    if (points.size() <= 2 * static_cast<qsizetype>(columns))
        return points;
    std::vector<ColumnRun> runs;
    runs.reserve(static_cast<std::size_t>(columns) + 1);
    bool open = false;
    for (qsizetype i = 0; i < points.size(); ++i) {
        if (std::isnan(points[i].y())) {
            open = false;
            continue;
        }
        const double column = std::floor(points[i].x() * columns);
        if (!open || column != runs.back().column)
            runs.push_back({i, i, i, i, column});
        open = true;
        ColumnRun &run = runs.back();
        run.last = i;
        if (points[i].y() < points[run.low].y())
            run.low = i;
        if (points[i].y() > points[run.high].y())
            run.high = i;
    }
    QList<QPointF> result;
    result.reserve(4 * columns);
    qsizetype kept = -1;
    const auto keep = [&](qsizetype index) {
        if (index > kept)
            result.append(points[index]);
        kept = std::max(kept, index);
    };
    for (std::size_t k = 0; k < runs.size(); ++k) {
        const ColumnRun &run = runs[k];
        const qsizetype before = k == 0 ? -1 : runs[k - 1].last;
        const qsizetype next = std::min(run.low, run.high);
        if (before + 1 < run.first) {
            keep(before + 1); // a gap
        } else if (before >= 0 && std::abs(points[next].x() - result.last().x()) * columns > 1) {
            keep(before);
            keep(run.first);
        }
        keep(next);
        keep(std::max(run.low, run.high));
    }
    return result;
}

void paintPointLayer(QPainter &painter, const PointLayer &points, const Axis &x, const Axis &y,
                     const QRectF &plot, const Theme &theme)
{
    const QColor colour = theme.contestant(points.key.colour);
    std::vector<QPointF> mapped;
    for (std::size_t i = 0; i < points.x.size(); ++i) {
        const QPointF at = AxisPainter::map(x, y, plot, points.x[i], points.y[i]);
        if (std::isfinite(at.x()) && std::isfinite(at.y()))
            mapped.push_back(at);
    }
    if (points.staircase && mapped.size() > 1) {
        QPainterPath path(mapped.front());
        for (std::size_t i = 1; i < mapped.size(); ++i) {
            path.lineTo(mapped[i].x(), mapped[i - 1].y());
            path.lineTo(mapped[i]);
        }
        QPen pen(colour, 1.2);
        if (const QList<qreal> dash = dashPattern(points.key.colour); !dash.isEmpty())
            pen.setDashPattern(dash);
        painter.setPen(pen);
        painter.setBrush(Qt::NoBrush);
        painter.drawPath(path);
    }
    painter.setPen(points.emphasised ? QPen(theme.card, 1) : QPen(Qt::NoPen));
    painter.setBrush(withAlpha(colour, points.opacity));
    for (const QPointF &at : mapped)
        paintMarker(painter, at, points.emphasised ? 8 : 5, points.key.colour);
    painter.setBrush(Qt::NoBrush);
}

void paintMark(QPainter &painter, const MarkLayer &mark, const Axis &x, const Axis &y,
               const QRectF &plot, const Theme &theme)
{
    const double at = position(mark.vertical ? x : y, mark.position);
    if (!(at >= 0 && at <= 1))
        return;
    const bool axis = !mark.low.empty() || !mark.high.empty();
    const QFontMetricsF metrics(painter.font());
    painter.setPen(axis ? QPen(theme.line, 0) : QPen(theme.muted, 0, Qt::DashLine));
    if (!mark.vertical) {
        const double height = plot.bottom() - at * plot.height();
        painter.drawLine(QPointF(plot.left(), height), QPointF(plot.right(), height));
        painter.setPen(theme.muted);
        painter.drawText(
            QRectF(plot.left(), height - metrics.height() - 1, plot.width() - 4, metrics.height()),
            Qt::AlignRight, QString::fromStdString(mark.label));
        return;
    }
    const double place = plot.left() + at * plot.width();
    painter.drawLine(QPointF(place, plot.top()), QPointF(place, plot.bottom()));
    painter.setPen(theme.muted);
    if (!mark.label.empty())
        painter.drawText(QPointF(place + 4, plot.top() + metrics.ascent()),
                         QString::fromStdString(mark.label));
    const auto write = [&](const std::string &value, double middle, bool beside) {
        if (value.empty())
            return;
        const QString text = QString::fromStdString(value);
        const QSizeF size(metrics.horizontalAdvance(text) + 6, metrics.height());
        const double left = beside ? place + 4 : place - size.width() / 2;
        const QRectF box(QPointF(left, middle - size.height() / 2), size);
        painter.fillRect(box, theme.card);
        painter.drawText(box, Qt::AlignCenter, text);
    };
    write(mark.high, plot.top() + metrics.height() / 2, false);
    write(mark.low, plot.bottom() - metrics.height() / 2, false);
    // Beside the axis, where the lines' markers stay to be seen.
    for (const MarkLayer::Tick &tick : mark.ticks)
        write(tick.text, plot.bottom() - position(y, tick.at) * plot.height(), true);
}

int nearestPoint(const PointLayer &points, const Axis &x, const Axis &y, const QRectF &plot,
                 QPointF pointer, double radius)
{
    int best = -1;
    double distance = radius;
    for (std::size_t i = 0; i < points.x.size(); ++i) {
        const QPointF at = AxisPainter::map(x, y, plot, points.x[i], points.y[i]);
        const double away = std::hypot(at.x() - pointer.x(), at.y() - pointer.y());
        if (away < distance) {
            distance = away;
            best = static_cast<int>(i);
        }
    }
    return best;
}

QString readOutNumber(double value)
{
    const double magnitude = std::abs(value);
    QString text;
    if (magnitude >= 1e6 || (magnitude > 0 && magnitude < 1e-3))
        text = QString::number(value, 'e', 2);
    else
        text = QLocale::c().toString(value, 'f',
                                     magnitude >= 1000 || value == std::floor(value) ? 0
                                     : magnitude >= 10                               ? 1
                                                                                     : 3);
    return text.replace(QLatin1Char('-'), QChar(0x2212));
}

void paintReadOutBox(QPainter &painter, const ReadOut &readOut, const QRectF &plot, QPointF pointer,
                     const QFont &font, const Theme &theme)
{
    const QFont small = smallFont(font);
    const QFontMetricsF metrics(small);
    constexpr double keyWidth = 18;
    double names = 0;
    double values = 0;
    for (const ReadOut::Row &row : readOut.rows) {
        names = std::max(names, metrics.horizontalAdvance(row.name));
        values = std::max(values, metrics.horizontalAdvance(row.text));
    }
    const double lineHeight = metrics.height() + 3;
    const QSizeF size(
        std::max(keyWidth + 6 + names + 16 + values, metrics.horizontalAdvance(readOut.title)) + 20,
        lineHeight * static_cast<double>(readOut.rows.size() + 1) + 14);
    QPointF corner = pointer + QPointF(14, -size.height() / 2);
    if (corner.x() + size.width() > plot.right())
        corner.setX(pointer.x() - 14 - size.width());
    corner.setX(std::max(plot.left(), corner.x()));
    corner.setY(
        std::clamp(corner.y(), plot.top(), std::max(plot.top(), plot.bottom() - size.height())));
    const QRectF box(corner, size);
    painter.setPen(QPen(theme.line, 1));
    painter.setBrush(theme.card);
    painter.drawRoundedRect(box, 6, 6);
    painter.setFont(small);
    double y = box.top() + 7 + metrics.ascent();
    painter.setPen(theme.muted);
    painter.drawText(QPointF(box.left() + 10, y), readOut.title);
    for (const ReadOut::Row &row : readOut.rows) {
        y += lineHeight;
        paintKey(painter, QRectF(box.left() + 10, y - metrics.ascent(), keyWidth, metrics.height()),
                 row.key.colour, theme);
        painter.setPen(theme.text);
        painter.drawText(QPointF(box.left() + 10 + keyWidth + 6, y), row.name);
        painter.drawText(QPointF(box.right() - 10 - metrics.horizontalAdvance(row.text), y),
                         row.text);
    }
}

} // namespace agon::views
