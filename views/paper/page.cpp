#include "views/paper/page.h"

#include "views/paper/svg_groups.h"

#include <QFontMetricsF>
#include <QPaintEngine>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace agon::views {

namespace {

constexpr double raisedScale = 0.72;
constexpr double raisedBy = 0.42; ///< of the size

} // namespace

Page::Page(QPainter &painter, const PaperStyle &style)
    : m_painter(painter)
    , m_style(style)
    , m_chosen(chooseFont(style.font))
    , m_colours(figureColours(Appearance::light))
    , m_raster(painter.paintEngine() != nullptr &&
               painter.paintEngine()->type() == QPaintEngine::Raster)
    , m_svg(painter.paintEngine() != nullptr && painter.paintEngine()->type() == QPaintEngine::SVG)
{
    m_painter.setRenderHint(QPainter::Antialiasing);
    m_painter.setRenderHint(QPainter::TextAntialiasing);
}

QFont Page::font(double points, bool bold) const { return fontOf(m_chosen, points, bold); }

double Page::ascent(double points) const { return QFontMetricsF(font(points)).ascent(); }

double Page::capHeight(double points) const { return QFontMetricsF(font(points)).capHeight(); }

double Page::lineHeight(double points) const
{
    const QFontMetricsF metrics(font(points));
    return metrics.ascent() + metrics.descent();
}

double Page::textWidth(const QString &text, double points, bool bold) const
{
    const QFont used = font(points, bold);
    return QFontMetricsF(used).horizontalAdvance(drawableText(text, used));
}

QString Page::elided(const QString &text, double points, double width)
{
    if (textWidth(text, points) <= width)
        return text;
    if (!m_cut.contains(text))
        m_cut.append(text);
    QString cut = text;
    while (!cut.isEmpty()) {
        cut.chop(1);
        const QString candidate = cut.trimmed() + QChar(0x2026);
        if (textWidth(candidate, points) <= width)
            return candidate;
    }
    return {};
}

void Page::drawAt(QPointF at, const QString &text, const QFont &used, QColor colour)
{
    if (text.isEmpty())
        return;
    m_smallest =
        m_smallest == 0 ? used.pixelSize() / 10.0 : std::min(m_smallest, used.pixelSize() / 10.0);
    if (m_style.textAsOutlines) {
        QPainterPath path;
        path.addText(at, used, text);
        m_painter.fillPath(path, colour);
        return;
    }
    m_painter.setFont(used);
    m_painter.setPen(colour);
    m_painter.drawText(at, text);
}

void Page::text(QPointF at, const QString &text, double points, Align align, QColor colour,
                bool bold)
{
    const QFont used = font(points, bold);
    const QString drawn = drawableText(text, used);
    const double width = QFontMetricsF(used).horizontalAdvance(drawn);
    if (align == Align::centre)
        at.rx() -= 0.5 * width;
    else if (align == Align::right)
        at.rx() -= width;
    drawAt(at, drawn, used, colour);
}

void Page::verticalText(QPointF at, const QString &text, double points, QColor colour)
{
    m_painter.save();
    m_painter.translate(at);
    m_painter.rotate(-90);
    this->text({0, 0}, text, points, Align::centre, colour);
    m_painter.restore();
}

double Page::tickWidth(const Tick &tick) const
{
    double width = textWidth(QString::fromStdString(tick.text), smallSize());
    if (!tick.exponent.empty())
        width += textWidth(QString::fromStdString(tick.exponent),
                           std::max(raisedScale * smallSize(), 5.0));
    return width;
}

void Page::tickText(QPointF at, const Tick &tick, Align align)
{
    const double width = tickWidth(tick);
    if (align == Align::centre)
        at.rx() -= 0.5 * width;
    else if (align == Align::right)
        at.rx() -= width;
    const QColor colour = colourOf(m_colours.text);
    const QString base = QString::fromStdString(tick.text);
    text(at, base, smallSize(), Align::left, colour);
    if (tick.exponent.empty())
        return;
    at.rx() += textWidth(base, smallSize());
    at.ry() -= raisedBy * 10 * smallSize();
    // Exponents are exempt from the floor, as they are in the text of any venue.
    const double before = m_smallest;
    text(at, QString::fromStdString(tick.exponent), std::max(raisedScale * smallSize(), 5.0),
         Align::left, colour);
    m_smallest = before;
}

