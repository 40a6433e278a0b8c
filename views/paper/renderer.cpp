#include "views/paper/renderer.h"

#include "views/figures/heat_colour.h"
#include "views/figures/legend.h"
#include "views/figures/ticks.h"
#include "views/paper/colour_bar.h"
#include "views/paper/layers.h"
#include "views/paper/legend_box.h"
#include "views/paper/page.h"
#include "views/paper/panel_grid.h"
#include "views/paper/words.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

namespace agon::views {

namespace {

constexpr double tickLength = 25; ///< tenths of a point, as all lengths here
constexpr double tickGap = 20;    ///< between tick and its label
constexpr double labelGap = 25;   ///< between tick labels and axis label

QString axisTitle(const Axis &axis)
{
    QString text = QString::fromStdString(axis.label);
    if (!text.isEmpty())
        text[0] = text[0].toUpper();
    if (!axis.unit.empty())
        text += QLatin1String(" (") + QString::fromStdString(axis.unit) + QLatin1Char(')');
    return text;
}

class Renderer
{
public:
    Renderer(QPainter &painter, const Figure &figure, const PaperStyle &style)
        : m_page(painter, style)
        , m_figure(figure)
        , m_sharedScale(sharedScale(figure))
        , m_sharedX(sharedAxis(figure, &Panel::x))
        , m_sharedY(sharedAxis(figure, &Panel::y))
    {}

    RenderReport render()
    {
        const PaperStyle &style = m_page.style();
        QRectF area(0, 0, 10 * style.width, 10 * style.height);
        area.adjust(8, 8, -8, -8);
        if (style.notes)
            area.setBottom(area.bottom() - drawNotes(area));
        if (m_figure.empty()) {
            const QString text = m_figure.notes.empty()
                                     ? QStringLiteral("Nothing to draw.")
                                     : QString::fromStdString(m_figure.notes.front());
            const QStringList lines = wrapped(text, m_page.labelSize(), area.width());
            const double height = m_page.lineHeight(m_page.labelSize());
            double y = area.center().y() - 0.5 * height * static_cast<double>(lines.size());
            for (const QString &line : lines)
                m_page.text({area.center().x(), y += height}, line, m_page.labelSize(),
                            Align::centre, colourOf(m_page.colours().mutedText));
            return report();
        }
        const std::vector<LegendEntry> legend = sharedLegend(m_figure);
        if (!legend.empty()) {
            m_page.beginGroup(QStringLiteral("legend"));
            area.setTop(area.top() + drawLegendRows(m_page, legend, area.topLeft(), area.width()));
            m_page.endGroup();
        }
        if (m_sharedScale != nullptr)
            area.setRight(area.right() - colourBarExtent(m_page, *m_sharedScale));
        const QRectF titled = area;
        if (m_sharedX != nullptr)
            area.setBottom(area.bottom() - titleExtent(*m_sharedX, titled.width()));
        if (m_sharedY != nullptr)
            area.setLeft(area.left() + titleExtent(*m_sharedY, titled.height()));
        const std::vector<PlacedPanel> placed =
            placePanels(area, m_figure.panels.size(), m_figure.columns,
                        [this](std::size_t panel, double width, double height) {
                            return marginsOf(m_figure.panels[panel], width, height);
                        });
        for (std::size_t i = 0; i < placed.size(); ++i) {
            const Panel &panel = m_figure.panels[i];
            m_page.beginGroup(QStringLiteral("panel ") +
                              (panel.letter.empty() ? QString::number(i + 1)
                                                    : QString::fromStdString(panel.letter)));
            drawPanel(panel, placed[i], legend.empty());
            m_page.endGroup();
        }
        if (m_sharedScale != nullptr)
            drawColourBar(
                m_page, *m_sharedScale,
                area.adjusted(0, placed.front().margins.top, 0, -placed.back().margins.bottom));
        if (m_sharedX != nullptr)
            drawXTitle(*m_sharedX, area.center().x(), titled);
        if (m_sharedY != nullptr)
            drawYTitle(*m_sharedY, area.center().y(), titled);
        return report();
    }

private:
    RenderReport report()
    {
        RenderReport result;
        result.family = m_page.chosenFont().family;
        result.wishedFamily = m_page.chosenFont().wished;
        result.substituted = m_page.chosenFont().substituted;
        result.smallestText = m_page.smallestText();
        if (result.substituted)
            m_warnings.prepend(QStringLiteral("%1 is not installed; %2 takes its place.")
                                   .arg(result.wishedFamily, result.family));
        result.panelsLeftOut = m_leftOut;
        if (m_leftOut > 0)
            m_warnings.append(
                QStringLiteral("The figure is too small for its axes: make it larger, or "
                               "show fewer panels."));
        result.warnings = m_warnings;
        if (!m_page.cutTexts().isEmpty())
            result.warnings.append(
                QStringLiteral("Cut off: %1. Make the figure larger or give shorter names.")
                    .arg(m_page.cutTexts().join(QStringLiteral("; "))));
        return result;
    }

