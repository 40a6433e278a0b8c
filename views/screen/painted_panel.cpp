#include "views/screen/painted_panel.h"

#include "views/figures/heat_colour.h"
#include "views/figures/ticks.h"
#include "views/screen/axis_painter.h"
#include "views/screen/colour_bar.h"
#include "views/screen/marks.h"
#include "views/screen/row_layers.h"
#include "views/screen/theme.h"
#include "views/screen/triangle_painter.h"

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

std::size_t cellIndex(const HeatLayer &heat, int row, int column)
{
    return static_cast<std::size_t>(row) * static_cast<std::size_t>(heat.columns) +
           static_cast<std::size_t>(column);
}

constexpr double faint = 0.25; ///< what is left of cells that somebody else stands out of
constexpr int lowest = 80;
/** Lines of text that ticks, title and margins of the x axis take. */
constexpr double axisRows = 3.2;

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
    const bool rows = !panel.y.categories.empty() && heatOf(panel) == nullptr;
    int height = lowest;
    if (rows) {
        const double row = QFontMetricsF(smallFont(this->font())).height();
        const auto count = static_cast<double>(panel.y.categories.size());
        height = std::max(height, static_cast<int>(std::ceil((count + axisRows) * row)));
    }
    setMinimumHeight(height);
    update();
}

void PaintedPanel::setOwnColourBar(bool own)
{
    m_ownBar = own;
    update();
}

void PaintedPanel::setHint(const QString &hint)
{
    m_hint = hint;
    update();
}

void PaintedPanel::setHighlight(std::optional<int> colour)
{
    m_highlight = colour;
    update();
}

int PaintedPanel::contestantAt(QPointF at) const
{
    if (const auto *simplex = first<SimplexLayer>(m_panel))
        return pathAt(*simplex, rect(), at, font());
    const QRectF plot = AxisPainter(m_panel.x, m_panel.y, smallFont(this->font())).plotArea(rect());
    if (m_panel.y.categories.empty() || plot.height() < 1 || at.y() < plot.top() ||
        at.y() > plot.bottom())
        return -1;
    const double row = valueAt(m_panel.y, (plot.bottom() - at.y()) / plot.height());
    int found = -1;
    for (const Layer &layer : m_panel.layers)
        std::visit(
            [&](const auto &concrete) {
                if constexpr (requires {
                                  concrete.position;
                                  concrete.key;
                              }) {
                    if (std::abs(concrete.position - row) <= 0.5)
                        found = concrete.key.colour;
                } else if constexpr (requires {
                                         concrete.y;
                                         concrete.key;
                                     }) {
                    if (found < 0 && !concrete.y.empty() &&
                        std::abs(concrete.y.front() - row) <= 0.5)
                        found = concrete.key.colour;
                }
            },
            layer);
    return found;
}

void PaintedPanel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(smallFont(this->font()));
    const QRectF outer = QRectF(rect());
    if (m_panel.layers.empty()) {
        painter.setPen(Theme::of(*this, m_highlight).muted);
        painter.drawText(outer.adjusted(12, 0, -12, 0), Qt::AlignCenter | Qt::TextWordWrap, m_hint);
        return;
    }
    if (const HeatLayer *heat = heatOf(m_panel))
        paintHeat(painter, *heat, outer);
    else if (const auto *graph = first<GraphLayer>(m_panel))
        paintGraph(painter, *graph, outer);
    else if (const auto *simplex = first<SimplexLayer>(m_panel))
        paintTriangle(painter, *simplex, outer, m_pointer, font(), Theme::of(*this, m_highlight));
    else if (has<BarLayer>(m_panel))
        paintBars(painter, outer);
    else
        paintRows(painter, outer);
}

QRectF PaintedPanel::heatArea(const HeatLayer &heat) const
{
    const QFont font = smallFont(this->font());
    const double bar = m_ownBar ? colourBarExtent(heat, font) : 0;
    return AxisPainter(m_panel.x, m_panel.y, font)
        .plotArea(QRectF(rect()).adjusted(0, 0, -std::ceil(bar) - (m_ownBar ? 0 : 4), 0));
}

std::optional<QPoint> PaintedPanel::heatCell(QPointF at) const
{
    const HeatLayer *heat = heatOf(m_panel);
    if (heat == nullptr || heat->rows < 1 || heat->columns < 1)
        return std::nullopt;
    const QRectF plot = heatArea(*heat);
    if (!plot.contains(at))
        return std::nullopt;
    return QPoint(
        std::clamp(static_cast<int>((at.x() - plot.left()) / plot.width() * heat->columns), 0,
                   heat->columns - 1),
        std::clamp(static_cast<int>((plot.bottom() - at.y()) / plot.height() * heat->rows), 0,
                   heat->rows - 1));
}

