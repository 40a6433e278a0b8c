#include "views/screen/colour_bar.h"

#include "views/figures/heat_colour.h"
#include "views/screen/marks.h"
#include "views/screen/theme.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <utility>

namespace agon::views {
namespace {

constexpr double gapBefore = 10;
constexpr double barWidth = 8;
constexpr double gapBetween = 4;
/** Of a bar that stands alone: longer says no more. */
constexpr double tallest = 240;

double numbersWidth(const HeatLayer &heat, const QFont &font)
{
    return std::max(textWidth(readOutNumber(heat.minimum), font),
                    textWidth(readOutNumber(heat.maximum), font));
}

bool hasEnds(const HeatLayer &heat) { return !heat.low.empty() || !heat.high.empty(); }

} // namespace

double colourBarExtent(const HeatLayer &heat, const QFont &font)
{
    double extent = gapBefore + barWidth;
    if (heat.numbers)
        extent += gapBetween + numbersWidth(heat, font);
    if (hasEnds(heat))
        extent += gapBetween + QFontMetricsF(font).height();
    return extent;
}

void paintColourBar(QPainter &painter, const HeatLayer &heat, const QRectF &plot, const QFont &font,
                    const Theme &theme)
{
    const QFontMetricsF metrics(font);
    const QRectF bar(plot.right() + gapBefore, plot.top(), barWidth, plot.height());
    const Appearance appearance = theme.dark ? Appearance::dark : Appearance::light;
    for (int i = 0; i < static_cast<int>(bar.height()); ++i) {
        const Colour colour = barColour(heat, i / bar.height(), appearance);
        painter.fillRect(QRectF(bar.left(), bar.bottom() - i - 1, bar.width(), 1),
                         QColor(colour.red, colour.green, colour.blue));
    }
    painter.setFont(font);
    painter.setPen(theme.muted);
    double right = bar.right() + gapBetween;
    if (heat.numbers) {
        painter.drawText(QPointF(right, bar.top() + metrics.ascent() - 1),
                         readOutNumber(heat.maximum));
        painter.drawText(QPointF(right, bar.bottom()), readOutNumber(heat.minimum));
        right += numbersWidth(heat, font) + gapBetween;
    }
    if (!hasEnds(heat))
        return;
    // Upwards: what the lower end means, and what the upper one.
    painter.save();
    painter.translate(right, bar.bottom());
    painter.rotate(-90);
    const QRectF column(0, 0, bar.height(), metrics.height());
    for (const auto &[words, side] :
         {std::pair{heat.low, Qt::AlignLeft}, std::pair{heat.high, Qt::AlignRight}})
        painter.drawText(
            column, side | Qt::AlignVCenter,
            metrics.elidedText(QString::fromStdString(words), Qt::ElideRight, 0.48 * bar.height()));
    painter.restore();
}

ColourBar::ColourBar(QWidget *parent) : QWidget(parent) { hide(); }

void ColourBar::setScale(std::optional<HeatLayer> scale)
{
    m_scale = std::move(scale);
    if (m_scale) {
        m_scale->values.clear();
        m_scale->texts.clear();
        m_scale->hints.clear();
        m_scale->words.clear();
        setFixedWidth(static_cast<int>(std::ceil(colourBarExtent(*m_scale, smallFont(font())))) +
                      4);
        setAccessibleDescription(QString::fromStdString(
            m_scale->low.empty() ? m_scale->label : m_scale->low + " – " + m_scale->high));
    }
    setVisible(m_scale.has_value());
    update();
}

void ColourBar::paintEvent(QPaintEvent *)
{
    if (!m_scale)
        return;
    QPainter painter(this);
    const double height = std::min<double>(tallest, this->height() - 16);
    paintColourBar(painter, *m_scale, QRectF(0, (this->height() - height) / 2, 0, height),
                   smallFont(font()), Theme::of(*this));
}

} // namespace agon::views
