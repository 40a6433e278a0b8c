#include "views/figures/pgfplots.h"

#include "views/figures/decimation.h"
#include "views/figures/heat_colour.h"
#include "views/figures/legend.h"
#include "views/figures/palette.h"
#include "views/figures/pgfplots_axis.h"
#include "views/figures/pgfplots_bar.h"
#include "views/figures/pgfplots_layout.h"
#include "views/figures/pgfplots_style.h"
#include "views/figures/pgfplots_triangle.h"
#include "views/figures/tex_text.h"
#include "views/figures/ticks.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <utility>

namespace agon::views {

namespace {

constexpr std::size_t mostPoints = 1000;

constexpr int wantedMarks = 8; ///< on a curve

class PgfplotsWriter
{
public:
    PgfplotsWriter(const Figure &figure, const PaperStyle &style, std::string_view experiment,
                   std::string_view view)
        : m_figure(figure), m_style(style), m_layout(pgfplotsLayout(figure, style))
    {
        m_text = "% Needs \\usepackage{pgfplots}, \\pgfplotsset{compat=1.18} and "
                 "\\usepgfplotslibrary{fillbetween}.\n";
        comment(figure.caption);
        if (!figure.altText.empty()) {
            m_text += "% In words, for \\Description:\n";
            comment(figure.altText);
        }
        attach("experiment.toml", experiment);
        attach("figure.json", view);
        m_text += pgfplotsStyles(figure, style);
        m_text += "\\begin{tikzpicture}[font=\\fontsize{" + texNumber(style.smallSize) + "}{" +
                  texNumber(1.2 * style.smallSize) + "}\\selectfont]\n";
        for (std::size_t i = 0; i < figure.panels.size(); ++i)
            addPanel(figure.panels[i], i);
        addSharedTitles();
        m_text += "\\end{tikzpicture}\n";
    }
    std::string take() { return std::move(m_text); }

private:
    void attach(const char *name, std::string_view content)
    {
        if (content.empty())
            return;
        m_text += fmt::format("% --- {} ---\n", name);
        comment(content);
        m_text += fmt::format("% --- end of {} ---\n", name);
    }

    void comment(std::string_view text)
    {
        while (!text.empty()) {
            const std::size_t end = std::min(text.find('\n'), text.size());
            m_text += fmt::format("% {}\n", text.substr(0, end));
            text.remove_prefix(std::min(end + 1, text.size()));
        }
    }

    /** What all panels share is written once: names of axes beside them. */
    void addSharedTitles()
    {
        const std::string size =
            fmt::format("font=\\fontsize{{{}}}{{{}}}\\selectfont", texNumber(m_style.labelSize),
                        texNumber(1.2 * m_style.labelSize));
        if (m_layout.sharedX != nullptr)
            m_text +=
                fmt::format("\\node[{}, anchor=north, inner sep=1pt] at ({}bp,{}bp) {{{}}};\n",
                            size, texNumber(m_layout.outerLeft + 0.5 * m_layout.width()),
                            texNumber(-m_layout.height()), texAxisTitle(*m_layout.sharedX));
        if (m_layout.sharedY != nullptr)
            m_text += fmt::format("\\node[{}, rotate=90, anchor=north, inner sep=1pt] at "
                                  "(0bp,{}bp) {{{}}};\n",
                                  size, texNumber(-0.5 * m_layout.height()),
                                  texAxisTitle(*m_layout.sharedY));
    }

