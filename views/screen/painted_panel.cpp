#include "views/screen/painted_panel.h"

#include "views/figures/ticks.h"
#include "views/screen/axis_painter.h"
#include "views/screen/colour_map.h"
#include "views/screen/marks.h"
#include "views/screen/theme.h"

#include <QEvent>
#include <QFontMetricsF>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace agon::views {
namespace {

template <class L>
const L *first(const Panel &panel)
{
    for (const Layer &layer : panel.layers)
        if (const auto *found = std::get_if<L>(&layer))
            return found;
    return nullptr;
}

template <class L>
bool has(const Panel &panel)
{
    return first<L>(panel) != nullptr;
}

constexpr int lowest = 80;
/** Lines of text that ticks, title and margins of the x axis take. */
constexpr double axisRows = 3.2;

/** A fixed scatter within the strip, so that equal values stay visible and nothing moves between
 * frames. */
double jitter(std::size_t index)
{
    const double golden = 0.6180339887498949 * static_cast<double>(index + 1);
    return golden - std::floor(golden) - 0.5;
}

} // namespace

PaintedPanel::PaintedPanel(QWidget *parent) : QWidget(parent)
{
    setMouseTracking(true);
    setMinimumSize(120, lowest);
}

void PaintedPanel::setPanel(const Panel &panel)
{
    m_panel = panel;
    m_heatImage = QImage();
    // Rows never get lower than their names; a longer list scrolls.
    const bool rows = std::any_of(panel.layers.begin(), panel.layers.end(), [](const Layer &layer) {
        return std::holds_alternative<IntervalLayer>(layer) ||
               std::holds_alternative<StripLayer>(layer);
    });
    int height = lowest;
    if (rows) {
        const double row = QFontMetricsF(smallFont(this->font())).height();
        const auto count = static_cast<double>(panel.y.categories.size());
        height = std::max(height, static_cast<int>(std::ceil((count + axisRows) * row)));
    }
    setMinimumHeight(height);
    update();
}

void PaintedPanel::setHint(const QString &hint)
{
    m_hint = hint;
    update();
}

void PaintedPanel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(smallFont(this->font()));
    const QRectF outer = QRectF(rect());
    if (m_panel.layers.empty()) {
        painter.setPen(Theme::of(*this).muted);
        painter.drawText(outer.adjusted(12, 0, -12, 0), Qt::AlignCenter | Qt::TextWordWrap, m_hint);
        return;
    }
    if (const auto *heat = first<HeatLayer>(m_panel))
        paintHeat(painter, *heat, outer);
    else if (const auto *graph = first<GraphLayer>(m_panel))
        paintGraph(painter, *graph, outer);
    else if (has<BarLayer>(m_panel))
        paintBars(painter, outer);
    else
        paintRows(painter, outer);
}

