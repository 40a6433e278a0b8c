#include "views/paper/panel_grid.h"

#include <algorithm>

namespace agon::views {

namespace {

constexpr double columnGap = 90;
constexpr double rowGap = 54;

/** What margins leave of @p length for each of the plots. */
double plotLength(double length, const std::vector<Margins> &margins, double Margins::*before,
                  double Margins::*after)
{
    for (const Margins &each : margins)
        length -= each.*before + each.*after;
    return std::max(0.0, length / static_cast<double>(margins.size()));
}

} // namespace

std::vector<PlacedPanel> placePanels(const QRectF &area, std::size_t count, int columns,
                                     const MarginsOf &marginsOf)
{
    const std::size_t across =
        std::clamp<std::size_t>(static_cast<std::size_t>(std::max(1, columns)), 1, count);
    const std::size_t rows = (count + across - 1) / across;
    const double width = area.width() - static_cast<double>(across - 1) * columnGap;
    const double height = area.height() - static_cast<double>(rows - 1) * rowGap;
    std::vector<double> widths(across, width / static_cast<double>(across));
    std::vector<double> heights(rows, height / static_cast<double>(rows));
    std::vector<PlacedPanel> placed(count);
    // Names are broken into lines by the room that there is, which depends on how many lines the
    // others take.
    constexpr int rounds = 4;
    for (int round = 0; round < rounds; ++round) {
        std::vector<Margins> sideways(across);
        std::vector<Margins> upright(rows);
        for (std::size_t i = 0; i < count; ++i) {
            const Margins own = marginsOf(i, widths[i % across], heights[i / across]);
            Margins &column = sideways[i % across];
            Margins &row = upright[i / across];
            column.left = std::max(column.left, own.left);
            column.right = std::max(column.right, own.right);
            row.top = std::max(row.top, own.top);
            row.bottom = std::max(row.bottom, own.bottom);
        }
        const double plotWidth = plotLength(width, sideways, &Margins::left, &Margins::right);
        const double plotHeight = plotLength(height, upright, &Margins::top, &Margins::bottom);
        for (std::size_t i = 0; i < across; ++i)
            widths[i] = sideways[i].left + plotWidth + sideways[i].right;
        for (std::size_t i = 0; i < rows; ++i)
            heights[i] = upright[i].top + plotHeight + upright[i].bottom;
        double left = area.left();
        double top = area.top();
        for (std::size_t i = 0; i < count; ++i) {
            const Margins &column = sideways[i % across];
            const Margins &row = upright[i / across];
            placed[i] = {{left, top, widths[i % across], heights[i / across]},
                         {column.left, column.right, row.top, row.bottom}};
            left += widths[i % across] + columnGap;
            if (i % across + 1 == across) {
                left = area.left();
                top += heights[i / across] + rowGap;
            }
        }
    }
    return placed;
}

} // namespace agon::views
