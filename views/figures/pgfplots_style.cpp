#include "views/figures/pgfplots_style.h"

#include "views/figures/palette.h"
#include "views/figures/pgfplots_axis.h"

#include <fmt/format.h>
#include <set>

namespace agon::views {

namespace {

const char *markOptions(Marker marker)
{
    switch (marker) {
    case Marker::circle:
        return "mark=*, mark options={solid}";
    case Marker::square:
        return "mark=square*, mark options={solid}";
    case Marker::triangle:
        return "mark=triangle*, mark options={solid}";
    case Marker::diamond:
        return "mark=diamond*, mark options={solid}";
    case Marker::triangleDown:
        return "mark=triangle*, mark options={solid, rotate=180}";
    case Marker::cross:
        return "mark=x, mark options={solid}";
    case Marker::plus:
        return "mark=+, mark options={solid}";
    }
    return "mark=*, mark options={solid}";
}

/** Unless the paper has a style of this name. */
std::string providedStyle(const std::string &name, const std::string &options)
{
    return fmt::format("\\pgfkeysifdefined{{/pgfplots/{0}/.@cmd}}{{}}"
                       "{{\\pgfplotsset{{{0}/.style={{{1}}}}}}}\n",
                       name, options);
}

} // namespace

std::string pgfplotsStyleName(int colour)
{
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

std::string pgfplotsStyles(const Figure &figure, const PaperStyle &style)
{
    std::string text = "% The style. Define any of these names before \\input, and yours holds, "
                       "for all figures.\n";
    text += providedStyle(
        "agon",
        fmt::format("scale only axis, axis lines=left, axis line style={{-, line width=0.5pt}}, "
                    "tick align=outside, tick style={{black, line width=0.5pt}}, "
                    "major tick length=2.5pt, minor tick length=1.5pt, scaled ticks=false, "
                    "legend style={{draw=none, fill=none, inner sep=1pt}}, "
                    "legend cell align=left, title style={{anchor=base west, inner sep=0pt}}, "
                    "label style={{font=\\fontsize{{{0}}}{{{1}}}\\selectfont, inner sep=1pt}}{2}",
                    texNumber(style.labelSize), texNumber(1.2 * style.labelSize),
                    style.grid ? ", grid=major, grid style={black!10}" : ""));
    std::set<int> used{-1};
    for (const Panel &panel : figure.panels)
        for (const Layer &layer : panel.layers)
            std::visit(
                [&used](const auto &concrete) {
                    if constexpr (requires { concrete.key; })
                        used.insert(concrete.key.colour);
                    if constexpr (requires { concrete.paths; })
                        for (const auto &path : concrete.paths)
                            used.insert(path.key.colour);
                },
                layer);
    for (const int colour : used) {
        const ContestantStyle look = contestantStyle(colour);
        const std::string name = pgfplotsStyleName(colour);
        const double width = colour < 0 ? 0.75 : style.lineWidth;
        text += fmt::format("\\providecolor{{{}}}{{RGB}}{{{},{},{}}}\n", name, look.colour.red,
                            look.colour.green, look.colour.blue);
        std::string dash = "solid";
        if (!look.dash.empty()) {
            dash = "dash pattern=";
            for (std::size_t i = 0; i < look.dash.size(); ++i)
                dash += fmt::format("{} {}pt ", i % 2 == 0 ? "on" : "off",
                                    texNumber(look.dash[i] * width));
        }
        text += providedStyle(
            name, fmt::format("color={}, {}, line width={}pt", name, dash, texNumber(width)));
        text += providedStyle(name + " mark", fmt::format("color={}, mark size=1.5pt, {}", name,
                                                          markOptions(look.marker)));
    }
    return text;
}

} // namespace agon::views