void PaintedPanel::paintHeat(QPainter &painter, const HeatLayer &heat, const QRectF &outer)
{
    const Theme theme = Theme::of(*this);
    const QFont font = smallFont(this->font());
    const QFontMetricsF metrics(font);
    constexpr double barWidth = 8;
    const QString low = readOutNumber(heat.minimum);
    const QString high = readOutNumber(heat.maximum);
    const double barSpace =
        barWidth + 10 + std::max(metrics.horizontalAdvance(low), metrics.horizontalAdvance(high)) +
        2;
    const AxisPainter axes(m_panel.x, m_panel.y, font);
    const QRectF plot = axes.plotArea(outer.adjusted(0, 0, -barSpace, 0));
    if (plot.width() < 10 || plot.height() < 10)
        return;
    if (m_heatImage.isNull()) {
        m_heatImage = QImage(heat.columns, heat.rows, QImage::Format_ARGB32);
        const double span = heat.maximum > heat.minimum ? heat.maximum - heat.minimum : 1;
        for (int row = 0; row < heat.rows; ++row)
            for (int column = 0; column < heat.columns; ++column) {
                const double value = heat.values[static_cast<std::size_t>(row) *
                                                     static_cast<std::size_t>(heat.columns) +
                                                 static_cast<std::size_t>(column)];
                m_heatImage.setPixelColor(
                    column, heat.rows - 1 - row,
                    std::isnan(value) ? theme.grid
                                      : mapColour((value - heat.minimum) / span, heat.diverging));
            }
    }
    painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
    painter.drawImage(plot, m_heatImage);
    axes.paint(painter, plot, theme);
    painter.drawImage(plot, m_heatImage);

    const double cellWidth = plot.width() / heat.columns;
    const double cellHeight = plot.height() / heat.rows;
    if (heat.rows * heat.columns <= 100 && cellHeight > metrics.height() + 4 &&
        cellWidth > metrics.horizontalAdvance(QStringLiteral("0.00")) + 8) {
        for (int row = 0; row < heat.rows; ++row)
            for (int column = 0; column < heat.columns; ++column) {
                const double value = heat.values[static_cast<std::size_t>(row) *
                                                     static_cast<std::size_t>(heat.columns) +
                                                 static_cast<std::size_t>(column)];
                if (std::isnan(value))
                    continue;
                const QColor fill = m_heatImage.pixelColor(column, heat.rows - 1 - row);
                painter.setPen(fill.lightness() > 140 ? Qt::black : Qt::white);
                painter.drawText(QRectF(plot.left() + column * cellWidth,
                                        plot.bottom() - (row + 1) * cellHeight, cellWidth,
                                        cellHeight),
                                 Qt::AlignCenter, QString::number(value, 'g', 2));
            }
    }

    const QRectF bar(outer.right() - barSpace + 8, plot.top(), barWidth, plot.height());
    for (int i = 0; i < static_cast<int>(bar.height()); ++i) {
        painter.fillRect(QRectF(bar.left(), bar.bottom() - i - 1, bar.width(), 1),
                         mapColour(i / bar.height(), heat.diverging));
    }
    painter.setPen(theme.muted);
    painter.drawText(QPointF(bar.right() + 4, bar.top() + metrics.ascent() - 1), high);
    painter.drawText(QPointF(bar.right() + 4, bar.bottom()), low);

    if (plot.contains(m_pointer)) {
        const int column = std::clamp(
            static_cast<int>((m_pointer.x() - plot.left()) / plot.width() * heat.columns), 0,
            heat.columns - 1);
        const int row = std::clamp(
            static_cast<int>((plot.bottom() - m_pointer.y()) / plot.height() * heat.rows), 0,
            heat.rows - 1);
        const double value =
            heat.values[static_cast<std::size_t>(row) * static_cast<std::size_t>(heat.columns) +
                        static_cast<std::size_t>(column)];
        const auto name = [](const Axis &axis, int index, int count) {
            if (!axis.categories.empty() &&
                static_cast<std::size_t>(index) < axis.categories.size())
                return QString::fromStdString(axis.categories[static_cast<std::size_t>(index)]);
            return readOutNumber(valueAt(axis, (index + 0.5) / count));
        };
        ReadOut readOut;
        readOut.title =
            QStringLiteral("%1 %2, %3 %4")
                .arg(QString::fromStdString(m_panel.y.label), name(m_panel.y, row, heat.rows),
                     QString::fromStdString(m_panel.x.label),
                     name(m_panel.x, column, heat.columns));
        readOut.rows.push_back(
            {{-1, ""}, QString::fromStdString(heat.label), readOutNumber(value), value});
        paintReadOutBox(painter, readOut, outer, m_pointer, font, theme);
    }
}

