#pragma once

#include "views/figures/figure.h"
#include "views/figures/palette.h"
#include "views/figures/ticks.h"
#include "views/figures/venues.h"
#include "views/paper/fonts.h"

#include <QColor>
#include <QPainter>
#include <QPen>
#include <QPolygonF>
#include <QString>
#include <QStringList>

namespace agon::views {

inline QColor colourOf(Colour colour, double opacity = 1)
{
    QColor result(colour.red, colour.green, colour.blue);
    result.setAlphaF(static_cast<float>(opacity));
    return result;
}

enum class Align { left, centre, right };

/** A page in tenths of a point with the style's letters and pens. Text is drawn at its final size.
 */
class Page
{
public:
    Page(QPainter &painter, const PaperStyle &style);

    QPainter &painter() { return m_painter; }
    const PaperStyle &style() const { return m_style; }
    const ChosenFont &chosenFont() const { return m_chosen; }
    const FigureColours &colours() const { return m_colours; }
    double smallestText() const { return m_smallest; }

    /** Sizes in points; what comes back is in tenths of a point. */
    double labelSize() const { return std::max(m_style.labelSize, m_style.floorSize); }
    double smallSize() const { return std::max(m_style.smallSize, m_style.floorSize); }
    double ascent(double points) const;
    double capHeight(double points) const;
    double lineHeight(double points) const;
    double textWidth(const QString &text, double points, bool bold = false) const;
    /** The text cut to a width with "…" at its end. */
    QString elided(const QString &text, double points, double width);
    /** What did not fit and was cut, each once. */
    const QStringList &cutTexts() const { return m_cut; }

    /** Draws one line of text with its baseline at @p at. */
    void text(QPointF at, const QString &text, double points, Align align, QColor colour,
              bool bold = false);
    /** Bottom to top, centred at @p at, which lies on the baseline. */
    void verticalText(QPointF at, const QString &text, double points, QColor colour);
    double tickWidth(const Tick &tick) const;
    /** A tick's label with its exponent raised. */
    void tickText(QPointF at, const Tick &tick, Align align);

    /** In SVG what is drawn until endGroup() is one group of this name; elsewhere nothing. */
    void beginGroup(const QString &name);
    void endGroup();

    QPen pen(Colour colour, double points, double opacity = 1) const;
    /** How wide lines of @p key are, points: thinner where it belongs to nobody. */
    double lineWidth(const Key &key) const;
    /** A contestant's line: colour, width and dash. */
    QPen linePen(const Key &key, double points, double opacity = 1) const;
    void polyline(const QPolygonF &line, const QPen &pen);
    void marker(QPointF at, const Key &key, double diameter, double opacity = 1);

private:
    QFont font(double points, bool bold = false) const;
    void drawAt(QPointF at, const QString &text, const QFont &font, QColor colour);

    QPainter &m_painter;
    const PaperStyle &m_style;
    ChosenFont m_chosen;
    FigureColours m_colours;
    bool m_raster, m_svg;
    double m_smallest = 0;
    QStringList m_cut;
};

} // namespace agon::views
