#pragma once

#include "views/figures/figure.h"

#include <QFont>
#include <QRectF>

class QPainter;

namespace agon::views {

struct Theme;

/** Whether a panel is made of areas on each other. */
bool hasAreas(const Panel &panel);
/** The areas with a border between neighbours. */
void paintAreas(QPainter &painter, const Panel &panel, const Axis &x, const Axis &y,
                const QRectF &plot, const Theme &theme);
/** Pixels beside a plot for the names of its areas; 0: there are none, or no room. */
double areaNamesExtent(const Panel &panel, const QFont &font, double width);
/** Names of the areas in their order, the uppermost first, in a column to the right of the plot. As
 *  many as there is room for. */
void paintAreaNames(QPainter &painter, const Panel &panel, const QRectF &plot, double right,
                    const QFont &font, const Theme &theme);

/** A fitted line: thin within a border, so that it is seen on its contestant's own line. */
void paintFit(QPainter &painter, const LineLayer &line, const Axis &x, const Axis &y,
              const QRectF &plot, const Theme &theme);

} // namespace agon::views
