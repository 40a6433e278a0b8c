#include "views/paper/legend_box.h"

#include "views/paper/layers.h"

#include <algorithm>

namespace agon::views {

namespace {

constexpr double keyLength = 180; ///< the line in a legend, tenths of a point
constexpr double keyGap = 40;     ///< to the name

double rowHeight(const Page &page) { return 1.05 * page.lineHeight(page.smallSize()); }

double entryWidth(const Page &page, const LegendEntry &entry)
{
    return keyLength + keyGap +
           page.textWidth(QString::fromStdString(entry.text), page.smallSize());
}

/** A name that is longer than @p width leaves is cut, which the page tells. */
void drawEntry(Page &page, const LegendEntry &entry, QPointF at, double width)
{
    const double middle = at.y() + 0.5 * rowHeight(page);
    if (entry.line) {
        page.polyline({{at.x(), middle}, {at.x() + keyLength, middle}},
                      page.linePen(entry.key, page.lineWidth(entry.key)));
    }
    if (entry.area) {
        const double size = page.capHeight(page.smallSize());
        page.painter().setPen(Qt::NoPen);
        page.painter().setBrush(colourOf(contestantStyle(entry.key.colour).colour));
        page.painter().drawRect(
            QRectF(at.x() + keyLength - 1.5 * size, middle - 0.5 * size, 1.5 * size, size));
    } else if (entry.key.colour >= 0 && (page.style().markers || !entry.line))
        page.marker({at.x() + 0.5 * keyLength, middle}, entry.key, 3);
    page.text({at.x() + keyLength + keyGap, middle + 0.5 * page.capHeight(page.smallSize())},
              page.elided(QString::fromStdString(entry.text), page.smallSize(),
                          width - keyLength - keyGap),
              page.smallSize(), Align::left, colourOf(page.colours().text));
}

} // namespace

std::optional<QRectF> placeLegend(const Page &page, const Panel &panel,
                                  const std::vector<LegendEntry> &entries, const QRectF &plot)
{
    const bool filled =
        std::any_of(panel.layers.begin(), panel.layers.end(), [](const Layer &layer) {
            const auto *line = std::get_if<LineLayer>(&layer);
            return line != nullptr && line->area;
        });
    if (entries.empty() || filled)
        return std::nullopt;
    double width = 0;
    for (const LegendEntry &entry : entries)
        width = std::max(width, entryWidth(page, entry));
    const double height = rowHeight(page) * static_cast<double>(entries.size());
    if (width > 0.6 * plot.width() || height > 0.7 * plot.height())
        return std::nullopt;
    const Frame2D frame{panel, plot};
    std::vector<Inked> ink;
    for (const Layer &layer : panel.layers)
        collectInk(layer, frame, ink);
    const double margin = 40;
    std::optional<QRectF> best;
    double least = 3; // more ink than this disturbs
    for (const double x : {plot.left() + margin, plot.right() - margin - width})
        for (const double y : {plot.top() + margin, plot.bottom() - margin - height}) {
            const QRectF box = QRectF(x, y, width, height).adjusted(-20, -20, 20, 20);
            double covered = 0;
            for (const Inked &spot : ink)
                covered += box.contains(spot.at) ? spot.weight : 0;
            if (covered < least) {
                least = covered;
                best = QRectF(x, y, width, height);
            }
        }
    return best;
}

void drawLegendColumn(Page &page, const std::vector<LegendEntry> &entries, QPointF at)
{
    for (const LegendEntry &entry : entries) {
        drawEntry(page, entry, at, entryWidth(page, entry));
        at.ry() += rowHeight(page);
    }
}

double drawLegendRows(Page &page, const std::vector<LegendEntry> &entries, QPointF at, double width)
{
    constexpr double gap = 100;
    double x = at.x();
    double y = at.y();
    for (const LegendEntry &entry : entries) {
        const double own = entryWidth(page, entry);
        if (x > at.x() && x + own > at.x() + width) {
            x = at.x();
            y += rowHeight(page);
        }
        drawEntry(page, entry, {x, y}, std::min(own, width));
        x += own + gap;
    }
    return y + rowHeight(page) + 30 - at.y();
}

} // namespace agon::views