    void addPanel(const Panel &panel, std::size_t index)
    {
        const HeatLayer *scale = m_layout.scale != nullptr ? m_layout.scale : heatOf(panel);
        m_panel = &panel;
        const PgfplotsAxis x(panel.x);
        const PgfplotsAxis y(panel.y);
        m_text += "\\begin{axis}[agon,\n";
        m_text += fmt::format("  width={}bp, height={}bp, at={{({}bp,{}bp)}},\n",
                              texNumber(m_layout.plotWidth), texNumber(m_layout.plotHeight),
                              texNumber(m_layout.plotX(index)), texNumber(m_layout.plotY(index)));
        m_text += x.options('x', wantedAcross(panel)) +
                  y.options('y', wantedUp(panel), letters(panel, m_layout.leftOf(index)));
        if (m_layout.sharedX == nullptr && !panel.x.label.empty())
            m_text += fmt::format("  xlabel={{{}}},\n", texAxisTitle(panel.x));
        if (m_layout.sharedY == nullptr && !panel.y.label.empty())
            m_text +=
                fmt::format("  ylabel={{{}}},{}\n", texAxisTitle(panel.y),
                            m_layout.linesUp(panel.y) > 1
                                ? fmt::format(" ylabel style={{align=center, text width={}bp}},",
                                              texNumber(m_layout.lengthUp))
                                : "");
        // Names of rows go on several lines where one would leave the page and rows are high
        // enough.
        if (panel.y.visible && hasHighRows(panel))
            m_text += fmt::format("  yticklabel style={{align=right, text width={}bp}},\n",
                                  texNumber(namesWidth(panel)));
        if (m_figure.panels.size() > 1)
            m_text +=
                fmt::format("  title={{\\textbf{{({})}} {}}}, title style={{at={{(0,1)}}, "
                            "xshift={}bp, yshift=4bp}},\n",
                            panel.letter, texText(panel.title), texNumber(-m_layout.leftOf(index)));
        std::vector<LegendEntry> entries = legendEntries(panel);
        // What is shared is written by the first panel that has it.
        if (entries.size() < 2 || (m_layout.legend > 0 && std::exchange(m_sharedWritten, true)))
            entries.clear();
        if (!entries.empty() && m_layout.legend > 0)
            m_text += fmt::format(
                "  legend columns={}, legend style={{at={{(0,1)}}, anchor=south west, "
                "xshift={}bp, yshift={}bp}},\n",
                m_layout.legendColumns, texNumber(m_layout.outerLeft - m_layout.plotX(index)),
                texNumber(-m_layout.plotY(index) - m_layout.plotHeight));
        else if (!entries.empty())
            m_text += pgfplotsLegendPlace(panel, m_layout, m_style);
        if (heatOf(panel) != nullptr)
            m_text += "  axis lines=box, grid=none, axis on top,\n";
        if (!panel.x.visible)
            m_text += "  hide x axis,\n";
        if (!panel.y.visible)
            m_text += "  hide y axis,\n";
        if (scale != nullptr && m_layout.scale == nullptr)
            m_text += pgfplotsBar(*scale, m_style, m_layout.plotHeight, 0);
        else if (scale != nullptr && index + 1 == m_layout.columns) // beside all rows
            m_text +=
                pgfplotsBar(*scale, m_style, m_layout.plotHeight,
                            m_layout.plotY(index) - m_layout.plotY(m_figure.panels.size() - 1));
        m_text += "]\n";
        addLegend(entries);
        m_lines = 0;
        for (const Layer &layer : panel.layers)
            if (const auto *line = std::get_if<LineLayer>(&layer); line && line->isCurve())
                ++m_lines;
        int number = 0;
        for (const Layer &layer : panel.layers)
            std::visit([&](const auto &concrete) { add(concrete, x, y, ++number); }, layer);
        if (const HeatLayer *heat = heatOf(panel))
            addWords(*heat, x, y);
        m_text += "\\end{axis}\n";
    }

    /** How many numbers or names there is room for. */
    int wantedAcross(const Panel &panel) const
    {
        const double room = m_layout.plotWidth / m_style.smallSize;
        double widest = 0;
        for (const std::string &name : panel.x.categories)
            widest = std::max(widest, texWidth(name, 1));
        // Axes of their own have all their names.
        if (!panel.x.categories.empty())
            return panel.y.visible
                       ? std::max(1, static_cast<int>(room / (1.3 * std::max(0.8, widest))))
                       : static_cast<int>(panel.x.categories.size());
        return std::clamp(static_cast<int>(room / 2.6), 2, 6);
    }
    int wantedUp(const Panel &panel) const
    {
        const double room = m_layout.plotHeight / m_style.smallSize;
        return panel.y.categories.empty() ? std::clamp(static_cast<int>(room / 2.2), 2, 5)
                                          : std::max(1, static_cast<int>(room / 1.2));
    }
    bool hasHighRows(const Panel &panel) const
    {
        return !panel.y.categories.empty() &&
               m_layout.plotHeight / static_cast<double>(panel.y.categories.size()) >
                   2.5 * m_style.smallSize;
    }
    /** Of the name of a row with @p left points for it. */
    std::size_t letters(const Panel &panel, double left) const
    {
        constexpr std::size_t all = 1000;
        return hasHighRows(panel) ? all
                                  : static_cast<std::size_t>(std::max(
                                        4.0, left / (1.15 * texWidth("n", m_style.smallSize))));
    }

