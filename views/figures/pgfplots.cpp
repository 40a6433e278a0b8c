#include "views/figures/pgfplots.h"

#include "views/figures/decimation.h"
#include "views/figures/heat_colour.h"
#include "views/figures/legend.h"
#include "views/figures/palette.h"
#include "views/figures/pgfplots_axis.h"
#include "views/figures/pgfplots_bar.h"
#include "views/figures/tex_text.h"
#include "views/figures/ticks.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <set>
#include <utility>

namespace agon::views {

namespace {

constexpr std::size_t mostPoints = 1000;

std::string styleName(int colour)
{
    // TeX names hold letters only: agonA, agonB, …; what is nobody's is agonNeutral and
    // agonReferenceA, …
    if (colour == -1)
        return "agonNeutral";
    std::string name = "agon";
    if (colour < 0) {
        name += "Reference";
        colour = -2 - colour;
    }
    for (int rest = colour;; rest = rest / 26 - 1) {
        name += static_cast<char>('A' + rest % 26);
        if (rest < 26)
            break;
    }
    return name;
}

const char *markName(Marker marker)
{
    switch (marker) {
    case Marker::circle:
        return "*";
    case Marker::square:
        return "square*";
    case Marker::triangle:
        return "triangle*";
    case Marker::diamond:
        return "diamond*";
    case Marker::triangleDown:
        return "triangle*, mark options={rotate=180}";
    case Marker::cross:
        return "x";
    case Marker::plus:
        return "+";
    }
    return "*";
}

class PgfplotsWriter
{
public:
    PgfplotsWriter(const Figure &figure, const PaperStyle &style, std::string_view experiment,
                   std::string_view view)
        : m_figure(figure)
        , m_style(style)
        , m_shared(sharesLegend(figure))
        , m_sharedScale(sharedScale(figure))
    {
        m_text = "% Needs \\usepackage{pgfplots}, \\pgfplotsset{compat=1.18} and "
                 "\\usepgfplotslibrary{fillbetween}.\n";
        comment(figure.caption);
        attach("experiment.toml", experiment);
        attach("figure.json", view);
        define();
        m_text += "\\begin{tikzpicture}[font=\\fontsize{" + texNumber(style.smallSize) + "}{" +
                  texNumber(1.2 * style.smallSize) + "}\\selectfont]\n";
        for (std::size_t i = 0; i < figure.panels.size(); ++i)
            addPanel(figure.panels[i], i);
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

    void define()
    {
        std::set<int> used{-1};
        for (const Panel &panel : m_figure.panels)
            for (const Layer &layer : panel.layers)
                std::visit(
                    [&used](const auto &concrete) {
                        if constexpr (requires { concrete.key; })
                            used.insert(concrete.key.colour);
                    },
                    layer);
        for (const int colour : used) {
            const ContestantStyle look = contestantStyle(colour);
            const std::string name = styleName(colour);
            const double width = colour < 0 ? 0.75 : m_style.lineWidth;
            m_text += fmt::format("\\providecolor{{{}}}{{RGB}}{{{},{},{}}}\n", name,
                                  look.colour.red, look.colour.green, look.colour.blue);
            std::string dash = "solid";
            if (!look.dash.empty()) {
                dash = "dash pattern=";
                for (std::size_t i = 0; i < look.dash.size(); ++i)
                    dash += fmt::format("{} {}pt ", i % 2 == 0 ? "on" : "off",
                                        texNumber(look.dash[i] * width));
            }
            m_text += fmt::format("\\pgfplotsset{{{0}/.style={{color={0}, {1}, line width={2}pt}}, "
                                  "{0} mark/.style={{color={0}, mark={3}, mark size=1.5pt}}}}\n",
                                  name, dash, texNumber(width), markName(look.marker));
        }
    }

    void addPanel(const Panel &panel, std::size_t index)
    {
        const auto columns = static_cast<std::size_t>(std::max(1, m_figure.columns));
        const HeatLayer *scale = m_sharedScale != nullptr ? m_sharedScale : heatOf(panel);
        const double bar = scale != nullptr ? pgfplotsBarExtent(*scale, m_style) : 0;
        const double width =
            (m_style.width - (m_sharedScale != nullptr ? bar : 0)) / static_cast<double>(columns);
        const auto rows = static_cast<double>((m_figure.panels.size() + columns - 1) / columns);
        const double height = m_style.height / rows;
        m_panel = &panel;
        const PgfplotsAxis x(panel.x);
        const PgfplotsAxis y(panel.y);
        m_text += "\\begin{axis}[\n";
        m_text +=
            fmt::format("  width={}bp, height={}bp,\n",
                        texNumber(width - (m_sharedScale != nullptr ? 0 : bar)), texNumber(height));
        m_text += fmt::format(
            "  at={{({}bp,{}bp)}},\n", texNumber(width * static_cast<double>(index % columns)),
            texNumber(-height * std::floor(static_cast<double>(index / columns))));
        m_text += x.options('x', 6) + y.options('y', 5);
        const auto label = [](const Axis &axis) {
            return texText(axis.label) + (axis.unit.empty() ? "" : " (" + texText(axis.unit) + ")");
        };
        m_text += fmt::format("  xlabel={{{}}}, ylabel={{{}}},\n", label(panel.x), label(panel.y));
        if (m_figure.panels.size() > 1)
            m_text += fmt::format("  title={{\\textbf{{({})}} {}}},\n", panel.letter,
                                  texText(panel.title));
        m_text +=
            "  axis lines=left, axis line style={-}, tick align=outside, scaled ticks=false,\n"
            "  legend style={draw=none, fill=none}, legend cell align=left, ";
        m_text += m_shared ? "legend columns=-1, legend style={at={(0,1.2)}, anchor=south west}"
                           : "legend pos=north west";
        if (m_style.grid)
            m_text += ", grid=major, grid style={black!10}";
        if (!panel.x.visible)
            m_text += ", hide x axis";
        if (!panel.y.visible)
            m_text += ", hide y axis";
        if (m_sharedScale == nullptr && scale != nullptr)
            m_text += pgfplotsBar(*scale, m_style, height, 0);
        else if (scale != nullptr && index + 1 == std::min(columns, m_figure.panels.size()))
            m_text += pgfplotsBar(*scale, m_style, height, (rows - 1) * height); // beside all rows
        m_text += "]\n";
        m_legend.clear();
        m_entries = panel.legend && (!m_shared || index == 0);
        int number = 0;
        for (const Layer &layer : panel.layers)
            std::visit([&](const auto &concrete) { add(concrete, x, y, ++number); }, layer);
        if (const HeatLayer *heat = heatOf(panel))
            addWords(*heat);
        m_text += "\\end{axis}\n";
    }

    void addWords(const HeatLayer &heat)
    {
        for (const HeatLayer::Word &word : heat.words) {
            const double place = 100 * (word.column + 0.5) / heat.columns;
            m_text += fmt::format("\\node[anchor={}, fill=white, fill opacity=0.85, text "
                                  "opacity=1, inner sep=1pt] at (axis cs:{},{}) {{{}}};\n",
                                  place < 25   ? "west"
                                  : place > 75 ? "east"
                                               : "center",
                                  texNumber(place), texNumber(100 * (word.row + 0.5) / heat.rows),
                                  texText(word.text));
        }
    }

    void table(const std::vector<std::pair<double, double>> &points)
    {
        m_text += " table[row sep=crcr] {";
        for (const auto &[px, py] : points)
            m_text += std::isnan(px) || std::isnan(py)
                          ? std::string("nan nan\\\\")
                          : fmt::format("{} {}\\\\", texNumber(px), texNumber(py));
        m_text += "};\n";
    }

    void legendEntry(const Key &key)
    {
        if (m_entries && m_legend.insert(key.name).second)
            m_text += "\\addlegendentry{" + texText(key.name) + "}\n";
    }

    void add(const LineLayer &line, const PgfplotsAxis &x, const PgfplotsAxis &y, int index)
    {
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
        const std::string style = styleName(line.key.colour);
        if (!line.lower.empty())
            band(line, kept, x, y, index);
        m_text += fmt::format(
            "\\addplot[{}{}{}{}, no marks, unbounded coords=jump{}]", style,
            line.staircase ? ", const plot" : "", line.ghost ? ", opacity=0.35" : "",
            heatOf(*m_panel) != nullptr ? ", preaction={draw, solid, color=white, line width=" +
                                              texNumber(m_style.lineWidth + onMapBorder) + "pt}"
                                        : "",
            line.reference || line.ghost ? ", forget plot" : "");
        table(points(line.y));
        if (line.reference && !line.x.empty())
            m_text += fmt::format(
                "\\node[anchor=south east, color={}] at (axis cs:100,{}) {{{}}};\n", style,
                texNumber(std::clamp(y(line.y.back()), 0.0, 100.0)), texText(line.key.name));
        else if (!line.ghost)
            legendEntry(line.key);
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
                m_text +=
                    fmt::format("\\addplot[{0}, opacity={1}, forget plot] fill "
                                "between[of=lower{2} and upper{2}];\n",
                                styleName(line.key.colour), line.ghost ? "0.08" : "0.2", name);
            }
            lower.clear();
            upper.clear();
        };
        for (const std::size_t i : kept) {
            const std::pair low{x(line.x[i]), y(line.lower[i])};
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
        const std::string style = styleName(points.key.colour);
        m_text += fmt::format("\\addplot[{0}, {0} mark, {1}, opacity={2}, forget plot]", style,
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
                                      places[i].first > 80 ? "south east" : "west",
                                      texNumber(places[i].first), texNumber(places[i].second),
                                      texText(points.labels[i]));
    }
    void add(const StripLayer &strip, const PgfplotsAxis &x, const PgfplotsAxis &y, int)
    {
        std::vector<std::pair<double, double>> places;
        for (const double value : strip.values)
            places.emplace_back(x(value), y(strip.position));
        const std::string style = styleName(strip.key.colour);
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
        interval(styleName(layer.key.colour), x(layer.lower), x(layer.centre), x(layer.upper),
                 y(layer.position));
        if (!layer.text.empty())
            m_text += fmt::format("\\node[anchor=east] at (axis cs:100,{}) {{{}}};\n",
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
        m_text += fmt::format("\\addplot[ybar, fill={0}, draw=none]", styleName(bars.key.colour));
        table(places);
        legendEntry(bars.key);
    }
    void add(const HeatLayer &heat, const PgfplotsAxis &, const PgfplotsAxis &, int)
    {
        const auto at = [&](std::int32_t row, std::int32_t column) {
            return static_cast<std::size_t>(row) * static_cast<std::size_t>(heat.columns) +
                   static_cast<std::size_t>(column);
        };
        const auto colourAt = [&](std::int32_t row, std::int32_t column) {
            return heatColour(heat, heat.values[at(row, column)]);
        };
        const auto share = [](double place, std::int32_t count) {
            return texNumber(100 * place / count);
        };
        for (std::int32_t row = 0; row < heat.rows; ++row)
            for (std::int32_t first = 0; first < heat.columns;) {
                // Neighbours of one colour are one rectangle.
                const Colour colour = colourAt(row, first);
                std::int32_t last = first + 1;
                while (last < heat.columns && colourAt(row, last) == colour)
                    ++last;
                m_text += fmt::format(
                    "\\fill[fill={{rgb,255:red,{};green,{};blue,{}}}] (axis cs:{},{}) "
                    "rectangle (axis cs:{},{});\n",
                    colour.red, colour.green, colour.blue, share(first, heat.columns),
                    share(row, heat.rows), share(last, heat.columns), share(row + 1, heat.rows));
                first = last;
            }
        const FigureColours light = figureColours(Appearance::light);
        for (std::int32_t row = 0; row < heat.rows; ++row)
            for (std::int32_t column = 0; column < heat.columns; ++column) {
                if (heat.texts.empty() || heat.texts[at(row, column)].empty())
                    continue;
                const Colour behind = colourAt(row, column);
                const bool dark =
                    contrast(light.text, behind) >= contrast(light.background, behind);
                m_text +=
                    fmt::format("\\node[color={}] at (axis cs:{},{}) {{{}}};\n",
                                dark ? "black" : "white", share(column + 0.5, heat.columns),
                                share(row + 0.5, heat.rows), texText(heat.texts[at(row, column)]));
            }
    }
    void add(const GraphLayer &graph, const PgfplotsAxis &, const PgfplotsAxis &, int index)
    {
        for (std::size_t i = 0; i < graph.nodes.size(); ++i)
            m_text += fmt::format(
                "\\node[circle, draw={}, inner sep=1.5pt] (n{}x{}) at (axis cs:{},{}) {{{}}};\n",
                styleName(graph.key.colour), index, i, texNumber(10 + 80 * graph.nodes[i].x),
                texNumber(10 + 80 * graph.nodes[i].y), texText(graph.nodes[i].label));
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
            table({{x(mark.position), 0}, {x(mark.position), 100}});
        else
            table({{0, y(mark.position)}, {100, y(mark.position)}});
        const auto node = [&](const std::string &text, const char *anchor, double px, double py) {
            if (!text.empty())
                m_text += fmt::format("\\node[anchor={}, fill=white, inner sep=1pt, "
                                      "color=agonNeutral] at (axis cs:{},{}) {{{}}};\n",
                                      anchor, texNumber(px), texNumber(py), texText(text));
        };
        const double place = mark.vertical ? x(mark.position) : y(mark.position);
        node(mark.high, "north", place, 100);
        node(mark.low, "south", place, 0);
        for (const MarkLayer::Tick &tick : mark.ticks)
            if (mark.vertical)
                m_text += fmt::format("\\node[anchor=west, inner sep=2pt, color=agonNeutral] at "
                                      "(axis cs:{},{}) {{{}}};\n",
                                      texNumber(place), texNumber(y(tick.at)), texText(tick.text));
        if (mark.vertical)
            node(mark.label, "north west", place, 100);
        else
            node(mark.label, "south east", 100, place);
    }

    const Figure &m_figure;
    const PaperStyle &m_style;
    const Panel *m_panel = nullptr;
    bool m_shared = false;                    ///< one legend above the first panel
    const HeatLayer *m_sharedScale = nullptr; ///< whose colour bar stands beside all panels
    bool m_entries = false;                   ///< whether this panel names its series
    std::set<std::string> m_legend;
    std::string m_text;
};

} // namespace

std::string toPgfplots(const Figure &figure, const PaperStyle &style, std::string_view experiment,
                       std::string_view view)
{
    return PgfplotsWriter(figure, style, experiment, view).take();
}

} // namespace agon::views
