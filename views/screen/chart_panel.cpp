#include "views/screen/chart_panel.h"

#include "views/figures/ticks.h"
#include "views/screen/axis_painter.h"
#include "views/screen/marks.h"
#include "views/screen/stacked_areas.h"
#include "views/screen/theme.h"

#include <QAreaSeries>
#include <QChart>
#include <QFontMetricsF>
#include <QLineSeries>
#include <QMouseEvent>
#include <QPainter>
#include <QRubberBand>
#include <QValueAxis>

#include <algorithm>
#include <cmath>
#include <limits>

namespace agon::views {
namespace {

/** The value that a curve shows at @p x: held for staircases, interpolated otherwise. */
double valueOf(const LineLayer &layer, const std::vector<double> &values, double x)
{
    const auto next = std::upper_bound(layer.x.begin(), layer.x.end(), x);
    if (next == layer.x.begin())
        return std::nan("");
    const auto i = static_cast<std::size_t>(next - layer.x.begin()) - 1;
    if (layer.staircase || i + 1 == layer.x.size())
        return next == layer.x.end() && x > layer.x.back() ? std::nan("") : values[i];
    const double share = (x - layer.x[i]) / (layer.x[i + 1] - layer.x[i]);
    return values[i] + share * (values[i + 1] - values[i]);
}

QList<QPointF> unitPoints(const LineLayer &layer, const std::vector<double> &values, const Axis &x,
                          const Axis &y, int columns)
{
    QList<QPointF> all;
    all.reserve(static_cast<qsizetype>(values.size()) * (layer.staircase ? 2 : 1));
    double previous = std::nan("");
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double px = position(x, layer.x[i]);
        const double py = position(y, values[i]);
        // Of a path that begins with no point Qt draws a line from the corner.
        if (std::isnan(px) || (all.isEmpty() && std::isnan(py)))
            continue;
        if (layer.staircase && !std::isnan(previous))
            all.append(QPointF(px, previous));
        all.append(QPointF(px, py));
        previous = py;
    }
    return thinned(all, columns);
}

/** Qt Charts works out a curve's outline whenever it is given points, the same ones, too. */
void showPoints(QLineSeries &series, const QList<QPointF> &points)
{
    if (series.points() != points)
        series.replace(points);
}

} // namespace

/** The Qt Charts objects of one curve. */
struct ChartPanel::Curve
{
    QLineSeries *line = nullptr;
    QLineSeries *upper = nullptr;
    QLineSeries *lower = nullptr;
    QAreaSeries *band = nullptr;
};