void PaintedPanel::paintRows(QPainter &painter, const QRectF &outer)
{
    const Theme theme = Theme::of(*this);
    const QFont font = smallFont(this->font());
    double textWidth = 0;
    const bool wordsFit =
        outer.height() / std::max<double>(1, static_cast<double>(m_panel.layers.size())) >
        QFontMetricsF(font).height();
    for (const Layer &layer : m_panel.layers)
        if (const auto *interval = std::get_if<IntervalLayer>(&layer); interval && wordsFit)
            textWidth = std::max(textWidth, QFontMetricsF(font).horizontalAdvance(
                                                QString::fromStdString(interval->text)));
    const AxisPainter axes(m_panel.x, m_panel.y, font);
    const QRectF plot = axes.plotArea(outer.adjusted(0, 0, textWidth > 0 ? -textWidth - 8 : 0, 0));
    axes.paint(painter, plot, theme);
    painter.save();
    painter.setClipRect(plot.adjusted(-4, -4, outer.right() - plot.right(), 4));
    const double rowHeight =
        plot.height() * std::abs(position(m_panel.y, 1) - position(m_panel.y, 0));
    for (const Layer &layer : m_panel.layers) {
        if (const auto *strip = std::get_if<StripLayer>(&layer)) {
            QColor colour = theme.contestant(strip->key.colour);
            QColor faint = colour;
            faint.setAlphaF(0.45F);
            painter.setPen(Qt::NoPen);
            painter.setBrush(faint);
            const double spread = std::min(rowHeight * 0.5, 16.0);
            for (std::size_t i = 0; i < strip->values.size(); ++i) {
                const QPointF at =
                    AxisPainter::map(m_panel.x, m_panel.y, plot, strip->values[i], strip->position);
                if (std::isfinite(at.x()))
                    painter.drawEllipse(at + QPointF(0, jitter(i) * spread), 2.2, 2.2);
            }
            painter.setBrush(Qt::NoBrush);
            const QPointF centre =
                AxisPainter::map(m_panel.x, m_panel.y, plot, strip->centre, strip->position);
            if (std::isfinite(centre.x())) {
                const double half = std::min(rowHeight * 0.36, 12.0);
                painter.setPen(QPen(colour, 2, Qt::SolidLine, Qt::FlatCap));
                painter.drawLine(centre - QPointF(0, half), centre + QPointF(0, half));
                const QPointF low =
                    AxisPainter::map(m_panel.x, m_panel.y, plot, strip->lower, strip->position);
                const QPointF high =
                    AxisPainter::map(m_panel.x, m_panel.y, plot, strip->upper, strip->position);
                if (std::isfinite(low.x()) && std::isfinite(high.x())) {
                    painter.setPen(QPen(colour, 1));
                    painter.drawLine(low, high);
                }
            }
        } else if (const auto *interval = std::get_if<IntervalLayer>(&layer)) {
            const QColor colour = theme.contestant(interval->key.colour);
            const QPointF low =
                AxisPainter::map(m_panel.x, m_panel.y, plot, interval->lower, interval->position);
            const QPointF high =
                AxisPainter::map(m_panel.x, m_panel.y, plot, interval->upper, interval->position);
            const QPointF centre =
                AxisPainter::map(m_panel.x, m_panel.y, plot, interval->centre, interval->position);
            if (!std::isfinite(centre.x()))
                continue;
            painter.setPen(QPen(colour, 1.4, Qt::SolidLine, Qt::FlatCap));
            if (std::isfinite(low.x()) && std::isfinite(high.x()))
                painter.drawLine(low, high);
            painter.setPen(Qt::NoPen);
            painter.setBrush(colour);
            paintMarker(painter, centre, 7, interval->key.colour);
            painter.setBrush(Qt::NoBrush);
            if (!wordsFit)
                continue;
            painter.setPen(theme.muted);
            painter.drawText(QRectF(plot.right() + 8, centre.y() - 10, textWidth + 2, 20),
                             Qt::AlignVCenter | Qt::AlignLeft,
                             QString::fromStdString(interval->text));
        } else if (const auto *mark = std::get_if<MarkLayer>(&layer); mark && mark->vertical) {
            const double at = position(m_panel.x, mark->position);
            if (at >= 0 && at <= 1) {
                painter.setPen(QPen(theme.muted, 0, Qt::DashLine));
                painter.drawLine(QPointF(plot.left() + at * plot.width(), plot.top()),
                                 QPointF(plot.left() + at * plot.width(), plot.bottom()));
            }
        }
    }
    painter.restore();
}

