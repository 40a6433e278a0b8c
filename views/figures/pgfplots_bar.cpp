#include "views/figures/pgfplots_bar.h"

#include "views/figures/heat_colour.h"
#include "views/figures/pgfplots_axis.h"
#include "views/figures/tex_text.h"
#include "views/figures/ticks.h"

#include <algorithm>
#include <fmt/format.h>
#include <string_view>

namespace agon::views {

namespace {

/** In points, as in the other formats. */
constexpr double pgfplotsBarGap = 6;
constexpr double pgfplotsBarWidth = 6;
constexpr double pgfplotsNumbersGap = 3.5;
constexpr double pgfplotsWordsGap = 2.5;
constexpr int pgfplotsBarTicks = 4;
constexpr int pgfplotsBarColours = 64;

Axis axisOfBar(const HeatLayer &heat)
{
    Axis axis;
    axis.minimum = heat.minimum;
    axis.maximum = heat.maximum;
    return axis;
}

/** About as long as TeX sets it. */
double widthOf(std::string_view text, const PaperStyle &style)
{
    constexpr double letterWidth = 0.6; // of the size; a minus is wide
    const auto letters = std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; // of UTF-8
    });
    return letterWidth * style.smallSize * static_cast<double>(letters);
}

/** What stands between the bar and its words. */
double numbersExtent(const HeatLayer &heat, const PaperStyle &style)
{
    double widest = 0;
    if (heat.numbers)
        for (const Tick &tick : ticks(axisOfBar(heat), pgfplotsBarTicks))
            widest = std::max(widest, pgfplotsNumbersGap + widthOf(tick.text, style) +
                                          widthOf(tick.exponent, style));
    return widest;
}

bool hasEnds(const HeatLayer &heat) { return !heat.low.empty() || !heat.high.empty(); }

/** Upwards beside the bar: what its ends mean, and between them, where there is room, what it
 *  shows. */
std::string wordsOfBar(const HeatLayer &heat, const PaperStyle &style, double height)
{
    const double place =
        1 +
        (numbersExtent(heat, style) + pgfplotsWordsGap + 0.6 * style.smallSize) / pgfplotsBarWidth;
    std::string nodes;
    const auto node = [&](const std::string &text, const char *anchor, double at) {
        if (!text.empty())
            nodes += fmt::format("\\node[rotate=90, anchor={}, inner sep=0pt] at (axis "
                                 "description cs:{},{}) {{{}}};",
                                 anchor, texNumber(place), texNumber(at), texText(text));
    };
    node(heat.low, "west", 0);
    node(heat.high, "east", 1);
    const std::string label = heat.label + (heat.unit.empty() ? "" : " (" + heat.unit + ")");
    const double room =
        height - 2 * std::max(widthOf(heat.low, style), widthOf(heat.high, style)) - 10;
    if (!hasEnds(heat) || widthOf(label, style) <= room)
        node(label, "center", 0.5);
    return nodes.empty() ? nodes : "    extra description/.append code={" + nodes + "},\n";
}

} // namespace

double pgfplotsBarExtent(const HeatLayer &heat, const PaperStyle &style)
{
    const bool words = !heat.label.empty() || hasEnds(heat);
    return pgfplotsBarGap + pgfplotsBarWidth + numbersExtent(heat, style) +
           (words ? pgfplotsWordsGap + 1.2 * style.smallSize : 0);
}

std::string pgfplotsBar(const HeatLayer &heat, const PaperStyle &style, double height,
                        double taller)
{
    std::string options = ",\n  colormap={agon}{";
    for (int i = 0; i < pgfplotsBarColours; ++i) {
        const Colour colour = barColour(heat, static_cast<double>(i) / (pgfplotsBarColours - 1));
        options += fmt::format("{}rgb255=({},{},{})", i > 0 ? " " : "", colour.red, colour.green,
                               colour.blue);
    }
    // PGFPlots moves a bar 0.3 cm by itself.
    options += fmt::format(
        "}},\n  point meta min=0, point meta max=100, colorbar,\n"
        "  colorbar style={{at={{(parent axis.north east)}}, anchor=north west, "
        "xshift={}bp-0.3cm, width={}bp,\n"
        "    height=\\pgfkeysvalueof{{/pgfplots/parent axis height}}+{}bp,\n"
        "    axis lines=box, axis line style={{-}}, scaled ticks=false, tick align=outside,\n"
        "    ytick pos=right, major tick length=1.5bp, grid=none,\n",
        texNumber(pgfplotsBarGap), texNumber(pgfplotsBarWidth), texNumber(taller));
    const Axis axis = axisOfBar(heat);
    options += heat.numbers ? "  " + PgfplotsAxis(axis, PgfplotsAxis::Numbers::ofThePage)
                                         .options('y', pgfplotsBarTicks)
                            : std::string("    ymin=0, ymax=100, ytick=\\empty,\n");
    options += wordsOfBar(heat, style, height + taller);
    return options + "  }";
}

} // namespace agon::views