    double namesWidth(const Panel &panel) const
    {
        double widest = 0;
        for (const std::string &name : panel.y.categories)
            widest = std::max(widest, texWidth(name, m_style.smallSize));
        return std::min(1.2 * widest + 4,
                        0.4 * m_layout.width() / static_cast<double>(m_layout.columns));
    }

    void addWords(const HeatLayer &heat, const PgfplotsAxis &x, const PgfplotsAxis &y)
    {
        for (const HeatLayer::Word &word : heat.words) {
            const auto [across, up] =
                freePlace(*m_panel, m_layout, m_style.smallSize, word.text,
                          {(word.column + 0.5) / heat.columns, (word.row + 0.5) / heat.rows});
            m_text += fmt::format("\\node[fill=white, fill opacity=0.85, text opacity=1, inner "
                                  "sep=1pt] at (axis cs:{},{}) {{{}}};\n",
                                  texNumber(x.at(across)), texNumber(y.at(up)), texText(word.text));
        }
    }

    void table(const std::vector<std::pair<double, double>> &points)
    {
        m_text += pgfplotsTable(points);
    }

    /** In the order of every other legend, whatever lies on top of what: every plot is "forget
     *  plot". */
    void addLegend(const std::vector<LegendEntry> &entries)
    {
        for (const LegendEntry &entry : entries) {
            const std::string style = pgfplotsStyleName(entry.key.colour);
            const bool marked = entry.key.colour >= 0 && (m_style.markers || !entry.line);
            m_text +=
                entry.area
                    ? fmt::format("\\addlegendimage{{area legend, draw=white, fill={}}}\n", style)
                    : fmt::format("\\addlegendimage{{{}{}{}}}\n", style,
                                  marked ? ", " + style + " mark" : ", no marks",
                                  entry.line ? "" : ", only marks");
            m_text += fmt::format("\\addlegendentry{{{}}}\n", texText(entry.text));
        }
    }

    /** Filled in pieces where it has gaps, with a border towards the area below. */
    void addArea(const LineLayer &area, const PgfplotsAxis &x, const PgfplotsAxis &y)
    {
        const std::string style = pgfplotsStyleName(area.key.colour);
        std::vector<std::pair<double, double>> lower;
        std::vector<std::pair<double, double>> upper;
        const auto flush = [&] {
            if (lower.size() > 1) {
                std::vector<std::pair<double, double>> outline = lower;
                outline.insert(outline.end(), upper.rbegin(), upper.rend());
                m_text += fmt::format("\\addplot[fill={}, draw=none, forget plot]", style);
                table(outline);
                m_text += "\\addplot[draw=white, line width=0.15pt, forget plot]";
                table(lower);
            }
            lower.clear();
            upper.clear();
        };
        for (std::size_t i = 0; i < area.x.size(); ++i) {
            const double across = x(area.x[i]);
            const double low = y(area.lower[i]);
            const double high = y(area.upper[i]);
            if (std::isnan(across) || std::isnan(low) || std::isnan(high)) {
                flush();
                continue;
            }
            lower.emplace_back(across, low);
            upper.emplace_back(across, high);
        }
        flush();
    }

    void add(const SimplexLayer &simplex, const PgfplotsAxis &x, const PgfplotsAxis &y, int)
    {
        m_text += pgfplotsTriangle(simplex, m_layout, m_style, x, y);
    }
    void add(const LineLayer &line, const PgfplotsAxis &x, const PgfplotsAxis &y, int index)
    {
        if (line.area)
            return addArea(line, x, y);
        if (line.fit && line.x.empty())
            return;
        std::vector<std::span<const double>> series{line.y};
        const std::size_t share = 2 + 2 * series.size();
        std::vector<std::size_t> kept;
        if (line.x.size() <= mostPoints) {
            for (std::size_t i = 0; i < line.x.size(); ++i)
                kept.push_back(i);
        } else {
            kept = keptExtremes(line.x, series, mostPoints / share, m_panel->x.scale);
        }
        const auto points = [&](const std::vector<double> &values) {
            std::vector<std::pair<double, double>> result;
            for (const std::size_t i : kept)
                result.emplace_back(x(line.x[i]), y(values[i]));
            return result;
        };
        if (!line.lower.empty())
            band(line, kept, x, y, index);
        const std::string style = pgfplotsStyleName(line.key.colour);
        const bool onRows = !m_panel->y.categories.empty();
        m_text += fmt::format("\\addplot[{}", style);
        if (m_style.markers && !line.reference && !line.ghost && !onRows)
            m_text += marks(style, kept.size(), index);
        else
            m_text += ", no marks";
        if (onRows && line.key.colour < 0 && line.key.name.empty())
            m_text += ", line width=2pt"; // what joins others
        m_text += fmt::format(
            "{}{}{}, unbounded coords=jump, forget plot]", line.staircase ? ", const plot" : "",
            line.ghost ? ", opacity=0.35"
            : line.fit
                ? ", solid, line width=0.5pt, preaction={draw, color=white, line width=1.7pt}"
                : "",
            heatOf(*m_panel) != nullptr ? ", preaction={draw, solid, color=white, line width=" +
                                              texNumber(m_style.lineWidth + onMapBorder) + "pt}"
                                        : "");
        table(points(line.y));
    }