void PaintedPanel::paintBars(QPainter &painter, const QRectF &outer)
{
    const Theme theme = Theme::of(*this);
    const QFont font = smallFont(this->font());
    const AxisPainter axes(m_panel.x, m_panel.y, font);
    const QRectF plot = axes.plotArea(outer);
    axes.paint(painter, plot, theme);
    painter.setPen(Qt::NoPen);
    for (const Layer &layer : m_panel.layers) {
        const auto *bars = std::get_if<BarLayer>(&layer);
        if (!bars)
            continue;
        painter.setBrush(theme.contestant(bars->key.colour));
        for (std::size_t i = 0; i < bars->x.size(); ++i) {
            const QPointF low =
                AxisPainter::map(m_panel.x, m_panel.y, plot, bars->x[i] - bars->width / 2,
                                 std::max(0.0, m_panel.y.minimum));
            const QPointF high = AxisPainter::map(m_panel.x, m_panel.y, plot,
                                                  bars->x[i] + bars->width / 2, bars->height[i]);
            if (std::isfinite(high.y()))
                painter.drawRect(QRectF(QPointF(low.x(), high.y()), QPointF(high.x(), low.y())));
        }
    }
    painter.setBrush(Qt::NoBrush);
}

void PaintedPanel::paintGraph(QPainter &painter, const GraphLayer &graph, const QRectF &outer)
{
    const Theme theme = Theme::of(*this);
    const QFont font = smallFont(this->font());
    const QFontMetricsF metrics(font);
    constexpr double radius = 13;
    const QRectF area = outer.adjusted(radius + 8, radius + 12, -radius - 8, -radius - 12);
    const auto place = [&](std::int32_t index) {
        const NodeShape &node = graph.nodes[static_cast<std::size_t>(index)];
        return QPointF(area.left() + node.x * area.width(), area.bottom() - node.y * area.height());
    };
    std::vector<std::pair<QPointF, QString>> labels;
    for (const EdgeShape &edge : graph.edges) {
        const QPointF from = place(edge.from);
        const QPointF to = place(edge.to);
        const QPointF direction = to - from;
        const double length = std::max(1.0, std::hypot(direction.x(), direction.y()));
        const QPointF unit = direction / length;
        const QPointF start = from + unit * radius;
        const QPointF end = to - unit * (radius + 2);
        painter.setPen(QPen(theme.muted, std::clamp(edge.weight, 0.6, 3.0)));
        painter.drawLine(start, end);
        const QPointF side(-unit.y(), unit.x());
        painter.setBrush(theme.muted);
        painter.setPen(Qt::NoPen);
        painter.drawPolygon(QPolygonF()
                            << end << end - unit * 7 + side * 3.2 << end - unit * 7 - side * 3.2);
        painter.setBrush(Qt::NoBrush);
        if (!edge.label.empty())
            labels.emplace_back(from + direction * 0.45, QString::fromStdString(edge.label));
    }
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
        const QPointF at = place(static_cast<std::int32_t>(i));
        painter.setPen(QPen(theme.contestant(graph.key.colour), 1.6));
        painter.setBrush(theme.card);
        painter.drawEllipse(at, radius, radius);
        painter.setPen(theme.text);
        painter.drawText(QRectF(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius),
                         Qt::AlignCenter, QString::fromStdString(graph.nodes[i].label));
    }
    for (const auto &[at, text] : labels) {
        const QRectF box(at.x() - metrics.horizontalAdvance(text) / 2 - 4,
                         at.y() - metrics.height() / 2, metrics.horizontalAdvance(text) + 8,
                         metrics.height());
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.card);
        painter.drawRoundedRect(box, 3, 3);
        painter.setPen(theme.text);
        painter.drawText(box, Qt::AlignCenter, text);
    }
}

void PaintedPanel::mouseMoveEvent(QMouseEvent *event)
{
    m_pointer = event->position();
    update();
}

void PaintedPanel::leaveEvent(QEvent *event)
{
    QWidget::leaveEvent(event);
    m_pointer = QPointF(-1, -1);
    update();
}

void PaintedPanel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        m_heatImage = QImage();
}

} // namespace agon::views
