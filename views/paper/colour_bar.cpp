#include "views/paper/colour_bar.h"

#include "views/figures/heat_colour.h"
#include "views/figures/ticks.h"

#include <algorithm>
#include <utility>

namespace agon::views {

namespace {

constexpr double barGap = 60; ///< between plot and bar, in tenths of a point as all lengths here
constexpr double barWidth = 60;
constexpr double numbersGap = 35;
constexpr double wordsGap = 25;

Axis barAxis(const HeatLayer &heat)
{
    Axis axis;
    axis.minimum = heat.minimum;
    axis.maximum = heat.maximum;
    return axis;
}

double widestNumber(const Page &page, const HeatLayer &heat)
{
    double widest = 0;
    for (const Tick &tick : ticks(barAxis(heat), 4))
        widest = std::max(widest, page.tickWidth(tick));
    return widest;
}

bool hasEnds(const HeatLayer &heat) { return !heat.low.empty() || !heat.high.empty(); }

/** Upwards beside the bar: what its ends mean, and between them, where there is room, what it
 *  shows. */
void drawWordsOfBar(Page &page, const HeatLayer &heat, const QRectF &bar, double baseline)
{
    const double small = page.smallSize();
    const QColor ink = colourOf(page.colours().text);
    double taken = 0;
    for (const auto &[words, atTop] : {std::pair{heat.low, false}, std::pair{heat.high, true}}) {
        const QString text = page.elided(QString::fromStdString(words), small, 0.48 * bar.height());
        const double half = 0.5 * page.textWidth(text, small);
        taken = std::max(taken, half);
        page.verticalText({baseline, atTop ? bar.top() + half : bar.bottom() - half}, text, small,
                          ink);
    }
    QString label = QString::fromStdString(heat.label);
    if (!heat.unit.empty())
        label += QLatin1String(" (") + QString::fromStdString(heat.unit) + QLatin1Char(')');
    const double room = hasEnds(heat) ? bar.height() - 4 * taken - 100 : 1.3 * bar.height();
    if (hasEnds(heat) && page.textWidth(label, small) > room)
        return;
    page.verticalText({baseline, bar.center().y()}, page.elided(label, small, room), small, ink);
}

} // namespace

double colourBarExtent(const Page &page, const HeatLayer &heat)
{
    double extent = barGap + barWidth;
    if (heat.numbers)
        extent += numbersGap + widestNumber(page, heat);
    if (!heat.label.empty() || hasEnds(heat))
        extent += wordsGap + page.lineHeight(page.smallSize());
    return extent;
}

void drawColourBar(Page &page, const HeatLayer &heat, const QRectF &plot)
{
    page.beginGroup(QStringLiteral("colour bar"));
    const QRectF bar(plot.right() + barGap, plot.top(), barWidth, plot.height());
    constexpr int slices = 100;
    page.painter().setPen(Qt::NoPen);
    for (int i = 0; i < slices; ++i) {
        page.painter().setBrush(colourOf(barColour(heat, (i + 0.5) / slices)));
        const double top = bar.bottom() - (i + 1) * bar.height() / slices;
        page.painter().drawRect(
            QRectF(bar.left(), top, bar.width(), bar.height() / slices + (i > 0 ? 2 : 0)));
    }
    const QPen pen = page.pen(page.colours().text, 0.5);
    page.polyline(
        {bar.topLeft(), bar.topRight(), bar.bottomRight(), bar.bottomLeft(), bar.topLeft()}, pen);
    const Axis axis = barAxis(heat);
    const double small = page.smallSize();
    double right = bar.right();
    if (heat.numbers) {
        for (const Tick &tick : ticks(axis, 4)) {
            const double y = bar.bottom() - bar.height() * position(axis, tick.value);
            page.polyline({{bar.right(), y}, {bar.right() + 15, y}}, pen);
            page.tickText({bar.right() + numbersGap, y + 0.5 * page.capHeight(small)}, tick,
                          Align::left);
        }
        right += numbersGap + widestNumber(page, heat);
    }
    drawWordsOfBar(page, heat, bar, right + wordsGap + page.ascent(small));
    page.endGroup();
}

} // namespace agon::views
