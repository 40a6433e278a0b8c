#include "views/paper/triangle.h"

#include "views/figures/triangle.h"

#include <QPolygonF>

#include <algorithm>
#include <cmath>

namespace agon::views {

namespace {

constexpr double nameHeight = 120; ///< with air around it, tenths of a point

/** Where shares lie on the page. */
class TriangleOnPage
{
public:
    explicit TriangleOnPage(const QRectF &plot)
        : m_plot(plot)
        , m_room(TriangleRoom::within(plot.width(), plot.height(), nameHeight, nameHeight))
    {}
    QPointF operator()(const std::array<double, 3> &shares) const
    {
        const TrianglePlace place = trianglePlace(shares);
        return {m_plot.left() + m_room.left + place.x * m_room.side,
                m_plot.bottom() - m_room.bottom - place.y * m_room.side};
    }
    QPolygonF outline() const
    {
        return {(*this)({1, 0, 0}), (*this)({0, 1, 0}), (*this)({0, 0, 1}), (*this)({1, 0, 0})};
    }
    double side() const { return m_room.side; }

private:
    QRectF m_plot;
    TriangleRoom m_room;
};

/** The pieces of a path between points that are missing. */
std::vector<QPolygonF> piecesOf(const SimplexLayer::Points &points, const TriangleOnPage &place)
{
    std::vector<QPolygonF> pieces;
    bool open = false;
    for (const auto &shares : points) {
        const QPointF at = place(shares);
        if (std::isnan(at.x())) {
            open = false;
            continue;
        }
        if (!open)
            pieces.emplace_back();
        open = true;
        // A path that stays in its corner is one point.
        if (pieces.back().isEmpty() || pieces.back().back() != at)
            pieces.back().append(at);
    }
    return pieces;
}

void drawNames(Page &page, const SimplexLayer &simplex, const TriangleOnPage &place,
               const QRectF &plot)
{
    const double small = page.smallSize();
    const double cap = page.capHeight(small);
    const QPolygonF corners = place.outline();
    for (std::size_t k = 0; k < simplex.corners.size(); ++k) {
        const bool above = k == 2;
        const QString name = page.elided(QString::fromStdString(simplex.corners[k]), small,
                                         above ? plot.width() : 0.5 * plot.width() - 20);
        const double half = 0.5 * page.textWidth(name, small);
        const QPointF &corner = corners[static_cast<qsizetype>(k)];
        // Centred at the corner where the page has room for it.
        const double x = std::clamp(corner.x(), plot.left() + half,
                                    std::max(plot.left() + half, plot.right() - half));
        page.text({x, above ? corner.y() - 35 : corner.y() + 35 + cap}, name, small, Align::centre,
                  colourOf(page.colours().text));
    }
}

} // namespace

void drawTriangle(Page &page, const SimplexLayer &simplex, const QRectF &plot)
{
    const TriangleOnPage place(plot);
    if (place.side() < 100)
        return;
    for (const auto &[from, to] : triangleGrid())
        page.polyline({place(from), place(to)}, page.pen(page.colours().grid, 0.4));
    page.polyline(place.outline(), page.pen(page.colours().text, 0.5));
    for (const SimplexLayer::Path &path : simplex.paths) {
        const Colour colour = contestantStyle(path.key.colour).colour;
        for (const SimplexLayer::Points &seed : path.seeds)
            for (const QPolygonF &piece : piecesOf(seed, place))
                page.polyline(piece, page.pen(colour, 0.25, 0.3));
    }
    for (const SimplexLayer::Path &path : simplex.paths) {
        const std::vector<QPolygonF> pieces = piecesOf(path.points, place);
        for (const QPolygonF &piece : pieces)
            page.polyline(piece, page.linePen(path.key, page.lineWidth(path.key)));
        if (pieces.empty())
            continue;
        page.painter().setPen(page.pen(contestantStyle(path.key.colour).colour, 0.75));
        page.painter().setBrush(colourOf(page.colours().background));
        page.painter().drawEllipse(pieces.front().front(), 18, 18);
        page.marker(pieces.back().back(), path.key, 4.2);
    }
    drawNames(page, simplex, place, plot);
}

std::vector<QPointF> triangleInk(const SimplexLayer &simplex, const QRectF &plot)
{
    const TriangleOnPage place(plot);
    std::vector<QPointF> ink;
    const auto along = [&ink](const QPolygonF &line) {
        for (qsizetype i = 0; i + 1 < line.size(); ++i) {
            const QPointF step = line[i + 1] - line[i];
            const int pieces = 1 + static_cast<int>(std::hypot(step.x(), step.y()) / 40);
            for (int k = 0; k < pieces; ++k)
                ink.push_back(line[i] + step * (static_cast<double>(k) / pieces));
        }
    };
    const QPolygonF outline = place.outline();
    along(outline);
    for (const SimplexLayer::Path &path : simplex.paths)
        for (const QPolygonF &piece : piecesOf(path.points, place))
            along(piece);
    // The name above, which a legend beside it would touch.
    for (int k = -4; k <= 4; ++k)
        ink.push_back(outline[2] + QPointF(40 * k, -0.5 * nameHeight));
    return ink;
}

} // namespace agon::views
