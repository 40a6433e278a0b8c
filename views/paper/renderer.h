#pragma once

#include "views/figures/figure.h"
#include "views/figures/venues.h"

#include <QPainter>
#include <QString>
#include <QStringList>

namespace agon::views {

/** What a check of the drawn figure needs to know. */
struct RenderReport
{
    QString family;       ///< the letters that were drawn
    QString wishedFamily; ///< the venue's
    bool substituted = false;
    double smallestText = 0; ///< points, exponents left out
    int panelsLeftOut = 0;   ///< for which the page is too small
    QStringList warnings;
};

/** Draws the figure at its final size: the painter's units are tenths of a point, the origin is the
 *  upper left corner, the page is style.width × style.height points. */
RenderReport renderFigure(QPainter &painter, const Figure &figure, const PaperStyle &style);

} // namespace agon::views
