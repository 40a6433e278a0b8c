#include "views/screen/axis_painter.h"

#include "views/figures/ticks.h"
#include "views/screen/theme.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace agon::views {
namespace {

constexpr double gap = 6;
/** Names of categories take at most this share of the width; longer ones are elided. */
constexpr double widestShare = 0.36;

QFont exponentFont(const QFont &font)
{
    QFont smaller = font;
    smaller.setPixelSize(std::max(7, font.pixelSize() * 3 / 4));
    return smaller;
}

double tickWidth(const Tick &tick, const QFont &font)
{
    return textWidth(QString::fromStdString(tick.text), font) +
           (tick.exponent.empty()
                ? 0
                : textWidth(QString::fromStdString(tick.exponent), exponentFont(font)));
}

/** Draws a tick's text with its raised exponent, the whole starting at @p left on @p baseline. */
void drawTick(QPainter &painter, const Tick &tick, const QFont &font, QPointF leftBaseline)
{
    painter.setFont(font);
    const QString text = QString::fromStdString(tick.text);
    painter.drawText(leftBaseline, text);
    if (!tick.exponent.empty()) {
        const double advance = textWidth(text, font);
        painter.setFont(exponentFont(font));
        painter.drawText(leftBaseline + QPointF(advance, -font.pixelSize() * 0.4),
                         QString::fromStdString(tick.exponent));
    }
}

} // namespace

AxisPainter::AxisPainter(const Axis &x, const Axis &y, const QFont &font)
    : m_x(x), m_y(y), m_font(font)
{}

bool AxisPainter::namesY() const
{
    return m_y.visible && m_y.categories.empty() && !axisTitle(m_y).isEmpty();
}

int AxisPainter::wantedX(const QRectF &plot) const
{
    return std::max(2, static_cast<int>(plot.width() / 90));
}
int AxisPainter::wantedY(const QRectF &plot) const
{
    return std::max(2, static_cast<int>(plot.height() / 56));
}

QRectF AxisPainter::plotArea(const QRectF &outer) const
{
    const QFontMetricsF metrics(m_font);
    double left = 4;
    double right = 4;
    if (m_y.visible)
        for (const Tick &tick : ticks(m_y, wantedY(outer)))
            if (!tick.minor)
                left = std::max(
                    left, std::min(tickWidth(tick, m_font), widestShare * outer.width()) + gap);
    double bottom = 4;
    if (m_x.visible) {
        bottom = metrics.height() + gap;
        if (!m_x.label.empty())
            bottom += metrics.height() + 2;
        // The outermost labels are centred on their ticks and must not be cut.
        // How many ticks there will be depends on the width that is left, so every number of them
        // counts.
        for (int wanted = 2; wanted <= wantedX(outer); ++wanted)
            for (const Tick &tick : ticks(m_x, wanted)) {
                if (tick.minor)
                    continue;
                const double half = tickWidth(tick, m_font) / 2;
                const double at = position(m_x, tick.value);
                if (at > 0.9)
                    right = std::max(right, half - (1 - at) * outer.width() + 2);
                if (at < 0.1)
                    left = std::max(left, half - at * outer.width() + 2);
            }
    }
    // The y axis is named above its numbers: a name along the axis would take their width.
    const double top = metrics.height() / 2 + 1 + (namesY() ? metrics.height() : 0);
    return outer.adjusted(std::ceil(left), std::ceil(top), -std::ceil(right), -std::ceil(bottom));
}

void AxisPainter::paint(QPainter &painter, const QRectF &plot, const Theme &theme) const
{
    const QFontMetricsF metrics(m_font);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, false);
    const QPen gridPen(theme.grid, 0);
    const QPen linePen(theme.line, 0);
    const bool categoriesY = !m_y.categories.empty();

    if (namesY()) {
        painter.setFont(m_font);
        painter.setPen(theme.muted);
        const QString title = metrics.elidedText(axisTitle(m_y), Qt::ElideRight, plot.right() - 2);
        painter.drawText(QPointF(2, plot.top() - metrics.height() / 2 - metrics.descent()), title);
    }
    if (m_y.visible) {
        double lastTop = 1e9;
        for (Tick tick : ticks(m_y, wantedY(plot))) {
            const double at = position(m_y, tick.value);
            if (!(at >= -1e-6 && at <= 1 + 1e-6))
                continue;
            const double y = plot.bottom() - at * plot.height();
            if (!tick.minor && !categoriesY) {
                painter.setPen(gridPen);
                painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
            }
            // Where rows are lower than a line of text, only as many names as fit.
            if (tick.minor || y + metrics.height() / 2 > lastTop + 1)
                continue;
            lastTop = y - metrics.height() / 2;
            painter.setPen(theme.muted);
            if (categoriesY)
                tick.text = metrics
                                .elidedText(QString::fromStdString(tick.text), Qt::ElideRight,
                                            plot.left() - gap)
                                .toStdString();
            drawTick(
                painter, tick, m_font,
                QPointF(plot.left() - gap - tickWidth(tick, m_font), y + metrics.ascent() / 2 - 1));
        }
    }
    if (m_x.visible) {
        double lastRight = -1e9;
        for (const Tick &tick : ticks(m_x, wantedX(plot))) {
            const double at = position(m_x, tick.value);
            if (!(at >= -1e-6 && at <= 1 + 1e-6))
                continue;
            const double x = plot.left() + at * plot.width();
            if (!tick.minor && m_x.categories.empty()) {
                painter.setPen(gridPen);
                painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
            }
            if (tick.minor)
                continue;
            const double width = tickWidth(tick, m_font);
            const double left = x - width / 2;
            if (left < lastRight + 4)
                continue;
            painter.setPen(theme.muted);
            drawTick(painter, tick, m_font,
                     QPointF(left, plot.bottom() + gap + metrics.ascent() - 2));
            lastRight = left + width;
        }
        if (!m_x.label.empty()) {
            painter.setFont(m_font);
            painter.setPen(theme.muted);
            // Centred under the plot where there is room, else within the whole figure.
            const double whole = painter.window().width();
            const QString title =
                metrics.elidedText(axisTitle(m_x), Qt::ElideRight, std::max(0.0, whole - 4));
            const double width = textWidth(title, m_font);
            const double left =
                std::max(2.0, std::min(plot.center().x() - width / 2, whole - 2 - width));
            painter.drawText(
                QPointF(left, plot.bottom() + gap + metrics.height() + metrics.ascent()), title);
        }
        painter.setPen(linePen);
        painter.drawLine(plot.bottomLeft(), plot.bottomRight());
    }
    painter.restore();
}

QPointF AxisPainter::map(const Axis &x, const Axis &y, const QRectF &plot, double xValue,
                         double yValue)
{
    return {plot.left() + position(x, xValue) * plot.width(),
            plot.bottom() - position(y, yValue) * plot.height()};
}

Axis zoomed(const Axis &axis, double low, double high)
{
    Axis result = axis;
    result.minimum = valueAt(axis, low);
    result.maximum = valueAt(axis, high);
    return result;
}

QString axisTitle(const Axis &axis)
{
    const QString label = QString::fromStdString(axis.label);
    const QString unit = QString::fromStdString(axis.unit);
    if (label.isEmpty() || unit.isEmpty() || unit == label)
        return label.isEmpty() ? unit : label;
    return QStringLiteral("%1 (%2)").arg(label, unit);
}

Panel besideTitle(Panel panel, const std::string &title)
{
    if (panel.y.label == title)
        panel.y.label.clear();
    return panel;
}

} // namespace agon::views