ChartPanel::ChartPanel(QWidget *parent)
    : QChartView(new QChart, parent), m_band(new QRubberBand(QRubberBand::Rectangle, this))
{
    QChart *plot = chart();
    plot->setBackgroundVisible(false);
    plot->setMargins({});
    plot->legend()->hide();
    plot->setAnimationOptions(QChart::NoAnimation);
    auto *horizontal = new QValueAxis(plot);
    auto *vertical = new QValueAxis(plot);
    for (QValueAxis *axis : {horizontal, vertical}) {
        axis->setRange(0, 1);
        axis->setVisible(false);
    }
    plot->addAxis(horizontal, Qt::AlignBottom);
    plot->addAxis(vertical, Qt::AlignLeft);
    setFrameShape(QFrame::NoFrame);
    setRenderHint(QPainter::Antialiasing);
    setBackgroundBrush(Qt::NoBrush);
    viewport()->setAutoFillBackground(false);
    setMouseTracking(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setMinimumSize(160, 100);
}

ChartPanel::~ChartPanel() = default;

Axis ChartPanel::shownX() const { return zoomed(m_panel.x, m_zoom.left(), m_zoom.right()); }
Axis ChartPanel::shownY() const { return zoomed(m_panel.y, m_zoom.top(), m_zoom.bottom()); }

void ChartPanel::setPanel(const views::Panel &panel, bool moving)
{
    m_panel = panel;
    m_moving = moving;
    layoutPlot();
    refresh();
}

void ChartPanel::resetZoom()
{
    m_zoom = QRectF(0, 0, 1, 1);
    layoutPlot();
    refresh();
}

void ChartPanel::setHighlight(std::optional<int> colour)
{
    if (colour == m_highlight)
        return;
    m_highlight = colour;
    refresh();
}

int ChartPanel::contestantAt(QPointF at) const
{
    const Axis x = shownX();
    const Axis y = shownY();
    constexpr double reach = 8; // pixels
    double nearest = reach;
    int found = -1;
    for (const Layer &layer : m_panel.layers) {
        if (const auto *line = std::get_if<LineLayer>(&layer);
            line && !line->ghost && line->isCurve()) {
            const auto [low, high] = heightsWithin(*line, at.x() - 3, at.x() + 3);
            const double away = std::max({low - at.y(), at.y() - high, 0.0});
            if (low <= high && away < nearest) {
                nearest = away;
                found = line->key.colour;
            }
        } else if (const auto *points = std::get_if<PointLayer>(&layer)) {
            const int index = nearestPoint(*points, x, y, m_plot, at, nearest);
            if (index < 0)
                continue;
            const auto i = static_cast<std::size_t>(index);
            const QPointF place = AxisPainter::map(x, y, m_plot, points->x[i], points->y[i]);
            nearest = std::hypot(place.x() - at.x(), place.y() - at.y());
            found = points->key.colour;
        }
    }
    return found;
}

void ChartPanel::layoutPlot()
{
    const Axis x = shownX();
    const Axis y = shownY();
    const QFont font = smallFont(this->font());
    const QRectF outer(viewport()->rect());
    const double names = std::ceil(areaNamesExtent(m_panel, font, outer.width()));
    const QRectF plot = AxisPainter(x, y, font).plotArea(outer.adjusted(0, 0, -names, 0));
    if (plot != m_plot) {
        m_plot = plot;
        chart()->resize(viewport()->size());
        chart()->setPlotArea(plot);
    }
}

void ChartPanel::refresh()
{
    std::vector<const LineLayer *> lines;
    for (const Layer &layer : m_panel.layers)
        if (const auto *line = std::get_if<LineLayer>(&layer); line && !line->area && !line->fit)
            lines.push_back(line);
    while (m_curves.size() > lines.size()) {
        Curve &curve = *m_curves.back();
        chart()->removeSeries(curve.line);
        chart()->removeSeries(curve.band);
        delete curve.band; // with its edges
        delete curve.line;
        m_curves.pop_back();
    }
    while (m_curves.size() < lines.size()) {
        auto curve = std::make_unique<Curve>();
        curve->upper = new QLineSeries;
        curve->lower = new QLineSeries;
        curve->band = new QAreaSeries(curve->upper, curve->lower);
        // An area does not own its edges.
        curve->upper->setParent(curve->band);
        curve->lower->setParent(curve->band);
        curve->line = new QLineSeries;
        const QList<QAbstractSeries *> added{curve->band, curve->line};
        for (QAbstractSeries *series : added) {
            chart()->addSeries(series);
            for (QAbstractAxis *axis : chart()->axes())
                series->attachAxis(axis);
        }
        m_curves.push_back(std::move(curve));
    }
    const Axis x = shownX();
    const Axis y = shownY();
    for (std::size_t i = 0; i < lines.size(); ++i)
        updateCurve(*m_curves[i], *lines[i], x, y);
    paintHairlines();
    resetCachedContent();
    viewport()->update();
}

void ChartPanel::updateCurve(Curve &curve, const LineLayer &layer, const Axis &x, const Axis &y)
{
    const Theme theme = Theme::of(*this, m_highlight);
    const int columns = std::max(50, static_cast<int>(m_plot.width()));
    QColor colour = theme.contestant(layer.key.colour);
    if (layer.ghost)
        colour = withAlpha(colour, 0.28);
    // Wide pens on noisy polylines cost a hundred times more; while data arrives one device pixel
    // has to do.
    const double width = m_moving || layer.ghost ? 1.0 / devicePixelRatioF()
                         : layer.reference       ? 1.2
                                                 : 1.6;
    QPen pen(colour, width, Qt::SolidLine, Qt::FlatCap, Qt::RoundJoin);
    if (const QList<qreal> dash = dashPattern(layer.key.colour); !dash.isEmpty())
        pen.setDashPattern(m_moving ? scaled(dash, 1.6) : dash);
    curve.line->setPen(pen);
    showPoints(*curve.line, unitPoints(layer, layer.y, x, y, columns));
    const bool banded = !layer.lower.empty() && !layer.ghost;
    curve.band->setVisible(banded);
    if (banded) {
        curve.band->setBrush(withAlpha(colour, 0.16));
        curve.band->setPen(Qt::NoPen);
        // Half a node a pixel is enough for what is painted without an edge.
        Axis clamped = y;
        const double floor = valueAt(y, -0.5);
        std::vector<double> lower = layer.lower;
        if (y.scale == Scale::logarithmic)
            for (double &value : lower)
                value = std::isnan(value) ? value : std::max(value, floor);
        showPoints(*curve.upper, unitPoints(layer, layer.upper, x, clamped, columns / 4));
        showPoints(*curve.lower, unitPoints(layer, lower, x, clamped, columns / 4));
    }
}

void ChartPanel::paintHairlines()
{
    bool any = false;
    for (const Layer &layer : m_panel.layers)
        if (const auto *line = std::get_if<LineLayer>(&layer))
            any = any || !line->seeds.empty();
    if (!any) {
        m_hairlines = QPixmap();
        return;
    }
    const double ratio = devicePixelRatioF();
    m_hairlines = QPixmap(viewport()->size() * ratio);
    m_hairlines.setDevicePixelRatio(ratio);
    m_hairlines.fill(Qt::transparent);
    QPainter painter(&m_hairlines);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setClipRect(m_plot);
    const Theme theme = Theme::of(*this, m_highlight);
    const Axis x = shownX();
    const Axis y = shownY();
    for (const Layer &layer : m_panel.layers) {
        const auto *line = std::get_if<LineLayer>(&layer);
        if (!line)
            continue;
        painter.setPen(QPen(withAlpha(theme.contestant(line->key.colour), 0.35), 1.0 / ratio));
        for (const std::vector<double> &seed : line->seeds) {
            QList<QPointF> points = unitPoints(*line, seed, x, y, static_cast<int>(m_plot.width()));
            QPolygonF piece;
            for (const QPointF &point : points) {
                if (std::isnan(point.y())) {
                    painter.drawPolyline(piece);
                    piece.clear();
                    continue;
                }
                piece.append(QPointF(m_plot.left() + point.x() * m_plot.width(),
                                     m_plot.bottom() - point.y() * m_plot.height()));
            }
            painter.drawPolyline(piece);
        }
    }
}

void ChartPanel::drawBackground(QPainter *painter, const QRectF &)
{
    const Axis x = shownX();
    const Axis y = shownY();
    const QFont font = smallFont(this->font());
    const Theme theme = Theme::of(*this, m_highlight);
    AxisPainter(x, y, font).paint(*painter, m_plot, theme);
    paintAreas(*painter, m_panel, x, y, m_plot, theme);
    if (!m_hairlines.isNull())
        painter->drawPixmap(QPointF(0, 0), m_hairlines);
}

void ChartPanel::paintReferenceNames(QPainter &painter) const
{
    const Theme theme = Theme::of(*this, m_highlight);
    const Axis x = shownX();
    const Axis y = shownY();
    const QFont small = smallFont(this->font());
    const QFontMetricsF metrics(small);
    painter.setFont(small);
    std::vector<QRectF> taken;
    for (const Layer &layer : m_panel.layers) {
        const auto *line = std::get_if<LineLayer>(&layer);
        if (!line || !line->reference || line->x.size() < 2)
            continue;
        const QString name = QString::fromStdString(line->fit ? line->fit->brief : line->key.name);
        if (name.isEmpty())
            continue;
        const QSizeF size(textWidth(name, small) + 4, metrics.height());
        const QColor ink = line->fit ? theme.contestant(line->key.colour) : theme.muted;
        painter.setPen(ink);
        const double begin = m_plot.left() + position(x, line->x.front()) * m_plot.width();
        // Close to its line, as far right as there is room that no curve runs through.
        QRectF best;
        int fewest = std::numeric_limits<int>::max();
        constexpr int places = 24;
        for (int place = places; place > 0 && fewest > 0; --place) {
            const double right = m_plot.left() + m_plot.width() * place / places - 4;
            const double left = right - size.width();
            // The slope of a part of the axis is not written beside the rest of it.
            if (left < m_plot.left() || (line->fit && left < begin))
                break;
            const auto [low, high] = heightsWithin(*line, left, right);
            if (!(low <= high))
                continue;
            for (const double top : {low - size.height() - 3, high + 3}) {
                const QRectF box(QPointF(left, top), size);
                if (top < m_plot.top() || box.bottom() > m_plot.bottom())
                    continue;
                int crossed = 0;
                for (const Layer &other : m_panel.layers)
                    if (const auto *curve = std::get_if<LineLayer>(&other)) {
                        const auto [from, to] = heightsWithin(*curve, left, right);
                        crossed += from <= box.bottom() && to >= box.top();
                    }
                for (const QRectF &other : taken)
                    crossed += other.intersects(box);
                if (crossed < fewest) {
                    fewest = crossed;
                    best = box;
                }
            }
        }
        if (best.isNull())
            continue;
        taken.push_back(best);
        // Nowhere free: the name stands on a ground of its own, or the curves would strike it out.
        if (fewest > 0) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(withAlpha(theme.card, 0.85));
            painter.drawRoundedRect(best, 3, 3);
            painter.setBrush(Qt::NoBrush);
            painter.setPen(ink);
        }
        painter.drawText(best, Qt::AlignCenter, name);
    }
}

