#pragma once

#include "views/figures/legend.h"
#include "views/paper/page.h"

#include <QPointF>
#include <QRectF>

#include <optional>
#include <vector>

namespace agon::views {

/** The emptiest corner of a plot for a column of these; nothing when every one would cover curves.
 */
std::optional<QRectF> placeLegend(const Page &page, const Panel &panel,
                                  const std::vector<LegendEntry> &entries, const QRectF &plot);

void drawLegendColumn(Page &page, const std::vector<LegendEntry> &entries, QPointF at);

/** Rows from @p at; returns the height they take. */
double drawLegendRows(Page &page, const std::vector<LegendEntry> &entries, QPointF at,
                      double width);

} // namespace agon::views