    QStringList wrapped(const QString &text, double size, double width) const
    {
        QStringList lines;
        QString line;
        for (const QString &word : text.split(QLatin1Char(' '))) {
            const QString longer = line.isEmpty() ? word : line + QLatin1Char(' ') + word;
            if (!line.isEmpty() && m_page.textWidth(longer, size) > width) {
                lines.append(line);
                line = word;
            } else {
                line = longer;
            }
        }
        lines.append(line);
        return lines;
    }

    double drawNotes(const QRectF &area)
    {
        QStringList lines;
        for (const std::string &note : m_figure.notes)
            lines += wrapped(QString::fromStdString(note), m_page.smallSize(), area.width());
        const double height = m_page.lineHeight(m_page.smallSize());
        double y = area.bottom() - height * static_cast<double>(lines.size());
        const double total = area.bottom() - y;
        for (const QString &line : lines) {
            m_page.text({area.left(), y + m_page.ascent(m_page.smallSize())}, line,
                        m_page.smallSize(), Align::left, colourOf(m_page.colours().mutedText));
            y += height;
        }
        return lines.isEmpty() ? 0 : total + 20;
    }

    int wantedTicks(double length, bool vertical) const
    {
        const double each = vertical
                                ? 3.2 * m_page.capHeight(m_page.smallSize())
                                : 4.5 * m_page.textWidth(QStringLiteral("0"), m_page.smallSize());
        return std::clamp(static_cast<int>(length / std::max(1.0, each)), 2, vertical ? 6 : 8);
    }

    bool hasHeader(const Panel &panel) const
    {
        return !panel.letter.empty() || (m_figure.panels.size() > 1 && !panel.title.empty());
    }

    QString letterOf(const Panel &panel) const
    {
        return panel.letter.empty()
                   ? QString()
                   : QLatin1Char('(') + QString::fromStdString(panel.letter) + QLatin1Char(')');
    }

    double letterExtent(const Panel &panel) const
    {
        return panel.letter.empty()
                   ? 0
                   : m_page.textWidth(letterOf(panel), m_page.labelSize(), true) + 50;
    }

    /** The title of a panel of @p width: beside its letter, on two lines if need be. */
    QStringList headerLines(const Panel &panel, double width) const
    {
        // A setting and its value stay together.
        QString title = QString::fromStdString(panel.title);
        title.replace(QLatin1String(" = "), QStringLiteral("\u00a0=\u00a0"));
        return twoLines(title, m_page.smallSize(), width - letterExtent(panel));
    }

    double headerHeight(const Panel &panel, double width) const
    {
        if (!hasHeader(panel))
            return 0;
        const auto more = static_cast<double>(headerLines(panel, width).size() - 1);
        return m_page.lineHeight(m_page.labelSize()) + 35 +
               more * m_page.lineHeight(m_page.smallSize());
    }

    /** The text, on two lines where one of @p length is too short for it. */
    QStringList twoLines(const QString &text, double size, double length) const
    {
        if (m_page.textWidth(text, size) <= length)
            return {text};
        const QStringList lines = wrapped(text, size, length);
        return lines.size() > 2 ? QStringList{lines.front(), lines.mid(1).join(QLatin1Char(' '))}
                                : lines;
    }

    QStringList titleLines(const Axis &axis, double length) const
    {
        return twoLines(axisTitle(axis), m_page.labelSize(), length);
    }

    /** What the name of an axis of @p length takes beside the numbers. */
    double titleExtent(const Axis &axis, double length) const
    {
        return labelGap + labelHeight() +
               static_cast<double>(titleLines(axis, length).size() - 1) * titleStep();
    }