std::pair<double, double> ChartPanel::heightsWithin(const LineLayer &line, double left,
                                                    double right) const
{
    const Axis x = shownX();
    const Axis y = shownY();
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    const auto take = [&](double at) {
        if (std::isnan(at))
            return;
        low = std::min(low, at);
        high = std::max(high, at);
    };
    const auto valueAtPixel = [&](double pixel) {
        return valueAt(x, (pixel - m_plot.left()) / m_plot.width());
    };
    const auto heightOf = [&](std::size_t i) {
        return m_plot.bottom() - position(y, line.y[i]) * m_plot.height();
    };
    const auto begin = static_cast<std::size_t>(
        std::lower_bound(line.x.begin(), line.x.end(), valueAtPixel(left)) - line.x.begin());
    const double last = valueAtPixel(right);
    // The last point to the left: the curve comes from there.
    double before = begin > 0 ? heightOf(begin - 1) : std::nan("");
    for (std::size_t i = begin; i < line.x.size(); ++i) {
        if (line.x[i] > last) {
            if (high < low || !std::isnan(before))
                take(heightOf(i)); // and goes on to there
            break;
        }
        take(before);
        before = std::nan("");
        take(heightOf(i));
    }
    if (high < low)
        take(before);
    return {low, high};
}

void ChartPanel::paintPoints(QPainter &painter) const
{
    const Theme theme = Theme::of(*this, m_highlight);
    const Axis x = shownX();
    const Axis y = shownY();
    painter.save();
    painter.setClipRect(m_plot.adjusted(-5, -5, 5, 5));
    painter.setFont(smallFont(this->font()));
    for (const Layer &layer : m_panel.layers) {
        if (const auto *points = std::get_if<PointLayer>(&layer))
            paintPointLayer(painter, *points, x, y, m_plot, theme);
        if (const auto *mark = std::get_if<MarkLayer>(&layer))
            paintMark(painter, *mark, x, y, m_plot, theme);
        if (const auto *line = std::get_if<LineLayer>(&layer); line && line->fit)
            paintFit(painter, *line, x, y, m_plot, theme);
    }
    painter.restore();
    if (areaNamesExtent(m_panel, smallFont(this->font()), viewport()->width()) > 0)
        paintAreaNames(painter, m_panel, m_plot, viewport()->width() - 2, smallFont(this->font()),
                       theme);
}

