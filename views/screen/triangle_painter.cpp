#include "views/screen/triangle_painter.h"

#include "views/figures/triangle.h"
#include "views/screen/marks.h"
#include "views/screen/theme.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPolygonF>

#include <algorithm>
#include <cmath>
#include <limits>

namespace agon::views {

namespace {

constexpr double reach = 10; ///< pixels

class TriangleOnScreen
{
public:
    TriangleOnScreen(const QRectF &outer, const QFont &font) : m_area(outer.adjusted(8, 4, -8, -4))
    {
        const double name = QFontMetricsF(font).height() + 4;
        m_room = TriangleRoom::within(m_area.width(), m_area.height(), name, name);
    }
    QPointF operator()(const std::array<double, 3> &shares) const
    {
        const TrianglePlace place = trianglePlace(shares);
        return {m_area.left() + m_room.left + place.x * m_room.side,
                m_area.bottom() - m_room.bottom - place.y * m_room.side};
    }
    QPolygonF outline() const
    {
        return {(*this)({1, 0, 0}), (*this)({0, 1, 0}), (*this)({0, 0, 1})};
    }
    const QRectF &area() const { return m_area; }

private:
    QRectF m_area;
    TriangleRoom m_room;
};

void paintPath(QPainter &painter, const SimplexLayer::Points &points, const TriangleOnScreen &place)
{
    QPolygonF piece;
    for (const auto &shares : points) {
        const QPointF at = place(shares);
        if (!std::isnan(at.x())) {
            piece.append(at);
            continue;
        }
        painter.drawPolyline(piece);
        piece.clear();
    }
    painter.drawPolyline(piece);
}

void paintEnds(QPainter &painter, const SimplexLayer::Path &path, const TriangleOnScreen &place,
               const Theme &theme)
{
    const auto isPlace = [](const auto &shares) { return !std::isnan(trianglePlace(shares).x); };
    const auto first = std::find_if(path.points.begin(), path.points.end(), isPlace);
    const auto last = std::find_if(path.points.rbegin(), path.points.rend(), isPlace);
    if (first == path.points.end())
        return;
    const QColor colour = theme.contestant(path.key.colour);
    painter.setPen(QPen(colour, 1.4));
    painter.setBrush(theme.card);
    painter.drawEllipse(place(*first), 3.5, 3.5);
    painter.setPen(QPen(theme.card, 1));
    painter.setBrush(colour);
    paintMarker(painter, place(*last), 10, path.key.colour);
    painter.setBrush(Qt::NoBrush);
}

struct PlaceOnPath
{
    const SimplexLayer::Path *path = nullptr;
    std::size_t index = 0;
};

PlaceOnPath nearest(const SimplexLayer &simplex, const TriangleOnScreen &place, QPointF at)
{
    PlaceOnPath found;
    double least = reach;
    for (const SimplexLayer::Path &path : simplex.paths)
        for (std::size_t i = 0; i < path.points.size(); ++i) {
            const QPointF away = place(path.points[i]) - at;
            const double distance = std::hypot(away.x(), away.y());
            if (distance < least) {
                least = distance;
                found = {&path, i};
            }
        }
    return found;
}

void paintNames(QPainter &painter, const SimplexLayer &simplex, const TriangleOnScreen &place,
                const Theme &theme)
{
    const QFontMetricsF metrics(painter.font());
    const QPolygonF corners = place.outline();
    const QRectF &area = place.area();
    painter.setPen(theme.muted);
    for (std::size_t k = 0; k < simplex.corners.size(); ++k) {
        const bool above = k == 2;
        const double most = above ? area.width() : 0.5 * area.width() - 6;
        const QString name = metrics.elidedText(QString::fromStdString(simplex.corners[k]),
                                                Qt::ElideRight, std::max(0.0, most));
        const double width = textWidth(name, painter.font());
        const QPointF &corner = corners[static_cast<qsizetype>(k)];
        const double left = std::clamp(corner.x() - 0.5 * width, area.left(),
                                       std::max(area.left(), area.right() - width));
        painter.drawText(QPointF(left, above ? corner.y() - 5 : corner.y() + 3 + metrics.ascent()),
                         name);
    }
}

} // namespace

void paintTriangle(QPainter &painter, const SimplexLayer &simplex, const QRectF &outer,
                   QPointF pointer, const QFont &font, const Theme &theme)
{
    const QFont small = smallFont(font);
    const TriangleOnScreen place(outer, small);
    painter.setFont(small);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme.grid, 0));
    for (const auto &[from, to] : triangleGrid())
        painter.drawLine(place(from), place(to));
    painter.setPen(QPen(withAlpha(theme.muted, 0.7), 1));
    painter.drawPolygon(place.outline());
    for (const SimplexLayer::Path &path : simplex.paths) {
        painter.setPen(QPen(withAlpha(theme.contestant(path.key.colour), 0.35), 0));
        for (const SimplexLayer::Points &seed : path.seeds)
            paintPath(painter, seed, place);
    }
    for (const SimplexLayer::Path &path : simplex.paths) {
        QPen pen(theme.contestant(path.key.colour), 1.6, Qt::SolidLine, Qt::FlatCap, Qt::RoundJoin);
        if (const QList<qreal> dash = dashPattern(path.key.colour); !dash.isEmpty())
            pen.setDashPattern(dash);
        painter.setPen(pen);
        paintPath(painter, path.points, place);
        paintEnds(painter, path, place, theme);
    }
    paintNames(painter, simplex, place, theme);
    const PlaceOnPath pointed = nearest(simplex, place, pointer);
    if (pointed.path == nullptr)
        return;
    ReadOut readOut;
    readOut.title = QStringLiteral("%1, %2 %3")
                        .arg(QString::fromStdString(pointed.path->key.name),
                             QString::fromStdString(simplex.stepUnit),
                             readOutNumber(pointed.path->at[pointed.index]));
    for (std::size_t k = 0; k < simplex.corners.size(); ++k) {
        const double share = pointed.path->points[pointed.index][k];
        readOut.rows.push_back({pointed.path->key, QString::fromStdString(simplex.corners[k]),
                                readOutNumber(share), share});
    }
    paintReadOutBox(painter, readOut, outer, pointer, font, theme);
}

int pathAt(const SimplexLayer &simplex, const QRectF &outer, QPointF at, const QFont &font)
{
    const PlaceOnPath found = nearest(simplex, TriangleOnScreen(outer, smallFont(font)), at);
    return found.path != nullptr ? found.path->key.colour : -1;
}

} // namespace agon::views