    Margins marginsOf(const Panel &panel, double width, double height) const
    {
        Margins margins;
        margins.top = headerHeight(panel, width);
        if (!panel.y.visible && !panel.x.visible)
            return margins;
        const double small = m_page.smallSize();
        const double cap = m_page.capHeight(small);
        double widest = 0;
        for (const Tick &tick : ticks(panel.y, wantedTicks(0.75 * height, true)))
            widest = std::max(widest, m_page.tickWidth(tick));
        widest = std::min(widest, 0.4 * width);
        if (panel.y.visible) {
            margins.left = widest + tickLength + tickGap;
            if (!panel.y.label.empty() && m_sharedY == nullptr)
                margins.left += titleExtent(panel.y, height - headerHeight(panel, width));
        }
        if (panel.x.visible) {
            margins.bottom = tickLength + tickGap + 1.3 * cap;
            const double each =
                width / static_cast<double>(std::max<std::size_t>(1, panel.x.categories.size()));
            for (const std::string &name : panel.x.categories)
                if (!panel.y.visible &&
                    m_page.textWidth(QString::fromStdString(name), small) > 0.95 * each) {
                    margins.bottom += m_page.lineHeight(small); // names on two lines
                    break;
                }
            if (!panel.x.label.empty() && m_sharedX == nullptr)
                margins.bottom += titleExtent(panel.x, width);
        }
        margins.top = std::max(margins.top, 0.7 * cap);
        const std::vector<Tick> across = ticks(panel.x, wantedTicks(0.75 * width, false));
        if (!across.empty() && panel.x.categories.empty())
            margins.right = 0.5 * m_page.tickWidth(across.back());
        double text = 0;
        for (const Layer &layer : panel.layers)
            if (const auto *interval = std::get_if<IntervalLayer>(&layer);
                interval && !interval->text.empty())
                text = std::max(
                    text, 40 + m_page.textWidth(QString::fromStdString(interval->text), small));
        margins.right = std::max(margins.right, text);
        if (const HeatLayer *heat = heatOf(panel); heat != nullptr && m_sharedScale == nullptr)
            margins.right = colourBarExtent(m_page, *heat);
        return margins;
    }

    void drawPanel(const Panel &panel, const PlacedPanel &placed, bool ownLegend)
    {
        QRectF cell = placed.cell;
        const Margins &margins = placed.margins;
        if (hasHeader(panel)) {
            double baseline = cell.top() + m_page.ascent(m_page.labelSize());
            m_page.text({cell.left(), baseline}, letterOf(panel), m_page.labelSize(), Align::left,
                        colourOf(m_page.colours().text), true);
            const double x = cell.left() + letterExtent(panel);
            for (const QString &line : headerLines(panel, cell.width())) {
                m_page.text({x, baseline},
                            m_page.elided(line, m_page.smallSize(), cell.right() - x),
                            m_page.smallSize(), Align::left, colourOf(m_page.colours().text));
                baseline += m_page.lineHeight(m_page.smallSize());
            }
        }
        // The names of the axes may go beside a legend above the plot, but not beside the header.
        const QRectF titled = cell.adjusted(0, headerHeight(panel, cell.width()), 0, 0);
        std::vector<LegendEntry> entries = legendEntries(panel);
        if (entries.size() < 2 || !ownLegend)
            entries.clear();
        QRectF plot = cell.adjusted(margins.left, margins.top, -margins.right, -margins.bottom);
        const std::optional<QRectF> inside = placeLegend(m_page, panel, entries, plot);
        if (!entries.empty() && !inside) {
            // No corner is empty: the legend goes above the plot.
            cell.setTop(
                cell.top() +
                drawLegendRows(m_page, entries,
                               {plot.left(), cell.top() + margins.top -
                                                 0.7 * m_page.capHeight(m_page.smallSize())},
                               plot.width()));
            plot.setTop(cell.top() + margins.top);
        }
        if (plot.width() < 100 || plot.height() < 100) {
            ++m_leftOut;
            return;
        }
        const Frame2D frame{panel, plot};
        const bool axes = panel.x.visible || panel.y.visible;
        const HeatLayer *heat = heatOf(panel);
        if (axes && heat == nullptr && m_page.style().grid) {
            m_page.beginGroup(QStringLiteral("grid"));
            drawGrid(panel, plot);
            m_page.endGroup();
        }
        int lines = 0;
        for (const Layer &layer : panel.layers)
            if (const auto *line = std::get_if<LineLayer>(&layer); line && line->isCurve())
                ++lines;
        int position = 0;
        for (const Layer &layer : panel.layers) {
            m_page.beginGroup(layerName(layer));
            drawLayer(m_page, layer, frame, position, lines);
            m_page.endGroup();
            if (const auto *line = std::get_if<LineLayer>(&layer); line && line->isCurve())
                ++position;
        }
        if (heat != nullptr)
            drawWords(m_page, *heat, frame, inside.value_or(QRectF()));
        if (axes) {
            m_page.beginGroup(QStringLiteral("axes"));
            drawAxes(panel, plot, titled, heat != nullptr);
            m_page.endGroup();
        }
        if (heat != nullptr && m_sharedScale == nullptr)
            drawColourBar(m_page, *heat, plot);
        if (inside) {
            m_page.beginGroup(QStringLiteral("legend"));
            drawLegendColumn(m_page, entries, inside->topLeft());
            m_page.endGroup();
        }
    }

