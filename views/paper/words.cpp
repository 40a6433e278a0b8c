#include "views/paper/words.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace agon::views {

namespace {

/** The box nearest to @p about, of those that @p boxAt gives around it, that covers neither ink nor
 *  other boxes; the emptiest one when all do. */
template <typename BoxAt>
QRectF freeBox(const BoxAt &boxAt, const QPointF &about, const std::vector<Inked> &ink,
               const std::vector<QRectF> &others, double step)
{
    constexpr int rings = 16;
    constexpr int directions = 12;
    QRectF best = boxAt(about);
    double least = 1e9;
    for (int ring = 0; ring < rings; ++ring)
        for (int i = 0; i < (ring == 0 ? 1 : directions); ++i) {
            const double angle = 2 * std::numbers::pi * i / directions;
            // Letters are wider than high: further aside than up and down.
            const QRectF box = boxAt(
                about + QPointF(2 * ring * step * std::cos(angle), -ring * step * std::sin(angle)));
            const QRectF wide = box.adjusted(-10, -10, 10, 10);
            double covered = 0;
            for (const Inked &spot : ink)
                covered += wide.contains(spot.at) ? spot.weight : 0;
            for (const QRectF &other : others)
                covered += wide.intersects(other) ? 10 : 0;
            if (covered == 0)
                return box;
            if (covered < least) {
                least = covered;
                best = box;
            }
        }
    return best;
}

} // namespace

void drawWords(Page &page, const HeatLayer &heat, const Frame2D &frame, const QRectF &taken)
{
    const double size = page.smallSize();
    const double cap = page.capHeight(size);
    std::vector<Inked> ink;
    for (const Layer &layer : frame.panel.layers)
        if (!std::holds_alternative<HeatLayer>(layer))
            collectInk(layer, frame, ink);
    std::vector<QRectF> boxes{taken};
    for (const HeatLayer::Word &word : heat.words) {
        const QString text =
            page.elided(QString::fromStdString(word.text), size, 0.9 * frame.plot.width());
        const double half = 0.5 * page.textWidth(text, size) + 15;
        if (frame.plot.width() < 2 * half + 20 || frame.plot.height() < 2 * cap + 20)
            continue;
        const QPointF about(frame.plot.left() + (word.column + 0.5) * frame.plot.width() /
                                                    std::max(1, heat.columns),
                            frame.plot.bottom() -
                                (word.row + 0.5) * frame.plot.height() / std::max(1, heat.rows));
        const auto boxAt = [&](const QPointF &at) {
            const double x =
                std::clamp(at.x(), frame.plot.left() + half + 10, frame.plot.right() - half - 10);
            const double y =
                std::clamp(at.y(), frame.plot.top() + cap + 10, frame.plot.bottom() - cap - 10);
            return QRectF(x - half, y - cap, 2 * half, 2 * cap);
        };
        const QRectF box = freeBox(boxAt, about, ink, boxes, cap);
        boxes.push_back(box);
        if (!box.contains(about))
            page.polyline({box.center(), about}, page.pen(page.colours().mutedText, 0.4));
        page.painter().setPen(Qt::NoPen);
        page.painter().setBrush(colourOf(page.colours().background, 0.85));
        page.painter().drawRect(box);
        page.text(box.center() + QPointF(0, 0.5 * cap), text, size, Align::centre,
                  colourOf(page.colours().text));
    }
}

} // namespace agon::views
