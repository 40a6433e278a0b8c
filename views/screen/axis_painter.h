#pragma once

#include "views/figures/figure.h"

#include <QRectF>

class QFont;
class QPainter;

namespace agon::views {

struct Theme;

/** Draws the axes of a panel on the screen: faint grid, muted labels, no frame. */
class AxisPainter
{
public:
    AxisPainter(const Axis &x, const Axis &y, const QFont &font);

    /** The plot rectangle that leaves room for the labels within @p outer. */
    QRectF plotArea(const QRectF &outer) const;
    void paint(QPainter &painter, const QRectF &plot, const Theme &theme) const;

    /** Page position of a value; NaN coordinates for what cannot be drawn. */
    static QPointF map(const Axis &x, const Axis &y, const QRectF &plot, double xValue,
                       double yValue);

private:
    bool namesY() const;
    int wantedX(const QRectF &plot) const;
    int wantedY(const QRectF &plot) const;

    const Axis &m_x;
    const Axis &m_y;
    const QFont &m_font;
};

/** The axis restricted to the positions from @p low to @p high (zooming). */
Axis zoomed(const Axis &axis, double low, double high);

/** "latency (ms)", or only the unit of an axis without a name. */
QString axisTitle(const Axis &axis);

/** The panel as it is drawn under a title: what that says is not said again on the y axis, whose
 *  unit stays. */
Panel besideTitle(Panel panel, const std::string &title);

} // namespace agon::views