    void drawGrid(const Panel &panel, const QRectF &plot)
    {
        const QPen pen = m_page.pen(m_page.colours().grid, 0.4);
        const Frame2D frame{panel, plot};
        if (panel.x.visible && panel.x.categories.empty())
            for (const Tick &tick : ticks(panel.x, wantedTicks(plot.width(), false)))
                if (!tick.minor)
                    m_page.polyline(
                        {{frame.x(tick.value), plot.top()}, {frame.x(tick.value), plot.bottom()}},
                        pen);
        if (panel.y.visible && panel.y.categories.empty())
            for (const Tick &tick : ticks(panel.y, wantedTicks(plot.height(), true)))
                if (!tick.minor)
                    m_page.polyline(
                        {{plot.left(), frame.y(tick.value)}, {plot.right(), frame.y(tick.value)}},
                        pen);
    }

    void drawAxes(const Panel &panel, const QRectF &plot, const QRectF &cell, bool framed)
    {
        const Frame2D frame{panel, plot};
        QPen pen = m_page.pen(m_page.colours().text, 0.5);
        pen.setCapStyle(Qt::SquareCap);
        if (framed)
            m_page.polyline({plot.topLeft(), plot.topRight(), plot.bottomRight(), plot.bottomLeft(),
                             plot.topLeft()},
                            pen);
        else if (panel.x.visible && panel.y.visible)
            m_page.polyline({plot.topLeft(), plot.bottomLeft(), plot.bottomRight()}, pen);
        else if (panel.x.visible)
            m_page.polyline({plot.bottomLeft(), plot.bottomRight()}, pen);
        else
            m_page.polyline({plot.topLeft(), plot.bottomLeft()}, pen);
        if (panel.x.visible)
            drawXAxis(panel, frame, plot, cell, pen);
        if (panel.y.visible)
            drawYAxis(panel, frame, plot, cell, pen);
    }

    void drawXAxis(const Panel &panel, const Frame2D &frame, const QRectF &plot, const QRectF &cell,
                   const QPen &pen)
    {
        drawXTicks(panel, frame, plot, pen);
        if (!panel.x.label.empty() && m_sharedX == nullptr)
            drawXTitle(panel.x, plot.center().x(), cell);
    }

    /** At the bottom of a cell, centred where there is room, else within the whole cell. */
    void drawXTitle(const Axis &axis, double centre, const QRectF &cell)
    {
        const QStringList lines = titleLines(axis, cell.width());
        double baseline =
            cell.bottom() - belowBaseline() - static_cast<double>(lines.size() - 1) * titleStep();
        for (const QString &line : lines) {
            const QString title = m_page.elided(line, m_page.labelSize(), cell.width());
            const double half = 0.5 * m_page.textWidth(title, m_page.labelSize());
            m_page.text(
                {std::max(std::min(centre, cell.right() - half), cell.left() + half), baseline},
                title, m_page.labelSize(), Align::centre, colourOf(m_page.colours().text));
            baseline += titleStep();
        }
    }

    void drawYTitle(const Axis &axis, double centre, const QRectF &cell)
    {
        double baseline = cell.left() + m_page.capHeight(m_page.labelSize()) + 5;
        for (const QString &line : titleLines(axis, cell.height())) {
            const QString title = m_page.elided(line, m_page.labelSize(), cell.height());
            const double half = 0.5 * m_page.textWidth(title, m_page.labelSize());
            m_page.verticalText(
                {baseline, std::max(std::min(centre, cell.bottom() - half), cell.top() + half)},
                title, m_page.labelSize(), colourOf(m_page.colours().text));
            baseline += titleStep();
        }
    }

