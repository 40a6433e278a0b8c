#include "views/paper/clip.h"

#include <cmath>
#include <functional>

namespace agon::views {

namespace {

enum Side : unsigned { inside = 0, left = 1, right = 2, above = 4, below = 8 };

/** In tenths of a point. The place of an axis's end is computed and may miss the edge by a rounding
 *  error: what lies on the edge is inside. */
constexpr double edgeTolerance = 0.01;

unsigned sidesOf(const QPointF &point, const QRectF &area)
{
    unsigned sides = inside;
    if (point.x() < area.left() - edgeTolerance)
        sides |= left;
    else if (point.x() > area.right() + edgeTolerance)
        sides |= right;
    if (point.y() < area.top() - edgeTolerance)
        sides |= above;
    else if (point.y() > area.bottom() + edgeTolerance)
        sides |= below;
    return sides;
}

/** Moves the outer end of a segment onto the border it crosses first. */
QPointF toBorder(const QPointF &a, const QPointF &b, unsigned sides, const QRectF &area)
{
    const auto atX = [&](double x) {
        return QPointF(x, a.y() + (b.y() - a.y()) * ((x - a.x()) / (b.x() - a.x())));
    };
    const auto atY = [&](double y) {
        return QPointF(a.x() + (b.x() - a.x()) * ((y - a.y()) / (b.y() - a.y())), y);
    };
    if (sides & above)
        return atY(area.top());
    if (sides & below)
        return atY(area.bottom());
    if (sides & left)
        return atX(area.left());
    return atX(area.right());
}

bool clipSegment(QPointF &a, QPointF &b, const QRectF &area)
{
    unsigned first = sidesOf(a, area);
    unsigned second = sidesOf(b, area);
    while ((first | second) != inside) {
        if ((first & second) != inside)
            return false;
        const unsigned outer = first != inside ? first : second;
        const QPointF moved = toBorder(a, b, outer, area);
        if (outer == first) {
            a = moved;
            first = sidesOf(a, area) & ~outer;
        } else {
            b = moved;
            second = sidesOf(b, area) & ~outer;
        }
    }
    return true;
}

} // namespace

bool isWithin(const QPointF &point, const QRectF &area) { return sidesOf(point, area) == inside; }

std::vector<QPolygonF> clipPolyline(const QPolygonF &line, const QRectF &area)
{
    std::vector<QPolygonF> parts;
    bool open = false;
    for (qsizetype i = 0; i + 1 < line.size(); ++i) {
        QPointF a = line[i];
        QPointF b = line[i + 1];
        if (!clipSegment(a, b, area)) {
            open = false;
            continue;
        }
        if (!open || parts.back().back() != a)
            parts.push_back(QPolygonF{a});
        parts.back().append(b);
        open = b == line[i + 1];
    }
    return parts;
}

QPolygonF clipPolygon(const QPolygonF &polygon, const QRectF &area)
{
    QPolygonF current = polygon;
    const auto cut = [&current](const std::function<double(const QPointF &)> &distance) {
        QPolygonF result;
        for (qsizetype i = 0; i < current.size(); ++i) {
            const QPointF &a = current[i];
            const QPointF &b = current[(i + 1) % current.size()];
            const double first = distance(a);
            const double second = distance(b);
            if (first >= 0)
                result.append(a);
            if ((first >= 0) != (second >= 0))
                result.append(a + (b - a) * (first / (first - second)));
        }
        current = result;
    };
    cut([&](const QPointF &p) { return p.x() - area.left(); });
    cut([&](const QPointF &p) { return area.right() - p.x(); });
    cut([&](const QPointF &p) { return p.y() - area.top(); });
    cut([&](const QPointF &p) { return area.bottom() - p.y(); });
    return current;
}

} // namespace agon::views
