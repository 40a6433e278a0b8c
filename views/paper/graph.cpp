#include "views/paper/graph.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace agon::views {

namespace {

/** How far an edge swings out of its straight line: off the nodes that lie on it. */
double swingOf(const QPointF &from, const QPointF &to, const std::vector<QPointF> &nodes,
               double radius)
{
    const double length = std::hypot(to.x() - from.x(), to.y() - from.y());
    for (const QPointF &node : nodes) {
        if (node == from || node == to)
            continue;
        const QPointF relative = node - from;
        const QPointF along = (to - from) / length;
        const double forward = QPointF::dotProduct(relative, along);
        const double aside = relative.x() * along.y() - relative.y() * along.x();
        if (forward > 0 && forward < length && std::abs(aside) < 2 * radius)
            return std::max(5 * radius, 0.3 * length);
    }
    return 0;
}

} // namespace

void drawGraph(Page &page, const GraphLayer &graph, const QRectF &plot)
{
    const double size = page.smallSize();
    const double cap = page.capHeight(size);
    double radius = 45;
    for (const NodeShape &node : graph.nodes)
        if (const double width = page.textWidth(QString::fromStdString(node.label), size);
            width < 120)
            radius = std::max(radius, 0.5 * width + 12);
    const QRectF area = plot.adjusted(1.2 * radius, 2 * radius, -1.2 * radius, -1.5 * radius);
    std::vector<QPointF> places;
    for (const NodeShape &node : graph.nodes)
        places.push_back(
            {area.left() + node.x * area.width(), area.bottom() - node.y * area.height()});
    const Colour ink = contestantStyle(graph.key.colour).colour;
    const Colour edgeInk = page.colours().mutedText;
    int swings = 0;
    std::vector<std::pair<QPointF, QString>> labels;
    for (const EdgeShape &edge : graph.edges) {
        const QPointF from = places[static_cast<std::size_t>(edge.from)];
        const QPointF to = places[static_cast<std::size_t>(edge.to)];
        const double length = std::hypot(to.x() - from.x(), to.y() - from.y());
        if (length < 2.2 * radius)
            continue;
        double swing = swingOf(from, to, places, radius);
        if (swing > 0 && swings++ % 2 == 1)
            swing = -swing;
        const QPointF along = (to - from) / length;
        const QPointF across(along.y(), -along.x());
        const QPointF control = 0.5 * (from + to) + 2 * swing * across;
        // The curve as a polyline between the rims of both nodes.
        QPolygonF curve;
        for (int i = 0; i <= 40; ++i) {
            const double t = i / 40.0;
            const QPointF at = (1 - t) * (1 - t) * from + 2 * t * (1 - t) * control + t * t * to;
            const auto apart = [&at](const QPointF &node) {
                return std::hypot(at.x() - node.x(), at.y() - node.y());
            };
            if (apart(from) > radius + 4 && apart(to) > radius + 4)
                curve.append(at);
        }
        if (curve.size() < 3)
            continue;
        QPointF heading = curve.back() - curve[curve.size() - 3];
        heading /= std::hypot(heading.x(), heading.y());
        const QPointF side(-heading.y(), heading.x());
        const QPointF tip = curve.back();
        if (!edge.label.empty())
            labels.emplace_back(curve[curve.size() * (swing != 0 ? 5 : 4) / 10],
                                QString::fromStdString(edge.label));
        curve.back() = tip - heading * 20;
        page.polyline(curve, page.pen(edgeInk, std::clamp(0.5 * edge.weight, 0.4, 2.0)));
        page.painter().setPen(Qt::NoPen);
        page.painter().setBrush(colourOf(edgeInk));
        page.painter().drawPolygon(
            QPolygonF{tip, tip - heading * 30 + side * 11, tip - heading * 30 - side * 11});
    }
    for (const auto &[at, text] : labels) {
        // White behind the letters keeps them readable on the lines.
        const double half = 0.5 * page.textWidth(text, size) + 8;
        page.painter().setPen(Qt::NoPen);
        page.painter().setBrush(colourOf(page.colours().background));
        page.painter().drawRect(QRectF(at.x() - half, at.y() - 0.5 * cap - 8, 2 * half, cap + 20));
        page.text({at.x(), at.y() + 0.5 * cap}, text, size, Align::centre,
                  colourOf(page.colours().text));
    }
    for (std::size_t i = 0; i < places.size(); ++i) {
        page.painter().setPen(page.pen(ink, 0.75));
        page.painter().setBrush(colourOf(mix(ink, page.colours().background, 0.85)));
        page.painter().drawEllipse(places[i], radius, radius);
        const QString text = QString::fromStdString(graph.nodes[i].label);
        const bool fits = page.textWidth(text, size) < 1.9 * radius;
        page.text(
            {places[i].x(), fits ? places[i].y() + 0.5 * cap : places[i].y() - radius - 0.5 * cap},
            text, size, Align::centre, colourOf(page.colours().text));
    }
}

} // namespace agon::views
