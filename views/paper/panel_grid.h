#pragma once

#include <QRectF>

#include <cstddef>
#include <functional>
#include <vector>

namespace agon::views {

/** What stands around a plot: numbers, names of axes, title. */
struct Margins
{
    double left = 0, right = 0, top = 0, bottom = 0;
};

/** Where a panel goes, and what of that is around its plot. */
struct PlacedPanel
{
    QRectF cell;
    Margins margins;
};

/** What panel @p panel needs around its plot in a cell of that size. */
using MarginsOf = std::function<Margins(std::size_t panel, double width, double height)>;

/** A grid of @p count >= 1 panels, @p columns side by side, whose plots are all alike. What stands
 *  beside one takes room from its column and its row only. */
std::vector<PlacedPanel> placePanels(const QRectF &area, std::size_t count, int columns,
                                     const MarginsOf &marginsOf);

} // namespace agon::views