void ChartPanel::drawForeground(QPainter *painter, const QRectF &)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    paintPoints(*painter);
    paintReferenceNames(*painter);
    paintReadOut(*painter);
    painter->restore();
}

void ChartPanel::paintReadOut(QPainter &painter) const
{
    if (!m_plot.contains(m_pointer) || m_dragging)
        return;
    const Theme theme = Theme::of(*this, m_highlight);
    const Axis x = shownX();
    const Axis y = shownY();
    const double at = valueAt(x, (m_pointer.x() - m_plot.left()) / m_plot.width());
    ReadOut readOut;
    for (const Layer &layer : m_panel.layers) {
        if (const auto *line = std::get_if<LineLayer>(&layer); line && !line->ghost && !line->fit) {
            const double value = valueOf(*line, line->y, at);
            if (std::isnan(value))
                continue;
            QString text = readOutNumber(value);
            if (!line->lower.empty() && !line->area)
                text += QStringLiteral("  [%1, %2]")
                            .arg(readOutNumber(valueOf(*line, line->lower, at)),
                                 readOutNumber(valueOf(*line, line->upper, at)));
            readOut.rows.push_back(
                {line->key, QString::fromStdString(line->key.name), text, value});
        } else if (const auto *points = std::get_if<PointLayer>(&layer)) {
            const int nearest = nearestPoint(*points, x, y, m_plot, m_pointer, 10);
            if (nearest >= 0) {
                const auto i = static_cast<std::size_t>(nearest);
                const QString name = points->labels.empty()
                                         ? QString::fromStdString(points->key.name)
                                         : QString::fromStdString(points->labels[i]);
                readOut.rows.push_back(
                    {points->key, name,
                     QStringLiteral("(%1, %2)")
                         .arg(readOutNumber(points->x[i]), readOutNumber(points->y[i])),
                     points->y[i]});
            }
        }
    }
    if (readOut.rows.empty())
        return;
    std::stable_sort(readOut.rows.begin(), readOut.rows.end(),
                     [](const auto &a, const auto &b) { return a.value > b.value; });
    readOut.title =
        QStringLiteral("%1 %2").arg(QString::fromStdString(m_panel.x.label), readOutNumber(at));
    painter.setPen(QPen(theme.line, 0));
    painter.drawLine(QPointF(m_pointer.x(), m_plot.top()), QPointF(m_pointer.x(), m_plot.bottom()));
    paintReadOutBox(painter, readOut, m_plot, m_pointer, font(), theme);
}