void PaintedPanel::paintHeat(QPainter &painter, const HeatLayer &heat, const QRectF &outer)
{
    const Theme theme = Theme::of(*this, m_highlight);
    const QFont font = smallFont(this->font());
    const AxisPainter axes(m_panel.x, m_panel.y, font);
    const QRectF plot = heatArea(heat);
    if (plot.width() < 10 || plot.height() < 10)
        return;
    if (m_heatImage.isNull()) {
        const Appearance appearance = theme.dark ? Appearance::dark : Appearance::light;
        m_heatImage = QImage(heat.columns, heat.rows, QImage::Format_ARGB32);
        for (int row = 0; row < heat.rows; ++row)
            for (int column = 0; column < heat.columns; ++column) {
                const double value = heat.values[cellIndex(heat, row, column)];
                const Colour colour = heatColour(heat, value, appearance);
                m_heatImage.setPixelColor(
                    column, heat.rows - 1 - row,
                    std::isnan(value) ? theme.grid : QColor(colour.red, colour.green, colour.blue));
            }
    }
    painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
    axes.paint(painter, plot, theme);
    painter.drawImage(plot, m_heatImage);
    paintFaintCells(painter, heat, plot, theme);
    paintCellTexts(painter, heat, plot);
    for (const Layer &layer : m_panel.layers)
        if (const auto *line = std::get_if<LineLayer>(&layer))
            paintMapLine(painter, *line, {m_panel, plot, theme, 1});
    paintWords(painter, heat, plot, theme);
    if (m_ownBar)
        paintColourBar(painter, heat, plot, font, theme);

    const std::optional<QPoint> pointed = heatCell(m_pointer);
    if (!pointed)
        return;
    const std::size_t at = cellIndex(heat, pointed->y(), pointed->x());
    const auto name = [](const Axis &axis, int index, int count) {
        const QString value =
            static_cast<std::size_t>(index) < axis.categories.size()
                ? QString::fromStdString(axis.categories[static_cast<std::size_t>(index)])
                : readOutNumber(valueAt(axis, (index + 0.5) / count));
        return axis.label.empty() ? value
                                  : QString::fromStdString(axis.label) + QLatin1Char(' ') + value;
    };
    ReadOut readOut;
    readOut.title = name(m_panel.y, pointed->y(), heat.rows) + QStringLiteral(", ") +
                    name(m_panel.x, pointed->x(), heat.columns);
    if (!heat.hints.empty())
        readOut.title = QString::fromStdString(heat.hints[at]);
    if (readOut.title.isEmpty())
        return;
    if (heat.hints.empty())
        readOut.rows.push_back({{-1, ""},
                                QString::fromStdString(heat.label),
                                readOutNumber(heat.values[at]),
                                heat.values[at]});
    paintReadOutBox(painter, readOut, outer, m_pointer, font, theme);
}

bool PaintedPanel::standsBack(const HeatLayer &heat, int row, int column) const
{
    const auto isOf = [this](const std::vector<Key> &keys, int index) {
        return static_cast<std::size_t>(index) < keys.size() &&
               keys[static_cast<std::size_t>(index)].colour == *m_highlight;
    };
    return m_highlight && !heat.rowKeys.empty() && !isOf(heat.rowKeys, row) &&
           !isOf(heat.columnKeys, column);
}

void PaintedPanel::paintFaintCells(QPainter &painter, const HeatLayer &heat, const QRectF &plot,
                                   const Theme &theme) const
{
    const double width = plot.width() / heat.columns;
    const double height = plot.height() / heat.rows;
    for (int row = 0; row < heat.rows; ++row)
        for (int column = 0; column < heat.columns; ++column)
            if (standsBack(heat, row, column))
                painter.fillRect(QRectF(plot.left() + column * width,
                                        plot.bottom() - (row + 1) * height, width, height),
                                 withAlpha(theme.card, 1 - faint));
}

void PaintedPanel::paintWords(QPainter &painter, const HeatLayer &heat, const QRectF &plot,
                              const Theme &theme) const
{
    const QFontMetricsF metrics(painter.font());
    for (const HeatLayer::Word &word : heat.words) {
        const QString text = metrics.elidedText(QString::fromStdString(word.text), Qt::ElideRight,
                                                plot.width() - 16);
        QRectF box(0, 0, textWidth(text, painter.font()) + 10, metrics.height() + 2);
        if (plot.width() < box.width() + 4 || plot.height() < box.height() + 4)
            continue;
        box.moveCenter({plot.left() + (word.column + 0.5) * plot.width() / heat.columns,
                        plot.bottom() - (word.row + 0.5) * plot.height() / heat.rows});
        box.moveLeft(std::clamp(box.left(), plot.left() + 2, plot.right() - box.width() - 2));
        box.moveTop(std::clamp(box.top(), plot.top() + 2, plot.bottom() - box.height() - 2));
        painter.setPen(Qt::NoPen);
        painter.setBrush(withAlpha(theme.card, 0.85));
        painter.drawRoundedRect(box, 3, 3);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(theme.text);
        painter.drawText(box, Qt::AlignCenter, text);
    }
}