    /** As many marks as on paper, those of several curves apart from each other. */
    std::string marks(const std::string &style, std::size_t points, int index) const
    {
        const auto each = std::max(1, static_cast<int>(points) / wantedMarks);
        const int phase = 1 + (index - 1) % std::max(1, m_lines) * each / std::max(1, m_lines);
        return each == 1
                   ? fmt::format(", {} mark", style)
                   : fmt::format(", {} mark, mark repeat={}, mark phase={}", style, each, phase);
    }

    /** The area between the two limits, in parts where some have none, with the steps of its line.
     */
    void band(const LineLayer &line, const std::vector<std::size_t> &kept, const PgfplotsAxis &x,
              const PgfplotsAxis &y, int index)
    {
        std::vector<std::pair<double, double>> lower;
        std::vector<std::pair<double, double>> upper;
        int part = 0;
        const auto flush = [&] {
            if (lower.size() > 1) {
                const std::string name = fmt::format("{}x{}", index, part++);
                for (const auto &[side, limit] : {std::pair("lower", &lower), {"upper", &upper}}) {
                    m_text += fmt::format("\\addplot[draw=none{}, forget plot, name path={}{}]",
                                          line.staircase ? ", const plot" : "", side, name);
                    table(*limit);
                }
                m_text += fmt::format("\\addplot[{0}, opacity={1}, forget plot] fill "
                                      "between[of=lower{2} and upper{2}];\n",
                                      pgfplotsStyleName(line.key.colour),
                                      line.ghost ? "0.08" : "0.2", name);
            }
            lower.clear();
            upper.clear();
        };
        for (const std::size_t i : kept) {
            // A lower limit that a logarithmic axis has no place for lies below its end.
            const double least = y(line.lower[i]);
            const std::pair low{x(line.x[i]), std::isnan(least) && !std::isnan(line.lower[i])
                                                  ? y.at(-0.25)
                                                  : least};
            const std::pair high{x(line.x[i]), y(line.upper[i])};
            if (std::isnan(low.first) || std::isnan(low.second) || std::isnan(high.second)) {
                flush();
                continue;
            }
            lower.push_back(low);
            upper.push_back(high);
        }
        flush();
    }
    void add(const PointLayer &points, const PgfplotsAxis &x, const PgfplotsAxis &y, int)
    {
        std::vector<std::pair<double, double>> places;
        const std::size_t stride =
            std::max<std::size_t>(1, (points.x.size() + mostPoints - 1) / mostPoints);
        for (std::size_t i = 0; i < points.x.size(); i += stride)
            places.emplace_back(x(points.x[i]), y(points.y[i]));
        const std::string style = pgfplotsStyleName(points.key.colour);
        m_text += fmt::format("\\addplot[{0}, {1}{2}, opacity={3}, forget plot]", style,
                              points.staircase && points.key.colour < 0 ? "no marks, "
                                                                        : style + " mark, ",
                              !points.staircase      ? "only marks"
                              : points.verticalFirst ? "const plot mark right"
                                                     : "const plot",
                              texNumber(points.opacity));
        table(places);
        // On rows there is room for what a point says.
        if (m_panel->y.categories.empty())
            return;
        for (std::size_t i = 0; i < std::min(points.labels.size(), places.size()); ++i)
            if (!points.labels[i].empty() && !std::isnan(places[i].first))
                m_text += fmt::format("\\node[anchor={}] at (axis cs:{},{}) {{{}}};\n",
                                      x.share(points.x[i * stride]) > 0.8 ? "south east" : "west",
                                      texNumber(places[i].first), texNumber(places[i].second),
                                      texText(points.labels[i]));
    }
    void add(const StripLayer &strip, const PgfplotsAxis &x, const PgfplotsAxis &y, int)
    {
        std::vector<std::pair<double, double>> places;
        for (const double value : strip.values)
            places.emplace_back(x(value), y(strip.position));
        const std::string style = pgfplotsStyleName(strip.key.colour);
        addShape(strip, style, x, y);
        m_text +=
            fmt::format("\\addplot[{0}, {0} mark, only marks, opacity=0.5, forget plot]", style);
        table(places);
        interval(style, x(strip.lower), x(strip.centre), x(strip.upper), y(strip.position));
    }
    /** The violin, and the box of the quartiles. */
    void addShape(const StripLayer &strip, const std::string &style, const PgfplotsAxis &x,
                  const PgfplotsAxis &y)
    {
        if (!strip.densityAt.empty()) {
            std::vector<std::pair<double, double>> outline;
            for (const double side : {-1.0, 1.0})
                for (std::size_t k = 0; k < strip.densityAt.size(); ++k) {
                    const std::size_t i = side < 0 ? k : strip.densityAt.size() - 1 - k;
                    outline.emplace_back(x(strip.densityAt[i]),
                                         y(strip.position + side * 0.4 * strip.density[i]));
                }
            m_text +=
                fmt::format("\\addplot[fill={}, draw=none, opacity=0.12, forget plot]", style);
            table(outline);
        }
        if (!strip.quartiles)
            return;
        const auto &[low, centre, high] = *strip.quartiles;
        const double bottom = y(strip.position - 0.3);
        const double top = y(strip.position + 0.3);
        m_text += fmt::format("\\addplot[color={}, line width=0.5pt, forget plot]", style);
        table(
            {{x(low), bottom}, {x(high), bottom}, {x(high), top}, {x(low), top}, {x(low), bottom}});
        m_text += fmt::format("\\addplot[color={}, line width=0.5pt, forget plot]", style);
        table({{x(centre), bottom}, {x(centre), top}});
    }
    void add(const IntervalLayer &layer, const PgfplotsAxis &x, const PgfplotsAxis &y, int)
    {
        interval(pgfplotsStyleName(layer.key.colour), x(layer.lower), x(layer.centre),
                 x(layer.upper), y(layer.position));
        if (!layer.text.empty())
            m_text +=
                fmt::format("\\node[anchor=east] at (axis cs:{},{}) {{{}}};\n", texNumber(x.at(1)),
                            texNumber(y(layer.position)), texText(layer.text));
    }
    void interval(const std::string &style, double lower, double centre, double upper, double place)
    {
        m_text += fmt::format("\\addplot[color={}, line width=1.25pt, forget plot]", style);
        table({{std::isnan(lower) ? centre : lower, place},
               {std::isnan(upper) ? centre : upper, place}});
        m_text += fmt::format("\\addplot[{0} mark, only marks, forget plot]", style);
        table({{centre, place}});
    }
    void add(const BarLayer &bars, const PgfplotsAxis &x, const PgfplotsAxis &y, int)
    {
        std::vector<std::pair<double, double>> places;
        for (std::size_t i = 0; i < bars.x.size(); ++i)
            places.emplace_back(x(bars.x[i]), y(bars.height[i]));
        m_text +=
            fmt::format("\\addplot[ybar, bar width={}, fill={}, draw=none, forget plot]",
                        texNumber(x.isOfTheData() ? bars.width
                                                  : 100 * bars.width /
                                                        (m_panel->x.maximum - m_panel->x.minimum)),
                        pgfplotsStyleName(bars.key.colour));
        table(places);
    }
    void add(const HeatLayer &heat, const PgfplotsAxis &x, const PgfplotsAxis &y, int)
    {
        const auto at = [&](std::int32_t row, std::int32_t column) {
            return static_cast<std::size_t>(row) * static_cast<std::size_t>(heat.columns) +
                   static_cast<std::size_t>(column);
        };
        const auto colourAt = [&](std::int32_t row, std::int32_t column) {
            return heatColour(heat, heat.values[at(row, column)]);
        };
        const auto across = [&](double place) { return texNumber(x.at(place / heat.columns)); };
        const auto up = [&](double place) { return texNumber(y.at(place / heat.rows)); };
        for (std::int32_t row = 0; row < heat.rows; ++row)
            for (std::int32_t first = 0; first < heat.columns;) {
                // Neighbours of one colour are one rectangle.
                const Colour colour = colourAt(row, first);
                std::int32_t last = first + 1;
                while (last < heat.columns && colourAt(row, last) == colour)
                    ++last;
                m_text +=
                    fmt::format("\\fill[fill={{rgb,255:red,{};green,{};blue,{}}}] (axis cs:{},{}) "
                                "rectangle (axis cs:{},{});\n",
                                colour.red, colour.green, colour.blue, across(first), up(row),
                                across(last), up(row + 1));
                first = last;
            }
        const FigureColours light = figureColours(Appearance::light);
        for (std::int32_t row = 0; row < heat.rows; ++row)
            for (std::int32_t column = 0; column < heat.columns; ++column) {
                if (heat.texts.empty() || heat.texts[at(row, column)].empty() ||
                    texWidth(heat.texts[at(row, column)], m_style.smallSize) >
                        m_layout.plotWidth / heat.columns ||
                    m_style.smallSize > m_layout.plotHeight / heat.rows)
                    continue; // there is no room for it
                const Colour behind = colourAt(row, column);
                const bool dark =
                    contrast(light.text, behind) >= contrast(light.background, behind);
                m_text += fmt::format("\\node[color={}] at (axis cs:{},{}) {{{}}};\n",
                                      dark ? "black" : "white", across(column + 0.5), up(row + 0.5),
                                      texText(heat.texts[at(row, column)]));
            }
    }
    void add(const GraphLayer &graph, const PgfplotsAxis &x, const PgfplotsAxis &y, int index)
    {
        for (std::size_t i = 0; i < graph.nodes.size(); ++i)
            m_text += fmt::format(
                "\\node[circle, draw={}, inner sep=1.5pt] (n{}x{}) at (axis cs:{},{}) {{{}}};\n",
                pgfplotsStyleName(graph.key.colour), index, i,
                texNumber(x.at(0.1 + 0.8 * graph.nodes[i].x)),
                texNumber(y.at(0.1 + 0.8 * graph.nodes[i].y)), texText(graph.nodes[i].label));
        for (const EdgeShape &edge : graph.edges)
            m_text += fmt::format(
                "\\draw[->] (n{0}x{1}) -- node[fill=white, inner sep=1pt] {{{3}}} (n{0}x{2});\n",
                index, edge.from, edge.to, texText(edge.label));
    }
    void add(const MarkLayer &mark, const PgfplotsAxis &x, const PgfplotsAxis &y, int)
    {
        const bool axis = !mark.low.empty() || !mark.high.empty();
        m_text += fmt::format("\\addplot[color=agonNeutral, {}line width=0.5pt, forget plot]",
                              axis ? "" : "dashed, ");
        if (mark.vertical)
            table({{x(mark.position), y.at(0)}, {x(mark.position), y.at(1)}});
        else
            table({{x.at(0), y(mark.position)}, {x.at(1), y(mark.position)}});
        const auto node = [&](const std::string &text, const char *anchor, double px, double py) {
            if (!text.empty())
                m_text += fmt::format("\\node[anchor={}, fill=white, inner sep=1pt, "
                                      "text=agonNeutral] at (axis cs:{},{}) {{{}}};\n",
                                      anchor, texNumber(px), texNumber(py), texText(text));
        };
        const double place = mark.vertical ? x(mark.position) : y(mark.position);
        node(mark.high, "north", place, y.at(1));
        node(mark.low, "south", place, y.at(0));
        for (const MarkLayer::Tick &tick : mark.ticks)
            if (mark.vertical)
                m_text += fmt::format("\\node[anchor=west, inner sep=2pt, text=agonNeutral] at "
                                      "(axis cs:{},{}) {{{}}};\n",
                                      texNumber(place), texNumber(y(tick.at)), texText(tick.text));
        if (mark.vertical)
            node(mark.label, "north west", place, y.at(1));
        else
            node(mark.label, "south east", x.at(1), place);
    }

    const Figure &m_figure;
    const PaperStyle &m_style;
    const Panel *m_panel = nullptr;
    PgfplotsLayout m_layout;
    int m_lines = 0; ///< of this panel
    bool m_sharedWritten = false;
    std::string m_text;
};

} // namespace

std::string toPgfplots(const Figure &figure, const PaperStyle &style, std::string_view experiment,
                       std::string_view view)
{
    return PgfplotsWriter(figure, style, experiment, view).take();
}

} // namespace agon::views
