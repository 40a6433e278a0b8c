#include "views/screen/stacked_areas.h"

#include "views/figures/ticks.h"
#include "views/screen/axis_painter.h"
#include "views/screen/theme.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPolygonF>

#include <algorithm>
#include <cmath>
#include <vector>

namespace agon::views {

namespace {

constexpr double swatch = 9; ///< pixels
constexpr double namesGap = 6;

std::vector<const LineLayer *> areasOf(const Panel &panel)
{
    std::vector<const LineLayer *> areas;
    for (const Layer &layer : panel.layers)
        if (const auto *line = std::get_if<LineLayer>(&layer); line && line->area)
            areas.push_back(line);
    return areas;
}

void paintArea(QPainter &painter, const LineLayer &area, const Axis &x, const Axis &y,
               const QRectF &plot, const Theme &theme)
{
    QPolygonF lower;
    QPolygonF upper;
    const auto flush = [&] {
        if (lower.size() > 1) {
            QPolygonF outline = lower;
            for (qsizetype i = upper.size(); i-- > 0;)
                outline.append(upper[i]);
            painter.setPen(Qt::NoPen);
            painter.setBrush(theme.contestant(area.key.colour));
            painter.drawPolygon(outline);
            painter.setBrush(Qt::NoBrush);
            painter.setPen(QPen(theme.card, 0.35));
            painter.drawPolyline(lower);
        }
        lower.clear();
        upper.clear();
    };
    for (std::size_t i = 0; i < area.x.size(); ++i) {
        const QPointF high = AxisPainter::map(x, y, plot, area.x[i], area.upper[i]);
        QPointF low = AxisPainter::map(x, y, plot, area.x[i], area.lower[i]);
        // What a logarithmic axis has no place for lies below its end.
        if (std::isnan(low.y()) && !std::isnan(area.lower[i]))
            low.setY(plot.bottom() + 10);
        if (!std::isfinite(low.x()) || !std::isfinite(low.y()) || !std::isfinite(high.y())) {
            flush();
            continue;
        }
        lower.append(low);
        upper.append(high);
    }
    flush();
}

} // namespace

bool hasAreas(const Panel &panel) { return !areasOf(panel).empty(); }

void paintAreas(QPainter &painter, const Panel &panel, const Axis &x, const Axis &y,
                const QRectF &plot, const Theme &theme)
{
    painter.save();
    painter.setClipRect(plot);
    for (const LineLayer *area : areasOf(panel))
        paintArea(painter, *area, x, y, plot, theme);
    painter.restore();
}

double areaNamesExtent(const Panel &panel, const QFont &font, double width)
{
    double widest = 0;
    for (const LineLayer *area : areasOf(panel))
        widest = std::max(widest, textWidth(QString::fromStdString(area->key.name), font));
    constexpr double leastWidth = 200;
    if (widest == 0 || !panel.legend || width < leastWidth)
        return 0;
    return std::min(widest + swatch + 3 * namesGap, 0.36 * width);
}

void paintAreaNames(QPainter &painter, const Panel &panel, const QRectF &plot, double right,
                    const QFont &font, const Theme &theme)
{
    const std::vector<const LineLayer *> areas = areasOf(panel);
    const QFontMetricsF metrics(font);
    const double each = metrics.height();
    const auto room = static_cast<std::size_t>(std::max(0.0, plot.height() / each));
    const double left = plot.right() + 2 * namesGap;
    painter.setFont(font);
    double y = plot.top();
    for (std::size_t i = 0; i < std::min(room, areas.size()); ++i, y += each) {
        const LineLayer &area = *areas[areas.size() - 1 - i];
        // The last line says that more follow.
        const bool more = i + 1 == room && areas.size() > room;
        if (!more) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(theme.contestant(area.key.colour));
            painter.drawRect(QRectF(left, y + 0.5 * (each - swatch), swatch, swatch));
            painter.setBrush(Qt::NoBrush);
        }
        painter.setPen(theme.muted);
        const QString name = more ? QStringLiteral("…") : QString::fromStdString(area.key.name);
        const double from = left + swatch + namesGap;
        painter.drawText(QRectF(from, y, right - from, each), Qt::AlignLeft | Qt::AlignVCenter,
                         metrics.elidedText(name, Qt::ElideRight, right - from));
    }
}

void paintFit(QPainter &painter, const LineLayer &line, const Axis &x, const Axis &y,
              const QRectF &plot, const Theme &theme)
{
    QPolygonF points;
    for (std::size_t i = 0; i < line.x.size(); ++i) {
        const QPointF at = AxisPainter::map(x, y, plot, line.x[i], line.y[i]);
        if (std::isfinite(at.x()) && std::isfinite(at.y()))
            points.append(at);
    }
    painter.save();
    painter.setClipRect(plot);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme.card, 3.4));
    painter.drawPolyline(points);
    painter.setPen(QPen(theme.contestant(line.key.colour), 1));
    painter.drawPolyline(points);
    painter.restore();
}

} // namespace agon::views