    void drawYAxis(const Panel &panel, const Frame2D &frame, const QRectF &plot, const QRectF &cell,
                   const QPen &pen)
    {
        const double small = m_page.smallSize();
        const double cap = m_page.capHeight(small);
        const bool titled = !panel.y.label.empty() && m_sharedY == nullptr;
        const double namesFrom = cell.left() + (titled ? titleExtent(panel.y, cell.height()) : 0);
        for (const Tick &tick : ticks(panel.y, wantedTicks(plot.height(), true))) {
            const double y = frame.y(tick.value);
            if (std::isnan(y) || y < plot.top() - 1 || y > plot.bottom() + 1)
                continue;
            if (panel.y.categories.empty())
                m_page.polyline(
                    {{plot.left(), y}, {plot.left() - (tick.minor ? 0.6 : 1) * tickLength, y}},
                    pen);
            if (!panel.y.categories.empty()) {
                if (skipped(panel.y, static_cast<int>(tick.value), plot.height(), 1.5 * cap))
                    continue;
                const double right = plot.left() - tickGap - 10;
                drawRowName(QString::fromStdString(tick.text), {right, y}, right - namesFrom,
                            plot.height() / static_cast<double>(panel.y.categories.size()));
            } else {
                m_page.tickText({plot.left() - tickLength - tickGap, y + 0.5 * cap}, tick,
                                Align::right);
            }
        }
        if (titled)
            drawYTitle(panel.y, plot.center().y(), cell);
    }

    /** Ends at @p at in the middle of a row; on two lines when one is too short for it. */
    void drawRowName(const QString &name, QPointF at, double width, double rowHeight)
    {
        const double small = m_page.smallSize();
        const double step = m_page.lineHeight(small);
        QStringList lines{name};
        if (rowHeight > 2 * step)
            lines = twoLines(name, small, width);
        double y = at.y() + 0.5 * m_page.capHeight(small) -
                   0.5 * step * static_cast<double>(lines.size() - 1);
        for (const QString &line : lines) {
            m_page.text({at.x(), y}, m_page.elided(line, small, width), small, Align::right,
                        colourOf(m_page.colours().text));
            y += step;
        }
    }

    /** Whether a category's name is left out because there is no room for all. */
    static bool skipped(const Axis &axis, int index, double length, double each)
    {
        const auto count = static_cast<double>(axis.categories.size());
        const int stride =
            std::max(1, static_cast<int>(std::ceil(each * count / std::max(1.0, length))));
        return index % stride != 0;
    }

    void drawXTicks(const Panel &panel, const Frame2D &frame, const QRectF &plot, const QPen &pen)
    {
        const double small = m_page.smallSize();
        const double baseline = plot.bottom() + tickLength + tickGap + m_page.capHeight(small);
        const bool names = !panel.x.categories.empty();
        double widest = 0;
        for (const std::string &name : panel.x.categories)
            widest = std::max(widest, m_page.textWidth(QString::fromStdString(name), small));
        double taken = -1e9;
        for (const Tick &tick : ticks(panel.x, wantedTicks(plot.width(), false))) {
            const double x = frame.x(tick.value);
            if (std::isnan(x) || x < plot.left() - 1 || x > plot.right() + 1)
                continue;
            if (names && !panel.y.visible) {
                // Axes of their own: every one has its name, as much of it as fits between them.
                const double each = plot.width() / static_cast<double>(panel.x.categories.size());
                double y = baseline;
                for (const QString &line :
                     twoLines(QString::fromStdString(tick.text), small, each)) {
                    m_page.text({x, y}, m_page.elided(line, small, each), small, Align::centre,
                                colourOf(m_page.colours().text));
                    y += m_page.lineHeight(small);
                }
                continue;
            }
            if (names && skipped(panel.x, static_cast<int>(tick.value), plot.width(),
                                 std::min(1.25 * widest, 0.5 * plot.width())))
                continue;
            m_page.polyline(
                {{x, plot.bottom()}, {x, plot.bottom() + (tick.minor ? 0.6 : 1) * tickLength}},
                pen);
            const double half = 0.5 * m_page.tickWidth(tick);
            if (tick.text.empty() || x - half < taken)
                continue;
            m_page.tickText({x, baseline}, tick, Align::centre);
            taken = x + half + 30;
        }
    }

    /** Room for descending letters of an axis label. */
    double belowBaseline() const { return 2.3 * m_page.labelSize(); }
    double titleStep() const { return 0.9 * m_page.lineHeight(m_page.labelSize()); }
    double labelHeight() const { return m_page.capHeight(m_page.labelSize()) + belowBaseline(); }

    Page m_page;
    const Figure &m_figure;
    const HeatLayer *m_sharedScale; ///< its colour bar is drawn once; null: each panel has its own
    const Axis *m_sharedX, *m_sharedY;
    QStringList m_warnings;
    int m_leftOut = 0; ///< panels
};

} // namespace

RenderReport renderFigure(QPainter &painter, const Figure &figure, const PaperStyle &style)
{
    return Renderer(painter, figure, style).render();
}

} // namespace agon::views