void ChartPanel::resizeEvent(QResizeEvent *event)
{
    QChartView::resizeEvent(event);
    layoutPlot();
    refresh();
}

void ChartPanel::mouseMoveEvent(QMouseEvent *event)
{
    m_pointer = event->position();
    if (m_pressed != QPoint() && (event->pos() - m_pressed).manhattanLength() > 6) {
        m_dragging = true;
        m_band->setGeometry(QRect(m_pressed, event->pos()).normalized() & m_plot.toAlignedRect());
        m_band->show();
    }
    viewport()->update();
}

void ChartPanel::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton && m_plot.contains(event->position()))
        m_pressed = event->pos();
}

void ChartPanel::mouseReleaseEvent(QMouseEvent *event)
{
    if (!m_dragging && m_pressed != QPoint())
        Q_EMIT contestantClicked(contestantAt(event->position()));
    if (m_dragging) {
        const QRectF chosen = QRectF(m_band->geometry());
        m_band->hide();
        if (chosen.width() > 8 && chosen.height() > 8) {
            const double left =
                m_zoom.left() + (chosen.left() - m_plot.left()) / m_plot.width() * m_zoom.width();
            const double right =
                m_zoom.left() + (chosen.right() - m_plot.left()) / m_plot.width() * m_zoom.width();
            const double low = m_zoom.top() + (m_plot.bottom() - chosen.bottom()) /
                                                  m_plot.height() * m_zoom.height();
            const double high =
                m_zoom.top() + (m_plot.bottom() - chosen.top()) / m_plot.height() * m_zoom.height();
            m_zoom = QRectF(QPointF(left, low), QPointF(right, high));
            layoutPlot();
            refresh();
        }
    }
    m_dragging = false;
    m_pressed = QPoint();
}

void ChartPanel::mouseDoubleClickEvent(QMouseEvent *) { resetZoom(); }

void ChartPanel::leaveEvent(QEvent *event)
{
    QChartView::leaveEvent(event);
    m_pointer = QPointF(-1, -1);
    viewport()->update();
}

void ChartPanel::changeEvent(QEvent *event)
{
    QChartView::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        layoutPlot();
        refresh();
    }
}

} // namespace agon::views
