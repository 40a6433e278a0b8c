#include "views/figures/pgfplots_triangle.h"

#include "views/figures/pgfplots_style.h"
#include "views/figures/tex_text.h"
#include "views/figures/triangle.h"

#include <cmath>
#include <fmt/format.h>

namespace agon::views {

namespace {

constexpr std::size_t mostPathPoints = 1000;

/** Where shares lie in shares of the plot. */
class TriangleInPlot
{
public:
    TriangleInPlot(const PgfplotsLayout &layout, const PaperStyle &style)
        : m_width(layout.plotWidth), m_height(layout.plotHeight)
    {
        const double name = 1.7 * style.smallSize;
        m_room = TriangleRoom::within(m_width, m_height, name, name);
    }
    std::array<double, 2> operator()(const std::array<double, 3> &shares) const
    {
        const TrianglePlace at = trianglePlace(shares);
        return {(m_room.left + at.x * m_room.side) / m_width,
                (m_room.bottom + at.y * m_room.side) / m_height};
    }

    /** A name is centred at its corner where it does not leave the plot. */
    const char *anchor(std::size_t corner, const std::string &name, const PaperStyle &style) const
    {
        const bool fits = 0.5 * texWidth(name, style.smallSize) <= m_room.left;
        if (corner == 2)
            return "south";
        return fits ? "north" : corner == 0 ? "north west" : "north east";
    }

private:
    double m_width, m_height;
    TriangleRoom m_room;
};

constexpr std::array<std::array<double, 3>, 4> outline{
    {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {1, 0, 0}}};

} // namespace

std::string pgfplotsTriangle(const SimplexLayer &simplex, const PgfplotsLayout &layout,
                             const PaperStyle &style, const PgfplotsAxis &x, const PgfplotsAxis &y)
{
    const TriangleInPlot inPlot(layout, style);
    using Place = std::pair<double, double>;
    const auto place = [&](const std::array<double, 3> &shares) {
        const auto [across, up] = inPlot(shares);
        return Place(x.at(across), y.at(up));
    };
    const auto points = [&](const SimplexLayer::Points &path) {
        std::vector<Place> result;
        const std::size_t stride = path.size() / mostPathPoints + 1;
        for (std::size_t i = 0; i < path.size(); ++i)
            if (i % stride == 0 || i + 1 == path.size())
                result.push_back(place(path[i]));
        return result;
    };
    std::string text;
    for (const auto &[from, to] : triangleGrid())
        text += "\\addplot[color=black!10, line width=0.4pt, forget plot]" +
                pgfplotsTable({place(from), place(to)});
    std::vector<Place> edge;
    for (const auto &corner : outline)
        edge.push_back(place(corner));
    text += "\\addplot[color=black, line width=0.5pt, forget plot]" + pgfplotsTable(edge);
    for (const SimplexLayer::Path &path : simplex.paths)
        for (const SimplexLayer::Points &seed : path.seeds)
            text += fmt::format("\\addplot[color={}, line width=0.25pt, opacity=0.3, unbounded "
                                "coords=jump, forget plot]",
                                pgfplotsStyleName(path.key.colour)) +
                    pgfplotsTable(points(seed));
    for (const SimplexLayer::Path &path : simplex.paths) {
        const std::string look = pgfplotsStyleName(path.key.colour);
        std::vector<Place> drawn = points(path.points);
        text += fmt::format("\\addplot[{}, no marks, unbounded coords=jump, forget plot]", look) +
                pgfplotsTable(drawn);
        std::erase_if(drawn, [](const Place &point) { return std::isnan(point.first); });
        if (drawn.empty())
            continue;
        // A ring where it starts and its marker where it ends.
        text += fmt::format("\\addplot[only marks, mark=*, mark size=1.8pt, mark options={{solid, "
                            "draw={}, fill=white}}, forget plot]",
                            look) +
                pgfplotsTable({drawn.front()}) +
                fmt::format("\\addplot[{} mark, only marks, mark size=2.1pt, forget plot]", look) +
                pgfplotsTable({drawn.back()});
    }
    for (std::size_t k = 0; k < simplex.corners.size(); ++k)
        text += fmt::format("\\node[anchor={}, inner sep=2pt] at (axis cs:{},{}) {{{}}};\n",
                            inPlot.anchor(k, simplex.corners[k], style), texNumber(edge[k].first),
                            texNumber(edge[k].second), texText(simplex.corners[k]));
    return text;
}

std::vector<std::array<double, 2>>
triangleSpots(const SimplexLayer &simplex, const PgfplotsLayout &layout, const PaperStyle &style)
{
    const TriangleInPlot place(layout, style);
    std::vector<std::array<double, 2>> spots;
    constexpr int pieces = 60; // so close that no name lies on an edge
    for (std::size_t k = 0; k + 1 < outline.size(); ++k)
        for (int i = 0; i < pieces; ++i) {
            const double share = static_cast<double>(i) / pieces;
            std::array<double, 3> at{};
            for (std::size_t c = 0; c < at.size(); ++c)
                at[c] = (1 - share) * outline[k][c] + share * outline[k + 1][c];
            spots.push_back(place(at));
        }
    for (const SimplexLayer::Path &path : simplex.paths)
        for (const auto &shares : path.points)
            if (const auto at = place(shares); !std::isnan(at[0]))
                spots.push_back(at);
    return spots;
}

} // namespace agon::views