void PaintedPanel::paintCellTexts(QPainter &painter, const HeatLayer &heat, const QRectF &plot)
{
    const QFontMetricsF metrics(painter.font());
    const double width = plot.width() / heat.columns;
    const double height = plot.height() / heat.rows;
    // A field's own numbers only where there are few of them.
    if (height < metrics.height() || (heat.texts.empty() && heat.rows * heat.columns > 100))
        return;
    for (int row = 0; row < heat.rows; ++row)
        for (int column = 0; column < heat.columns; ++column) {
            const std::size_t at = cellIndex(heat, row, column);
            QString text;
            if (!heat.texts.empty())
                text = QString::fromStdString(heat.texts[at]);
            else if (!std::isnan(heat.values[at]))
                text = QString::number(heat.values[at], 'g', 2)
                           .replace(QLatin1Char('-'), QChar(0x2212));
            if (text.isEmpty() || textWidth(text, painter.font()) + 4 > width)
                continue;
            const bool back = standsBack(heat, row, column);
            const QColor fill = m_heatImage.pixelColor(column, heat.rows - 1 - row);
            painter.setPen(back                     ? withAlpha(palette().windowText().color(), 0.4)
                           : fill.lightness() > 140 ? QColor(Qt::black)
                                                    : QColor(Qt::white));
            painter.drawText(QRectF(plot.left() + column * width,
                                    plot.bottom() - (row + 1) * height, width, height),
                             Qt::AlignCenter, text);
        }
}

void PaintedPanel::paintRows(QPainter &painter, const QRectF &outer)
{
    const Theme theme = Theme::of(*this, m_highlight);
    const QFont font = smallFont(this->font());
    double wordsWidth = 0;
    const bool wordsFit =
        outer.height() / std::max<double>(1, static_cast<double>(m_panel.layers.size())) >
        QFontMetricsF(font).height();
    for (const Layer &layer : m_panel.layers)
        if (const auto *interval = std::get_if<IntervalLayer>(&layer); interval && wordsFit)
            wordsWidth =
                std::max(wordsWidth, textWidth(QString::fromStdString(interval->text), font));
    const AxisPainter axes(m_panel.x, m_panel.y, font);
    const QRectF plot =
        axes.plotArea(outer.adjusted(0, 0, wordsWidth > 0 ? -wordsWidth - 8 : 0, 0));
    axes.paint(painter, plot, theme);
    painter.save();
    painter.setClipRect(plot.adjusted(-4, -4, outer.right() - plot.right(), 4));
    const RowFrame frame{m_panel, plot, theme,
                         plot.height() * std::abs(position(m_panel.y, 1) - position(m_panel.y, 0))};
    for (const Layer &layer : m_panel.layers) {
        if (const auto *strip = std::get_if<StripLayer>(&layer)) {
            paintStrip(painter, *strip, frame);
        } else if (const auto *interval = std::get_if<IntervalLayer>(&layer)) {
            paintInterval(painter, *interval, frame, wordsFit ? wordsWidth : 0);
        } else if (const auto *line = std::get_if<LineLayer>(&layer)) {
            paintRowLine(painter, *line, frame);
        } else if (const auto *points = std::get_if<PointLayer>(&layer)) {
            paintRowPoints(painter, *points, frame);
        } else if (const auto *mark = std::get_if<MarkLayer>(&layer); mark) {
            paintMark(painter, *mark, m_panel.x, m_panel.y, plot, theme);
        }
    }
    painter.restore();
}

void PaintedPanel::paintBars(QPainter &painter, const QRectF &outer)
{
    const Theme theme = Theme::of(*this, m_highlight);
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
    const Theme theme = Theme::of(*this, m_highlight);
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

void PaintedPanel::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    const HeatLayer *heat = heatOf(m_panel);
    if (heat == nullptr)
        Q_EMIT contestantClicked(contestantAt(event->position()));
    else if (const std::optional<QPoint> cell = heatCell(event->position()))
        Q_EMIT cellClicked(cell->y(), cell->x());
    else if (const std::optional<int> colour = namedAt(*heat, event->position()))
        Q_EMIT contestantClicked(*colour);
}

std::optional<int> PaintedPanel::namedAt(const HeatLayer &heat, QPointF at) const
{
    const QRectF plot = heatArea(heat);
    const auto colourIn = [](const std::vector<Key> &keys, double share) -> std::optional<int> {
        const auto index = static_cast<std::size_t>(share * static_cast<double>(keys.size()));
        return index < keys.size() ? std::optional(keys[index].colour) : std::nullopt;
    };
    if (at.x() < plot.left() && at.y() > plot.top() && at.y() < plot.bottom())
        return colourIn(heat.rowKeys, (plot.bottom() - at.y()) / plot.height());
    if (at.y() > plot.bottom() && at.x() > plot.left() && at.x() < plot.right())
        return colourIn(heat.columnKeys, (at.x() - plot.left()) / plot.width());
    return std::nullopt;
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
