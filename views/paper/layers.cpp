#include "views/paper/layers.h"

#include "views/figures/decimation.h"
#include "views/figures/heat_colour.h"
#include "views/paper/clip.h"
#include "views/paper/graph.h"
#include "views/paper/triangle.h"

#include <algorithm>
#include <cmath>

namespace agon::views {

namespace {

constexpr double bandOpacity = 0.2;

/** Points of a line worth drawing at this width: first, last and extremes of every third of a tenth
 *  of an inch would be enough; 8 buckets a point are finer than any printer. */
std::vector<std::size_t> worthDrawing(const LineLayer &line, const Frame2D &frame)
{
    std::vector<std::span<const double>> series{line.y};
    if (!line.lower.empty()) {
        series.emplace_back(line.lower);
        series.emplace_back(line.upper);
    }
    const auto buckets = static_cast<std::size_t>(std::max(50.0, frame.plot.width() / 10 * 8));
    // Areas on each other have their corners at the same places.
    if (line.area)
        return keptExtremes(line.x, {}, std::max(buckets, line.x.size()), frame.panel.x.scale);
    return keptExtremes(line.x, series, buckets, frame.panel.x.scale);
}

/** The polylines of a series over kept positions, split where a point cannot be drawn. */
std::vector<QPolygonF> polylines(const std::vector<double> &x, const std::vector<double> &y,
                                 const std::vector<std::size_t> &kept, const Frame2D &frame,
                                 bool staircase)
{
    std::vector<QPolygonF> lines;
    bool open = false;
    for (const std::size_t i : kept) {
        const QPointF at(frame.x(x[i]), frame.y(y[i]));
        if (std::isnan(at.x()) || std::isnan(at.y())) {
            open = false;
            continue;
        }
        if (!open)
            lines.emplace_back();
        else if (staircase)
            lines.back().append({at.x(), lines.back().back().y()});
        lines.back().append(at);
        open = true;
    }
    return lines;
}

void drawBand(Page &page, const LineLayer &line, const std::vector<std::size_t> &kept,
              const Frame2D &frame)
{
    // A lower limit that a logarithmic axis has no place for lies below its end.
    const auto place = [&](double value) {
        const double y = frame.y(value);
        return std::isnan(y) && !std::isnan(value) ? frame.plot.bottom() + 100 : y;
    };
    QPolygonF upper;
    QPolygonF lower;
    const auto flush = [&] {
        if (upper.size() > 1) {
            QPolygonF band = upper;
            for (qsizetype i = lower.size(); i-- > 0;)
                band.append(lower[i]);
            band = clipPolygon(band, frame.plot);
            page.painter().setPen(Qt::NoPen);
            page.painter().setBrush(
                colourOf(contestantStyle(line.key.colour).colour, line.area    ? 1
                                                                  : line.ghost ? 0.4 * bandOpacity
                                                                               : bandOpacity));
            if (!band.isEmpty())
                page.painter().drawPolygon(band);
        }
        upper.clear();
        lower.clear();
    };
    for (const std::size_t i : kept) {
        const double x = frame.x(line.x[i]);
        const double low = place(line.lower[i]);
        const double high = place(line.upper[i]);
        if (std::isnan(x) || std::isnan(low) || std::isnan(high)) {
            flush();
            continue;
        }
        if (line.staircase && !upper.isEmpty()) {
            upper.append({x, upper.back().y()});
            lower.append({x, lower.back().y()});
        }
        upper.append({x, high});
        lower.append({x, low});
    }
    flush();
}

void drawMarkers(Page &page, const LineLayer &line, const std::vector<std::size_t> &kept,
                 const Frame2D &frame, int position, int total)
{
    std::vector<QPointF> points;
    for (const std::size_t i : kept) {
        const QPointF at(frame.x(line.x[i]), frame.y(line.y[i]));
        if (!std::isnan(at.x()) && !std::isnan(at.y()) && isWithin(at, frame.plot))
            points.push_back(at);
    }
    constexpr int wanted = 7;
    constexpr double diameter = 3;
    if (points.size() <= 2 * wanted) {
        for (const QPointF &point : points)
            page.marker(point, line.key, diameter);
        return;
    }
    // Evenly over the page, each line at its own phase, so that markers do not pile up.
    const double phase = (position + 0.5) / std::max(1, total);
    std::size_t from = 0;
    for (int k = 0; k < wanted; ++k) {
        const double x = frame.plot.left() + frame.plot.width() * (k + phase) / wanted;
        while (from + 1 < points.size() &&
               std::abs(points[from + 1].x() - x) <= std::abs(points[from].x() - x))
            ++from;
        if (std::abs(points[from].x() - x) < 0.5 * frame.plot.width() / wanted)
            page.marker(points[from], line.key, diameter);
    }
}

/** Thin within a border, so that it is seen on its contestant's own line. */
void drawFit(Page &page, const LineLayer &line, const std::vector<std::size_t> &kept,
             const Frame2D &frame)
{
    const Colour colour = contestantStyle(line.key.colour).colour;
    for (const QPolygonF &part : polylines(line.x, line.y, kept, frame, false))
        for (const QPolygonF &piece : clipPolyline(part, frame.plot)) {
            page.polyline(piece, page.pen(page.colours().background, 1.7));
            page.polyline(piece, page.pen(colour, 0.5));
        }
}

void draw(Page &page, const LineLayer &line, const Frame2D &frame, int position, int total)
{
    if (line.x.empty())
        return;
    const std::vector<std::size_t> kept = worthDrawing(line, frame);
    if (line.fit)
        return drawFit(page, line, kept, frame);
    if (!line.lower.empty())
        drawBand(page, line, kept, frame);
    if (line.area) {
        // A border between neighbours.
        for (const QPolygonF &part : polylines(line.x, line.lower, kept, frame, line.staircase))
            for (const QPolygonF &piece : clipPolyline(part, frame.plot))
                page.polyline(piece, page.pen(page.colours().background, 0.15));
        return;
    }
    const Colour colour = contestantStyle(line.key.colour).colour;
    for (const std::vector<double> &seed : line.seeds)
        for (const QPolygonF &part : polylines(line.x, seed, kept, frame, line.staircase))
            for (const QPolygonF &piece : clipPolyline(part, frame.plot))
                page.polyline(piece, page.pen(colour, 0.25, 0.35));
    QPen pen = page.linePen(line.key, page.lineWidth(line.key), line.ghost ? 0.35 : 1);
    // On rows, what belongs to nobody joins others: a heavier bar than a contestant's stem.
    const bool onRows = !frame.panel.y.categories.empty();
    if (onRows && line.key.colour < 0 && line.key.name.empty())
        pen = page.pen(page.colours().neutral, 2);
    for (const QPolygonF &part : polylines(line.x, line.y, kept, frame, line.staircase)) {
        if (part.size() == 1 && isWithin(part.front(), frame.plot))
            page.marker(part.front(), line.key, 2);
        for (const QPolygonF &piece : clipPolyline(part, frame.plot)) {
            if (heatOf(frame.panel) != nullptr)
                page.polyline(piece, page.pen(page.colours().background,
                                              page.style().lineWidth + onMapBorder));
            page.polyline(piece, pen);
        }
    }
    if (page.style().markers && !line.reference && !line.ghost && !onRows)
        drawMarkers(page, line, kept, frame, position, total);
}

/** What points on rows say, beside them: above the row where one is too close to the end. */
void drawLabels(Page &page, const PointLayer &layer, const Frame2D &frame)
{
    const double size = page.smallSize();
    for (std::size_t i = 0; i < std::min(layer.labels.size(), layer.x.size()); ++i) {
        const QPointF at(frame.x(layer.x[i]), frame.y(layer.y[i]));
        const QString text = QString::fromStdString(layer.labels[i]);
        if (text.isEmpty() || std::isnan(at.x()) || std::isnan(at.y()))
            continue;
        const bool fits = at.x() + 35 + page.textWidth(text, size) <= frame.plot.right();
        if (fits)
            page.text(at + QPointF(35, 0.5 * page.capHeight(size)), text, size, Align::left,
                      colourOf(page.colours().text));
        else
            page.text({frame.plot.right(), at.y() - 30}, text, size, Align::right,
                      colourOf(page.colours().text));
    }
}

void draw(Page &page, const PointLayer &layer, const Frame2D &frame, int, int)
{
    if (layer.staircase && !layer.x.empty()) {
        QPolygonF stairs;
        for (std::size_t i = 0; i < layer.x.size(); ++i) {
            const QPointF at(frame.x(layer.x[i]), frame.y(layer.y[i]));
            if (std::isnan(at.x()) || std::isnan(at.y()))
                continue;
            if (!stairs.isEmpty())
                stairs.append(layer.verticalFirst ? QPointF(stairs.back().x(), at.y())
                                                  : QPointF(at.x(), stairs.back().y()));
            stairs.append(at);
        }
        const QPen pen = page.linePen(layer.key, page.lineWidth(layer.key));
        for (const QPolygonF &piece : clipPolyline(stairs, frame.plot))
            page.polyline(piece, pen);
    }
    if (layer.key.colour < 0 && layer.staircase)
        return;
    for (std::size_t i = 0; i < layer.x.size(); ++i) {
        const QPointF at(frame.x(layer.x[i]), frame.y(layer.y[i]));
        if (!std::isnan(at.x()) && !std::isnan(at.y()) && isWithin(at, frame.plot))
            page.marker(at, layer.key, layer.emphasised ? 3.2 : 2.4, layer.opacity);
    }
    if (!frame.panel.y.categories.empty())
        drawLabels(page, layer, frame);
}

/** The violin behind, and the box of the quartiles in it. */
void drawShape(Page &page, const StripLayer &strip, const Frame2D &frame, double middle,
               double lane)
{
    const Colour colour = contestantStyle(strip.key.colour).colour;
    QPolygonF violin;
    for (const double side : {-1.0, 1.0})
        for (std::size_t k = 0; k < strip.densityAt.size(); ++k) {
            const std::size_t i = side < 0 ? k : strip.densityAt.size() - 1 - k;
            const double x = frame.x(strip.densityAt[i]);
            if (!std::isnan(x))
                violin.append({x, middle + side * 1.35 * lane * strip.density[i]});
        }
    violin = clipPolygon(violin, frame.plot);
    if (violin.size() > 2) {
        page.painter().setPen(Qt::NoPen);
        page.painter().setBrush(colourOf(colour, 0.12));
        page.painter().drawPolygon(violin);
    }
    if (!strip.quartiles)
        return;
    const auto inside = [&frame](double x) {
        return std::clamp(x, frame.plot.left(), frame.plot.right());
    };
    const double low = frame.x((*strip.quartiles)[0]);
    const double centre = frame.x((*strip.quartiles)[1]);
    const double high = frame.x((*strip.quartiles)[2]);
    if (std::isnan(low) || std::isnan(centre) || std::isnan(high))
        return;
    const QRectF box(QPointF(inside(low), middle - lane), QPointF(inside(high), middle + lane));
    page.painter().setPen(page.pen(colour, 0.5));
    page.painter().setBrush(colourOf(page.colours().background, 0.6));
    page.painter().drawRect(box);
    page.polyline({{inside(centre), middle - lane}, {inside(centre), middle + lane}},
                  page.pen(colour, 0.5));
}

void draw(Page &page, const StripLayer &strip, const Frame2D &frame, int, int)
{
    const double middle = frame.y(strip.position);
    const double lane = std::abs(frame.y(strip.position + 0.3) - middle);
    drawShape(page, strip, frame, middle, lane);
    for (std::size_t i = 0; i < strip.values.size(); ++i) {
        const double x = frame.x(strip.values[i]);
        if (std::isnan(x))
            continue;
        // Golden-ratio jitter: spread out, and the same every time.
        const double jitter =
            std::fmod(0.5 + 0.6180339887498949 * static_cast<double>(i), 1.0) - 0.5;
        const QPointF at(x, middle + 1.6 * lane * jitter);
        if (isWithin(at, frame.plot))
            page.marker(at, {strip.key.colour, {}}, 2, 0.5);
    }
    const double centre = frame.x(strip.centre);
    if (std::isnan(centre))
        return;
    const Colour colour = contestantStyle(strip.key.colour).colour;
    const double low = frame.x(strip.lower);
    const double high = frame.x(strip.upper);
    if (!std::isnan(low) && !std::isnan(high))
        page.polyline({{std::max(low, frame.plot.left()), middle},
                       {std::min(high, frame.plot.right()), middle}},
                      page.pen(colour, 1));
    page.polyline({{centre, middle - 0.7 * lane}, {centre, middle + 0.7 * lane}},
                  page.pen(colour, 1.25));
}

void draw(Page &page, const IntervalLayer &layer, const Frame2D &frame, int, int)
{
    const double y = frame.y(layer.position);
    const Key key = layer.key.colour < 0 ? Key{0, {}} : layer.key;
    const Colour colour = contestantStyle(key.colour).colour;
    const auto inside = [&](double value, double otherwise) {
        const double x = frame.x(value);
        return std::isnan(x) ? otherwise : std::clamp(x, frame.plot.left(), frame.plot.right());
    };
    page.polyline(
        {{inside(layer.lower, frame.plot.left()), y}, {inside(layer.upper, frame.plot.right()), y}},
        page.pen(colour, 1));
    const double centre = frame.x(layer.centre);
    if (!std::isnan(centre))
        page.marker({centre, y}, key, 3.2);
    if (!layer.text.empty())
        page.text({frame.plot.right() + 40, y + 0.5 * page.capHeight(page.smallSize())},
                  QString::fromStdString(layer.text), page.smallSize(), Align::left,
                  colourOf(page.colours().text));
}

void draw(Page &page, const BarLayer &bars, const Frame2D &frame, int, int)
{
    page.painter().setPen(Qt::NoPen);
    page.painter().setBrush(colourOf(contestantStyle(bars.key.colour).colour, 0.85));
    const double base = std::isnan(frame.y(0)) ? frame.plot.bottom() : frame.y(0);
    for (std::size_t i = 0; i < bars.x.size(); ++i) {
        const double top = frame.y(bars.height[i]);
        const QRectF bar = QRectF(QPointF(frame.x(bars.x[i] - 0.5 * bars.width), top),
                                  QPointF(frame.x(bars.x[i] + 0.5 * bars.width), base))
                               .normalized()
                               .intersected(frame.plot);
        if (!std::isnan(top) && !bar.isEmpty())
            page.painter().drawRect(bar);
    }
}

void draw(Page &page, const HeatLayer &heat, const Frame2D &frame, int, int)
{
    const double width = frame.plot.width() / std::max(1, heat.columns);
    const double height = frame.plot.height() / std::max(1, heat.rows);
    page.painter().setPen(Qt::NoPen);
    const auto colourAt = [&](std::int32_t row, std::int32_t column) {
        return heatColour(
            heat,
            heat.values[static_cast<std::size_t>(row) * static_cast<std::size_t>(heat.columns) +
                        static_cast<std::size_t>(column)]);
    };
    for (std::int32_t row = 0; row < heat.rows; ++row)
        for (std::int32_t first = 0; first < heat.columns;) {
            // Neighbours of one colour are one rectangle; a little overlap hides the seams that
            // antialiasing viewers draw between rectangles.
            const Colour colour = colourAt(row, first);
            std::int32_t last = first + 1;
            while (last < heat.columns && colourAt(row, last) == colour)
                ++last;
            QRectF cell(frame.plot.left() + first * width, frame.plot.bottom() - (row + 1) * height,
                        (last - first) * width, height);
            if (last < heat.columns)
                cell.setRight(cell.right() + 2);
            if (row > 0)
                cell.setBottom(cell.bottom() + 2);
            page.painter().setBrush(colourOf(colour));
            page.painter().drawRect(cell);
            first = last;
        }
    if (heat.texts.empty())
        return;
    // Numbers in the cells, dark on light and light on dark, where they fit.
    const double size = page.smallSize();
    const double cap = page.capHeight(size);
    const FigureColours light = figureColours(Appearance::light);
    for (std::int32_t row = 0; row < heat.rows; ++row)
        for (std::int32_t column = 0; column < heat.columns; ++column) {
            const QString text = QString::fromStdString(
                heat.texts[static_cast<std::size_t>(row) * static_cast<std::size_t>(heat.columns) +
                           static_cast<std::size_t>(column)]);
            if (text.isEmpty() || page.textWidth(text, size) > width || 1.2 * cap > height)
                continue;
            const Colour behind = colourAt(row, column);
            const Colour ink = contrast(light.text, behind) >= contrast(light.background, behind)
                                   ? light.text
                                   : light.background;
            page.text({frame.plot.left() + (column + 0.5) * width,
                       frame.plot.bottom() - (row + 0.5) * height + 0.5 * cap},
                      text, size, Align::centre, colourOf(ink));
        }
}

void draw(Page &page, const GraphLayer &graph, const Frame2D &frame, int, int)
{
    drawGraph(page, graph, frame.plot);
}

void draw(Page &page, const SimplexLayer &simplex, const Frame2D &frame, int, int)
{
    drawTriangle(page, simplex, frame.plot);
}

void draw(Page &page, const MarkLayer &mark, const Frame2D &frame, int, int)
{
    const double at = mark.vertical ? frame.x(mark.position) : frame.y(mark.position);
    if (std::isnan(at))
        return;
    QPen pen = page.pen(page.colours().mutedText, 0.5);
    if (mark.low.empty() && mark.high.empty())
        pen.setDashPattern({3, 3});
    if (!isWithin(mark.vertical ? QPointF(at, frame.plot.top()) : QPointF(frame.plot.left(), at),
                  frame.plot))
        return;
    if (mark.vertical)
        page.polyline({{at, frame.plot.top()}, {at, frame.plot.bottom()}}, pen);
    else
        page.polyline({{frame.plot.left(), at}, {frame.plot.right(), at}}, pen);
    const double small = page.smallSize();
    const auto write = [&](const std::string &value, bool beside, double baseline) {
        if (value.empty())
            return;
        const QString text = QString::fromStdString(value);
        const double width = page.textWidth(text, small) + 24;
        page.painter().setPen(Qt::NoPen);
        page.painter().setBrush(colourOf(page.colours().background));
        const double left = beside ? at + 25 : at - 0.5 * width;
        page.painter().drawRect(
            QRectF(left, baseline - page.capHeight(small) - 12, width, page.capHeight(small) + 24));
        page.text({left + 0.5 * width, baseline}, text, small, Align::centre,
                  colourOf(page.colours().mutedText));
    };
    write(mark.high, false, frame.plot.top() + page.capHeight(small));
    write(mark.low, false, frame.plot.bottom() - 25);
    // Beside the axis, where the lines' markers stay to be seen.
    if (mark.vertical)
        for (const MarkLayer::Tick &tick : mark.ticks)
            write(tick.text, true, frame.y(tick.at) + 0.5 * page.capHeight(small));
    if (!mark.label.empty())
        page.text(mark.vertical ? QPointF(at + 15, frame.plot.top() + page.ascent(page.smallSize()))
                                : QPointF(frame.plot.right() - 15, at - 15),
                  QString::fromStdString(mark.label), page.smallSize(),
                  mark.vertical ? Align::left : Align::right, colourOf(page.colours().mutedText));
}

} // namespace

double Frame2D::x(double value) const
{
    return plot.left() + plot.width() * position(panel.x, value);
}

double Frame2D::y(double value) const
{
    return plot.bottom() - plot.height() * position(panel.y, value);
}

void drawLayer(Page &page, const Layer &layer, const Frame2D &frame, int position, int total)
{
    std::visit([&](const auto &concrete) { draw(page, concrete, frame, position, total); }, layer);
}

QString layerName(const Layer &layer)
{
    const char *kind = "mark";
    if (const auto *line = std::get_if<LineLayer>(&layer))
        kind = line->fit         ? "fit"
               : line->reference ? "reference"
               : line->ghost     ? "ghost"
               : line->area      ? "area"
                                 : "line";
    else if (std::holds_alternative<PointLayer>(layer))
        kind = "points";
    else if (std::holds_alternative<StripLayer>(layer))
        kind = "strip";
    else if (std::holds_alternative<IntervalLayer>(layer))
        kind = "interval";
    else if (std::holds_alternative<BarLayer>(layer))
        kind = "bars";
    else if (std::holds_alternative<HeatLayer>(layer))
        kind = "cells";
    else if (std::holds_alternative<GraphLayer>(layer))
        kind = "graph";
    else if (std::holds_alternative<SimplexLayer>(layer))
        kind = "triangle";
    const std::string name = std::visit(
        [](const auto &concrete) {
            if constexpr (requires { concrete.key; })
                return concrete.key.name;
            else
                return std::string();
        },
        layer);
    return QLatin1String(kind) +
           (name.empty() ? QString() : QLatin1Char(' ') + QString::fromStdString(name));
}

void collectInk(const Layer &layer, const Frame2D &frame, std::vector<Inked> &ink)
{
    const auto add = [&](double x, double y, double weight) {
        if (!std::isnan(x) && !std::isnan(y))
            ink.push_back({{x, y}, weight});
    };
    if (const auto *line = std::get_if<LineLayer>(&layer)) {
        const std::vector<std::size_t> kept = worthDrawing(*line, frame);
        for (std::size_t k = 0; k + 1 < kept.size(); ++k) {
            const QPointF a(frame.x(line->x[kept[k]]), frame.y(line->y[kept[k]]));
            const QPointF b(frame.x(line->x[kept[k + 1]]), frame.y(line->y[kept[k + 1]]));
            const double length = std::hypot(b.x() - a.x(), b.y() - a.y());
            // Long segments count at every four points of their length.
            const int pieces = std::isnan(length) ? 1 : 1 + static_cast<int>(length / 40);
            for (int piece = 0; piece < pieces; ++piece) {
                const QPointF at = a + (b - a) * (static_cast<double>(piece) / pieces);
                add(at.x(), at.y(), 1);
            }
            if (!line->lower.empty()) {
                add(a.x(), frame.y(line->lower[kept[k]]), 0.15);
                add(a.x(), frame.y(line->upper[kept[k]]), 0.15);
            }
        }
    } else if (const auto *points = std::get_if<PointLayer>(&layer)) {
        for (std::size_t i = 0; i < points->x.size(); ++i)
            add(frame.x(points->x[i]), frame.y(points->y[i]), points->emphasised ? 2 : 1);
    } else if (const auto *simplex = std::get_if<SimplexLayer>(&layer)) {
        for (const QPointF &at : triangleInk(*simplex, frame.plot))
            add(at.x(), at.y(), 1);
    } else if (const auto *mark = std::get_if<MarkLayer>(&layer)) {
        // An axis of its own weighs more than a dashed line, which may pass behind a legend.
        const bool axis = !mark->low.empty() || !mark->high.empty();
        const double at = mark->vertical ? frame.x(mark->position) : frame.y(mark->position);
        const double length = mark->vertical ? frame.plot.height() : frame.plot.width();
        for (double along = 0; axis && along <= length; along += 40)
            add(mark->vertical ? at : frame.plot.left() + along,
                mark->vertical ? frame.plot.top() + along : at, 1);
    }
}

} // namespace agon::views