void Page::beginGroup(const QString &name)
{
    if (m_svg)
        markSvgGroup(m_painter, name);
}

void Page::endGroup()
{
    if (m_svg)
        markSvgGroupEnd(m_painter);
}

QPen Page::pen(Colour colour, double points, double opacity) const
{
    QPen pen(colourOf(colour, opacity), 10 * points);
    pen.setCapStyle(Qt::FlatCap);
    pen.setJoinStyle(Qt::RoundJoin);
    return pen;
}

double Page::lineWidth(const Key &key) const { return key.colour < 0 ? 0.75 : m_style.lineWidth; }

QPen Page::linePen(const Key &key, double points, double opacity) const
{
    const ContestantStyle look = contestantStyle(key.colour);
    QPen result = pen(look.colour, points, opacity);
    if (!look.dash.empty()) {
        QList<qreal> pattern;
        for (const double length : look.dash)
            pattern.append(length);
        result.setDashPattern(pattern);
    } else {
        result.setCapStyle(Qt::RoundCap);
    }
    return result;
}

void Page::polyline(const QPolygonF &line, const QPen &pen)
{
    m_painter.setPen(pen);
    m_painter.setBrush(Qt::NoBrush);
    constexpr qsizetype longest = 64;
    if (!m_raster || line.size() <= longest) {
        m_painter.drawPolyline(line);
        return;
    }
    // The raster engine strokes a wide polyline as one path, which takes more than linear time:
    // pieces, with the dash carried on from one to the next.
    QPen piecePen = pen;
    double travelled = 0;
    for (qsizetype first = 0; first + 1 < line.size(); first += longest - 1) {
        const QPolygonF piece(line.mid(first, longest));
        if (pen.style() == Qt::CustomDashLine)
            piecePen.setDashOffset(travelled / pen.widthF());
        m_painter.setPen(piecePen);
        m_painter.drawPolyline(piece);
        for (qsizetype i = 0; i + 1 < piece.size(); ++i)
            travelled +=
                std::hypot(piece[i + 1].x() - piece[i].x(), piece[i + 1].y() - piece[i].y());
    }
}

void Page::marker(QPointF at, const Key &key, double diameter, double opacity)
{
    const ContestantStyle look = contestantStyle(key.colour);
    const double r = 5 * diameter; // points to tenths, diameter to radius
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(colourOf(look.colour, opacity));
    switch (look.marker) {
    case Marker::circle:
        m_painter.drawEllipse(at, r, r);
        break;
    case Marker::square:
        m_painter.drawRect(QRectF(at.x() - 0.9 * r, at.y() - 0.9 * r, 1.8 * r, 1.8 * r));
        break;
    case Marker::triangle:
        m_painter.drawPolygon(QPolygonF{{at.x(), at.y() - 1.2 * r},
                                        {at.x() + 1.1 * r, at.y() + 0.8 * r},
                                        {at.x() - 1.1 * r, at.y() + 0.8 * r}});
        break;
    case Marker::triangleDown:
        m_painter.drawPolygon(QPolygonF{{at.x(), at.y() + 1.2 * r},
                                        {at.x() + 1.1 * r, at.y() - 0.8 * r},
                                        {at.x() - 1.1 * r, at.y() - 0.8 * r}});
        break;
    case Marker::diamond:
        m_painter.drawPolygon(QPolygonF{{at.x(), at.y() - 1.25 * r},
                                        {at.x() + 1.25 * r, at.y()},
                                        {at.x(), at.y() + 1.25 * r},
                                        {at.x() - 1.25 * r, at.y()}});
        break;
    case Marker::cross:
    case Marker::plus: {
        const double d = look.marker == Marker::cross ? 0.85 * r : 0;
        m_painter.setPen(
            QPen(colourOf(look.colour, opacity), 0.45 * r, Qt::SolidLine, Qt::RoundCap));
        if (look.marker == Marker::cross) {
            m_painter.drawLine(at + QPointF(-d, -d), at + QPointF(d, d));
            m_painter.drawLine(at + QPointF(-d, d), at + QPointF(d, -d));
        } else {
            m_painter.drawLine(at + QPointF(-1.1 * r, 0), at + QPointF(1.1 * r, 0));
            m_painter.drawLine(at + QPointF(0, -1.1 * r), at + QPointF(0, 1.1 * r));
        }
        break;
    }
    }
}

} // namespace agon::views
